"""Planning and writing mailings: run by the clock, in batches, each person once."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timezone import now

from cities.notifications.envelopes import envelope
from llex.core.mail import messages
from llex.core.mail.messages import Attachment, Envelope
from llex.core.states import WrongState
from sessions_app.calendars.events import EventAttendee
from sessions_app.calendars.files import personal_file
from sessions_app.mailings.recipients import Recipient, awaiting, recipient_of
from sessions_app.mailings.unsubscribing import unsubscribe_url
from sessions_app.mailings.wording import wording_of, write
from sessions_app.models import Edition, LearningSession, Mailing, MailKind, Participant
from sessions_app.models.mailings import REMINDERS

# A note that is published later comes too late to thank for.
_THANKS_WITHIN: Final = timedelta(days=14)
_WITH_ENTRY: Final = (MailKind.CHANGED, MailKind.CANCELLED)


def plan_reminders() -> int:
    """Make the mailings of the reminders that are due. Return how many are new.

    Only the latest that is due is made: a session announced two days before has no reminder of a
    week, and one that was moved has new ones.
    """
    moment, made = now(), 0
    ahead = LearningSession.objects.announced().held().upcoming()
    soon = ahead.filter(starts_at__lte=moment + REMINDERS[MailKind.WEEK]).select_related("series")
    for session in soon:
        due = [one for one, before in REMINDERS.items() if session.starts_at - before <= moment]
        kind = due[-1]
        due_at = session.starts_at - REMINDERS[kind]
        if kind in session.series.reminders and not _tells_change(session, due_at):
            made += _plan(session, kind, due_at)
    return made


def _tells_change(session: LearningSession, since: datetime) -> bool:
    """Return whether people hear of a new hour anyway, by news from *since* on."""
    news = session.mailings.filter(kind=MailKind.CHANGED, created_at__gte=since)
    return news.exclude(state=Mailing.State.STOPPED).exists()


def plan_thanks() -> int:
    """Make the mailings that thank, once a note is published. Return how many are new.

    They go to those who were marked present, or to all registered where no one was.
    """
    lately = Edition.objects.readable().filter(number=1, published_at__gt=now() - _THANKS_WITHIN)
    made = 0
    for edition in lately.select_related("session__series"):
        session = edition.session
        if session.series.thanks and session.ends_at <= now():
            present = session.participants.filter(status=Participant.Status.ATTENDED).exists()
            group = Mailing.Group.PRESENT if present else Mailing.Group.REGISTERED
            made += _plan(session, MailKind.THANKS, now(), group=group)
    return made


@transaction.atomic
def tell_change(session: LearningSession, by: Any, kind: str = MailKind.CHANGED) -> Mailing:
    """Tell those who are registered that the session has changed; earlier news are stopped."""
    outdated = session.mailings.filter(kind__in=_WITH_ENTRY, state=Mailing.State.SENDING)
    for mailing in outdated:
        mailing.stop()
    return Mailing.objects.create(
        session=session, kind=kind, state=Mailing.State.SENDING, created_by=by
    )


@transaction.atomic
def cancel_session(session: LearningSession, by: Any, reason: str) -> None:
    """Cancel a session and tell those who are registered. Raise WrongState as `cancel` does."""
    session.cancel(reason)
    tell_change(session, by, MailKind.CANCELLED)


@transaction.atomic
def reinstate_session(session: LearningSession, by: Any) -> None:
    """Hold a cancelled session after all, and tell those who are registered."""
    session.reinstate()
    tell_change(session, by)


def _plan(
    session: LearningSession, kind: str, due_at: Any, group: str = Mailing.Group.REGISTERED
) -> int:
    _mailing, is_new = Mailing.objects.get_or_create(
        session=session,
        kind=kind,
        about_start=session.starts_at,
        defaults={"due_at": due_at, "group": group, "state": Mailing.State.SENDING},
    )
    return int(is_new)


def write_due(most: int | None = None) -> int:
    """Write at most so many e-mails of what is due into the outbox. Return how many."""
    left = settings.MAILING_RATE if most is None else most
    total = left
    for mailing in Mailing.objects.due():
        if left <= 0:
            break
        left -= write_batch(mailing, left)
    return total - left


def write_batch(mailing: Mailing, most: int) -> int:
    """Write a mailing to the next people who do not have it. Return to how many.

    A reminder that comes too late is stopped.
    """
    if mailing.kind in REMINDERS and not _is_timely(mailing):
        _quietly(mailing.stop)
        return 0
    with transaction.atomic():
        # Of two clocks, one waits and finds what the other has written.
        locked = Mailing.objects.select_for_update().get(pk=mailing.pk)
        if locked.state != Mailing.State.SENDING:
            return 0
        people = awaiting(mailing, most)
        wording = wording_of(mailing)
        for participant in people:
            _send(mailing, wording, participant)
        if len(people) < most:
            _quietly(mailing.finish)
    return len(people)


def _is_timely(mailing: Mailing) -> bool:
    session = mailing.session
    is_moved = mailing.about_start != session.starts_at
    return not (is_moved or session.is_cancelled or now() >= session.starts_at)


def _quietly(verb: Any) -> None:
    try:
        verb()
    except WrongState:
        # Stopped meanwhile by an organiser.
        return


def _send(mailing: Mailing, wording: Any, participant: Participant) -> None:
    has_entry = mailing.kind in _WITH_ENTRY
    recipient = recipient_of(participant, has_entry=has_entry)
    session = mailing.session
    # The entry tells how to join.
    entry = _entry(session, recipient) if has_entry and recipient.has_place else None
    leave = "" if mailing.is_necessary else unsubscribe_url(participant.person, recipient.language)
    made = replace(
        envelope(session, recipient.language, mailing),
        secrets=list(filter(None, [recipient.page, session.join_link])),
        attachment=entry,
        unsubscribe=f"<{leave}>" if leave else "",
        unsubscribes_by_post=bool(leave),
        # A reminder of what has begun is of no use.
        lifetime=session.starts_at - now() if mailing.kind in REMINDERS else None,
    )
    deliver(mailing.kind, session, wording, recipient, made, leave)


def _entry(session: LearningSession, recipient: Recipient) -> Attachment:
    attendee = EventAttendee(recipient.name, recipient.email, recipient.page, recipient.revision)
    with translation.override(recipient.language):
        return personal_file(session, attendee)


def deliver(
    kind: str,
    session: LearningSession,
    wording: Any,
    recipient: Recipient,
    made: Envelope,
    leave: str = "",
) -> None:
    """Write one e-mail into the outbox."""
    messages.send_mail(
        "mailing",
        to=[recipient.email],
        language=recipient.language,
        envelope=made,
        context={
            **write(kind, session, wording, recipient),
            "series": session.series,
            "conveners": list(session.series.conveners.all()),
            "leave": leave,
        },
    )
