"""A session as an event: what all may read, and what those who are registered get."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language, gettext
from icalendar import Conference, Event, vCalAddress, vText

from llex.core import languages
from llex.core.languages import fallbacks
from llex.core.languages.phrases import join_items, labelled
from llex.core.languages.translation_marks import first_text
from llex.core.text.parse import parse
from llex.core.text.plain import to_plain
from llex.core.time_zones import moments
from sessions_app.models import LearningSession

_UTC_NAMES: Final = ("UTC", "Etc/UTC")


@dataclass(frozen=True, slots=True)
class EventAttendee:
    """A person who is registered.

    *page* is the whole address of the personal page. *revision* counts the changes of the person's
    own registration, which calendars have to take over as they do those of the session.
    *is_cancelled* says that the person does not come.
    """

    name: str
    email: str
    page: str
    revision: int = 0
    is_cancelled: bool = False


def public_event(session: LearningSession) -> Event:
    """Return what all may read, in the active language; it has no link to join.

    A session that is cancelled, or announced no longer, is cancelled in calendars.
    """
    address = settings.SITE_URL + session.get_absolute_url()
    event = _event(session, is_cancelled=_is_off(session))
    event.add("location", gettext("Online"))
    event.add("description", _description(session, address))
    event.add("url", address)
    return event


def personal_event(session: LearningSession, attendee: EventAttendee) -> Event:
    """Return the event of a registered person, with the way to join."""
    event = _event(session, is_cancelled=_is_off(session) or attendee.is_cancelled)
    event["SEQUENCE"] = session.calendar_sequence + attendee.revision
    if event["STATUS"] == "CANCELLED" or not session.join_link:
        event.add("location", attendee.page)
        event.add("description", _description(session, attendee.page))
    else:
        event.add("location", session.join_link)
        event.add("description", _description(session, attendee.page, session.join_link))
        event.conferences = [
            Conference(session.join_link, feature=["AUDIO", "VIDEO"], label=gettext("Join"))
        ]
    event.add("url", attendee.page)
    event["ORGANIZER"] = _organizer(session)
    event.add("attendee", _invited(attendee))
    return event


def _event(session: LearningSession, *, is_cancelled: bool) -> Event:
    event = Event()
    event.add("uid", session.calendar_uid)
    event.add("sequence", session.calendar_sequence)
    event.add("dtstamp", session.changed_at)
    event.add("last-modified", session.changed_at)
    event.add("dtstart", _on_its_clocks(session.starts_at, session))
    event.add("dtend", _on_its_clocks(session.ends_at, session))
    event.add("summary", _text(session, "title") or str(session))
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    if is_cancelled:
        event.add("transp", "TRANSPARENT")
    return event


def _is_off(session: LearningSession) -> bool:
    return session.is_cancelled or not session.is_announced


def _on_its_clocks(moment: datetime, session: LearningSession) -> datetime:
    """Return the hour where the session is held: a reader's program shows its own and that."""
    if session.time_zone in _UTC_NAMES:
        return moment.astimezone(UTC)
    return moment.astimezone(ZoneInfo(session.time_zone))


def _description(session: LearningSession, page: str, join_link: str = "") -> str:
    parts = [_series_line(session), _when(session)]
    if session.is_cancelled:
        reason = to_plain(parse(_text(session, "cancellation_reason"), languages.DEFAULT))
        parts = [gettext("This session is cancelled."), reason, *parts]
    elif join_link:
        parts.append(labelled(gettext("Join the session"), join_link))
    if not session.is_cancelled and (questions := _text(session, "guiding_questions")):
        plain = to_plain(parse(questions, languages.DEFAULT))
        parts.append(f"{labelled(gettext('Guiding questions'), '').strip()}\n{plain}")
    return "\n\n".join(filter(None, [*parts, page]))


def _series_line(session: LearningSession) -> str:
    series = first_text(session.series, "title", _order(session))
    title = series[1] if series else str(session.series)
    if session.number is None:
        return title
    number = gettext("Session %(number)s") % {"number": session.number}
    return f"{title} · {number}"


def _when(session: LearningSession) -> str:
    day = moments.days_text(session.starts_at, session.ends_at, session.time_zone)
    hours = moments.hours_text(session.starts_at, session.ends_at, session.time_zone)
    return join_items([day, hours])


def _text(session: LearningSession, field: str) -> str:
    found = first_text(session, field, _order(session))
    return found[1] if found else ""


def _order(session: LearningSession) -> list[str]:
    return list(fallbacks(get_language() or languages.DEFAULT, session.main_language))


def _organizer(session: LearningSession) -> vCalAddress:
    address = session.series.contact or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = vText(str(session.series))
    return organizer


def _invited(attendee: EventAttendee) -> vCalAddress:
    """Return the attendee as one who has answered: no program asks to answer the organiser."""
    invited = vCalAddress(f"mailto:{attendee.email}")
    invited.params["CN"] = vText(attendee.name)
    invited.params["PARTSTAT"] = vText("DECLINED" if attendee.is_cancelled else "ACCEPTED")
    invited.params["RSVP"] = vText("FALSE")
    return invited
