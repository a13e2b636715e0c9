"""Whom a mailing goes to: the group that organisers chose, without those who declined."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import translation

from llex.core import languages
from llex.core.mail.models import Mail
from sessions_app.mailings.wording import Recipient
from sessions_app.models import Mailing, MailKind, Participant, Registration
from sessions_app.models.mailings import REMINDERS
from sessions_app.registration import links
from sessions_app.registration.mails import registration_of

_GROUPS = {
    Mailing.Group.REGISTERED: Q(status=Participant.Status.REGISTERED),
    Mailing.Group.WAITING: Q(status=Participant.Status.WAITING),
    Mailing.Group.PRESENT: Q(status=Participant.Status.ATTENDED),
    Mailing.Group.SPEAKERS: Q(
        role__in=(Participant.Role.CHAIR, Participant.Role.SPEAKER),
        status__in=(Participant.Status.REGISTERED, Participant.Status.ATTENDED),
    ),
    Mailing.Group.CITIES: Q(
        role=Participant.Role.CITY,
        status__in=(Participant.Status.REGISTERED, Participant.Status.ATTENDED),
    ),
}


def recipients(mailing: Mailing) -> QuerySet[Participant]:
    """Return the participants that it is for."""
    people = mailing.session.participants.exclude(person__email="")
    if mailing.is_necessary:
        return people.filter(status__in=(Participant.Status.REGISTERED, Participant.Status.WAITING))
    people = people.filter(
        _GROUPS[Mailing.Group(mailing.group)], person__mails_declined_at__isnull=True
    )
    if mailing.language:
        people = people.filter(_speaks(mailing.language))
    if mailing.kind != MailKind.MESSAGE:
        # The site writes by itself only to people who registered.
        people = people.filter(registration__isnull=False)
    if mailing.kind in REMINDERS:
        # Who registers later has the confirmation, which says the same.
        people = people.exclude(registration__confirmed_at__gt=mailing.due_at)
    return people


def awaiting(mailing: Mailing) -> QuerySet[Participant]:
    """Return those who do not have it yet, in a fixed order."""
    written = Mail.objects.about(mailing).values("recipient")
    rows = recipients(mailing).exclude(person__email__in=written)
    return rows.select_related("person", "registration", "session__series").order_by("pk")


def recipient_of(participant: Participant) -> Recipient:
    """Return name, language and personal page of a participant."""
    registration: Registration = getattr(participant, "registration", None) or registration_of(
        participant
    )
    language = registration.language
    with translation.override(language):
        page = links.personal_url(registration)
    return Recipient(participant.person.name_in(language), participant.person.email, language, page)


def _speaks(code: str) -> Any:
    named = Q(registration__language=code)
    if code not in languages.CODES:
        return named
    # A list in JSON; the codes have no character that could be part of another.
    return named | Q(registration__spoken__icontains=f'"{code}"')
