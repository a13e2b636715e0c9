"""Inviting officers to write, and writing to them again until they have answered.

A letter goes out when the transaction is committed, in the officer's language; answers to it go to
the conveners.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from cities.invitations import magic_links
from cities.models import City, Contribution, Invitation, Officer
from cities.models.invitations import end_of_life
from cities.notifications.envelopes import envelope
from cities.notifications.texts import guiding_questions, privacy_page
from llex.core.mail import messages
from llex.core.models import User
from llex.core.states import WrongState

# A link outlives the last day for contributions by this much: then the wording is approved.
_AFTERWARDS: Final = timedelta(days=45)
# Whoever presses twice, or two organisers at once, send one reminder.
QUIET: Final = timedelta(hours=20)
# A city that has sent nothing may still decline on the page behind its link.
_UNSENT: Final = (Contribution.State.INVITED, Contribution.State.DRAFT)
_ENDED: Final = (Contribution.State.WITHDRAWN, Contribution.State.DECLINED)


def get_or_create_contribution(session: Any, city: City) -> Contribution:
    """Return what the city brings to the session; where there is nothing, it is invited."""
    last = session.contributions.aggregate(last=Max("order"))["last"]
    contribution, _created = Contribution.objects.get_or_create(
        session=session,
        city=city,
        defaults={"state": Contribution.State.INVITED, "order": 0 if last is None else last + 1},
    )
    return contribution


@transaction.atomic
def invite(contribution: Contribution, officer: Officer, by: User | None = None) -> Invitation:
    """Give the officer a personal link to the contribution and send it.

    An officer who is invited already gets the same invitation again. Raise WrongState if the
    contribution has ended, and ValueError for a user who is no officer of the city (any more) or
    whose account is inactive.
    """
    may_come = officer.is_writing and officer.user.is_active
    if officer.city_id != contribution.city_id or not may_come:
        raise ValueError("An invitation goes to somebody who writes for the city.")
    if contribution.state in _ENDED:
        raise WrongState(contribution, _("invite"))
    invitation, _created = Invitation.objects.get_or_create(
        contribution=contribution, officer=officer, revoked_at=None
    )
    return resend(invitation, by=by)


@transaction.atomic
def resend(invitation: Invitation, by: User | None = None) -> Invitation:
    """Send the link again, alive for another lifetime. Nothing happens to one that was revoked."""
    if invitation.renew(_until(invitation.contribution.session)):
        send_invitation_mail("invitation", invitation, by=by)
    return invitation


def revoke(invitation: Invitation) -> None:
    """Revoke the link for good. No e-mail is sent."""
    invitation.revoke()


@transaction.atomic
def remind(invitation: Invitation, *, since: datetime | None = None) -> bool:
    """Ask for an answer once more. Return whether it was done.

    It is not done where nothing is awaited, or where the officer was written to since the moment
    *since* (without one: in the last hours). The guard is in the UPDATE, so that of two commands or
    people at once only one sends. The link gets a new lifetime with the letter.
    """
    moment = since or now() - QUIET
    unwritten = Invitation.objects.not_revoked().not_reminded_since(moment)
    rows = unwritten.awaiting_answer().filter(pk=invitation.pk)
    # Two steps, as an UPDATE cannot look into other tables on every database.
    changed = unwritten.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
        reminder_written_at=now(),
        written_at=now(),
        expires_at=_until(invitation.contribution.session),
    )
    if changed:
        invitation.refresh_from_db(fields=["reminder_written_at", "written_at", "expires_at"])
        send_invitation_mail("invitation_reminder", invitation)
    return bool(changed)


def send_invitation_mail(name: str, invitation: Invitation, *, by: User | None = None) -> None:
    """Write a letter with the personal link to the invitation's officer."""
    user = invitation.officer.user
    session = invitation.contribution.session
    language = user.language
    link = magic_links.build_url(invitation, language)
    messages.send_mail(
        name,
        to=[user.email],
        language=language,
        envelope=envelope(session, language, invitation, link=link, is_asking=True),
        context=invitation_context(invitation.contribution, invitation.officer, by, link),
    )


def invitation_context(
    contribution: Contribution, officer: Officer, by: User | None, link: str
) -> dict[str, Any]:
    """Return what the letters with a personal link speak of."""
    session = contribution.session
    return {
        "user": officer.user,
        "by": by,
        "city": contribution.city,
        "contribution": contribution,
        "session": session,
        "series": session.series,
        "conveners": list(session.series.conveners.all()),
        "due": session.contributions_due_at,
        "closes": closing_time(session),
        "is_past_due": session.is_past_due,
        "link": link,
        "questions": guiding_questions(session, officer.user.language),
        "source": officer.address_source,
        "privacy_page": privacy_page(officer.user.language),
        "may_decline": contribution.state in _UNSENT,
        "session_page": page_url(session.get_absolute_url, officer.user.language),
    }


def page_url(path: Any, language: str) -> str:
    """Return the whole address of the page whose path *path* returns, in *language*."""
    with translation.override(language):
        return f"{settings.SITE_URL}{path()}"


def officer_home_url(language: str) -> str:
    """Return the address of the officers' home in *language*."""
    return page_url(lambda: reverse("cities:officer_home"), language)


def closing_time(session: Any) -> datetime | None:
    """Return the moment after which the session takes no contributions, or None."""
    moment: datetime | None = session.contributions_close_at or session.contributions_due_at
    return moment


def _until(session: Any) -> datetime:
    closes = closing_time(session)
    return max(end_of_life(), closes + _AFTERWARDS) if closes else end_of_life()
