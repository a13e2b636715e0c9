"""When those who have not answered are reminded, and doing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.timezone import now

from cities.invitations import sending
from cities.models import Contribution, Invitation

# So many days before the due date, from the beginning of the day where the session is held.
DAYS: Final = (7, 2, 0)


@dataclass(frozen=True)
class Reminder:
    """A reminder that is to be sent, or was: to whom, and for which moment."""

    invitation: Invitation
    moment: datetime


def reminder_times(session: Any, days: tuple[int, ...] = DAYS) -> list[datetime]:
    """Return the moments of a session at which it reminds, the earliest first.

    Where late contributions are taken, the due date itself is the last of them.
    """
    due = session.contributions_due_at
    if due is None:
        return []
    morning = due.astimezone(ZoneInfo(session.time_zone)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    found = [morning - timedelta(days=number) for number in days]
    closes = session.contributions_close_at
    return sorted([*found, due] if closes and closes > due else found)


def last_reminder_time(session: Any, days: tuple[int, ...] = DAYS) -> datetime | None:
    """Return the moment that has come last, or None before the first and once all is closed.

    One that was missed because nothing ran is made up for; two that were missed are one letter.
    """
    closes = sending.closing_time(session)
    if closes is None or closes <= now():
        return None
    return max(
        (moment for moment in reminder_times(session, days) if moment <= now()), default=None
    )


def due_reminders(days: tuple[int, ...] = DAYS) -> Iterator[Reminder]:
    """Yield what is to be sent now: to each officer once for a moment, however often it is asked.

    Officers who were invited or reminded after the moment have heard of the date already.
    """
    waiting = Invitation.objects.awaiting_answer().filter(sent_at__isnull=False)
    sessions: Any = Contribution._meta.get_field("session").related_model
    for session in sessions.objects.taking_contributions():
        moment = last_reminder_time(session, days)
        if moment is None:
            continue
        unwritten = waiting.not_reminded_since(moment)
        rows = unwritten.filter(contribution__session=session, written_at__lt=moment)
        for invitation in rows.select_related(
            "officer__user", "officer__city", "contribution__city", "contribution__session__series"
        ):
            yield Reminder(invitation, moment)


def send_reminder(reminder: Reminder) -> bool:
    """Send it. Return False if another process has just sent it, or the city has answered."""
    return sending.remind(reminder.invitation, since=reminder.moment)
