"""The people of a mailing: the group that organisers chose, without those who declined."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation

from cities.directory.gazetteer import continent_of
from llex.core.mail.models import Mail
from sessions_app.models import Mailing, Participant, SpeakerInvitation
from sessions_app.models.mailings import REMINDERS
from sessions_app.querysets import SPEAKING_ROLES
from sessions_app.registration import signed_links
from sessions_app.speakers.speaker_links import speaker_url

_PLACED: Final = (Participant.Status.REGISTERED, Participant.Status.ATTENDED)
_GROUPS: Final = {
    Mailing.Group.REGISTERED: Q(status=Participant.Status.REGISTERED),
    Mailing.Group.WAITING: Q(status=Participant.Status.WAITING),
    Mailing.Group.PRESENT: Q(status=Participant.Status.ATTENDED),
    Mailing.Group.SPEAKERS: Q(role__in=SPEAKING_ROLES, status__in=_PLACED),
    Mailing.Group.CITIES: Q(role=Participant.Role.CITY, status__in=_PLACED),
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """The person an e-mail is for: *language* of the e-mail, all that the person *speaks*.

    *page* is the whole address at which the person sees the registration; *revision* counts what
    calendars were told of it. Only a person who *has_place* may learn how to join.
    """

    name: str
    email: str
    language: str
    page: str
    speaks: frozenset[str] = frozenset()
    revision: int = 0
    has_place: bool = True


def recipient_of(participant: Participant, *, has_entry: bool = False) -> Recipient:
    """Return the participant as the recipient of an e-mail.

    An entry for calendars needs a new revision. An invited speaker who has not answered gets the
    language and the page of the invitation. Of any other participant without a registration no more
    is known than the address: the language is the session's, the page the public one.
    """
    registration = getattr(participant, "registration", None)
    if registration is None:
        return _unregistered(participant)
    if has_entry and participant.takes_part:
        registration.raise_revision()
    return Recipient(
        registration.name,
        participant.person.email,
        registration.language,
        signed_links.personal_url(registration),
        frozenset({registration.language, *registration.understood, *registration.spoken}),
        registration.revision,
        participant.takes_part,
    )


def _unregistered(participant: Participant) -> Recipient:
    session, person = participant.session, participant.person
    invitation = getattr(participant, "speaker_invitation", None)
    if invitation and invitation.state != SpeakerInvitation.State.WITHDRAWN:
        language, page = invitation.language, speaker_url(invitation)
    else:
        language = session.main_language
        with translation.override(language):
            page = settings.SITE_URL + session.get_absolute_url()
    return Recipient(
        person.name_in(language),
        person.email,
        language,
        page,
        frozenset({language}),
        has_place=participant.takes_part,
    )


def recipients(mailing: Mailing) -> QuerySet[Participant]:
    """Return the participants of its group, whatever they speak and wherever they are from."""
    people = mailing.session.participants.exclude(person__email="")
    people = people.select_related(
        "person", "registration", "speaker_invitation", "session__series"
    ).order_by("pk")
    if mailing.is_necessary:
        return people.filter(status__in=(Participant.Status.REGISTERED, Participant.Status.WAITING))
    people = people.filter(
        _GROUPS[Mailing.Group(mailing.group)], person__mails_declined_at__isnull=True
    )
    if mailing.kind in REMINDERS:
        # Speakers who have not answered are reminded of their invitation instead.
        people = people.exclude(speaker_invitation__state=SpeakerInvitation.State.INVITED)
        # A confirmation that was written since says the same.
        just_confirmed = Mail.objects.filter(
            Q(kind__startswith="registration_") | Q(kind="speaker_confirmed"),
            session=mailing.session,
            created_at__gt=mailing.due_at,
        )
        people = people.exclude(person__email__in=just_confirmed.values("recipient"))
    return people


def count_of(mailing: Mailing) -> int:
    """Return to how many people it goes."""
    if not (mailing.language or mailing.is_of_place):
        return recipients(mailing).count()
    return sum(1 for _one in _chosen(mailing, recipients(mailing)))


def awaiting(mailing: Mailing, most: int) -> list[Participant]:
    """Return the first of those who do not have it yet."""
    written = Mail.objects.about(mailing).values("recipient")
    rows = recipients(mailing).exclude(person__email__in=written)
    return list(islice(_chosen(mailing, rows), most))


def _chosen(mailing: Mailing, rows: QuerySet[Participant]) -> Iterator[Participant]:
    """Yield those who meet all conditions of a mailing: language, region and city."""
    for participant in rows.select_related("person__city", "registration__city").iterator():
        if mailing.language and mailing.language not in recipient_of(participant).speaks:
            continue
        if mailing.is_of_place and not _is_from(participant, mailing):
            continue
        yield participant


def _is_from(participant: Participant, mailing: Mailing) -> bool:
    """Return whether the person is of the city and the region, by what they registered with."""
    registration = getattr(participant, "registration", None)
    city = (registration and registration.city) or participant.person.city
    if city is None or (mailing.city_id and city.pk != mailing.city_id):
        return False
    return not mailing.region or continent_of(city.country.code or "") == mailing.region
