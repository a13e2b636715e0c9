"""When a session is: its hours where it is held and in UTC, and its entry for a calendar."""

from datetime import UTC, timedelta
from enum import StrEnum

from django.conf import settings
from django.utils.timezone import now
from icalendar import Calendar, Event

from llex.core.languages.phrases import join_items
from llex.core.time_zones import moments
from sessions_app.models import LearningSession


class Phase(StrEnum):
    """The phase of a session."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


def phase(session: LearningSession) -> Phase:
    """Return whether a session is ahead, under way or over."""
    if now() < session.starts_at:
        return Phase.BEFORE
    return Phase.DURING if now() < session.ends_at else Phase.AFTER


def local_hours(session: LearningSession) -> str:
    """Return from when to when the session lasts, on the clocks where it is held."""
    return moments.hours_text(session.starts_at, session.ends_at, session.time_zone)


def utc_hours(session: LearningSession) -> str:
    """Return the same hours in UTC, with the dates that differ."""
    return moments.utc_hours_text(session.starts_at, session.ends_at, session.time_zone)


def calendar(session: LearningSession) -> bytes:
    """Return the session as an iCalendar file. Its link to join is private and stays out."""
    address = settings.SITE_URL + session.get_absolute_url()
    event = Event()
    # By this a calendar knows its entry again, also after the session got another slug.
    first = session.former_slugs.order_by("since", "pk").first() or session
    event.add("uid", f"{first.slug}@{settings.SITE_URL.rpartition('/')[2]}")
    event.add("dtstamp", session.changed_at)
    event.add("last-modified", session.changed_at)
    event.add("dtstart", session.starts_at.astimezone(UTC))
    event.add("duration", timedelta(minutes=session.duration))
    event.add("summary", str(session))
    event.add("description", f"{session.series}\n{_when(session)}\n{address}")
    event.add("url", address)
    entry = Calendar()
    entry.add("prodid", "-//LLEX//Live Learning Experiences//EN")
    entry.add("version", "2.0")
    entry.add_component(event)
    return bytes(entry.to_ical())


def _when(session: LearningSession) -> str:
    day = moments.days_text(session.starts_at, session.ends_at, session.time_zone)
    return join_items([day, local_hours(session)])
