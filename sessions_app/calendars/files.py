"""Events in files: of one session, with an e-mail, and feeds that programs look at again."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.utils.translation import get_language
from icalendar import Calendar, Event, vDuration

from llex.core import languages
from llex.core.mail.messages import Attachment
from llex.core.time_zones.definitions import definition_of
from sessions_app.calendars.events import EventAttendee, personal_event, public_event
from sessions_app.models import LearningSession

MEDIA_TYPE: Final = "text/calendar; charset=utf-8"
# A session that is moved is moved days before; a program that asks is answered from a cache.
REFRESHED_EVERY: Final = timedelta(hours=1)


def session_file(session: LearningSession) -> bytes:
    """Return the public event of a session. Its link to join is private and stays out."""
    return _written([(session, public_event(session))], method="PUBLISH")


def personal_file(session: LearningSession, attendee: EventAttendee) -> Attachment:
    """Return the event of one who is registered, to go with an e-mail to that address.

    It is a REQUEST that is accepted already, not a publication: only of requests do Outlook and
    Gmail take over a later change, or remove the event by a CANCEL.
    """
    event = personal_event(session, attendee)
    method = "CANCEL" if event["STATUS"] == "CANCELLED" else "REQUEST"
    content = _written([(session, event)], method=method)
    return Attachment(
        f"{session.slug}.ics", f"text/calendar; method={method}; charset=utf-8", content
    )


def public_feed(name: str, sessions: Iterable[LearningSession]) -> bytes:
    """Return a feed of sessions, in the active language."""
    return _feed(name, [(session, public_event(session)) for session in sessions])


def personal_feed(
    name: str, registrations: Iterable[tuple[LearningSession, EventAttendee]]
) -> bytes:
    """Return the feed of one person: each session with the person as attendee of it."""
    return _feed(name, [(one, personal_event(one, attendee)) for one, attendee in registrations])


def _feed(name: str, entries: list[tuple[LearningSession, Event]]) -> bytes:
    return _written(entries, method="PUBLISH", name=name)


def _written(entries: list[tuple[LearningSession, Event]], *, method: str, name: str = "") -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//LLEX//Live Learning Experiences//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if name:
        _describe_feed(calendar, name)
    for zone in sorted({str(one.time_zone) for one, event in entries if _names_zone(event)}):
        moments = [one.starts_at for one, _event in entries if one.time_zone == zone]
        calendar.add_component(definition_of(zone, min(moments), max(moments)))
    for _session, event in entries:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _names_zone(event: Event) -> bool:
    return "TZID" in event["DTSTART"].params


def _describe_feed(calendar: Calendar, name: str) -> None:
    """Add a name and how often to look again, in the standard's words and in those before it."""
    language = get_language() or languages.DEFAULT
    calendar.add("name", name, parameters={"LANGUAGE": language})
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", vDuration(REFRESHED_EVERY), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESHED_EVERY))
