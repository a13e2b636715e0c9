"""When a session is: its phase, and its hours where it is held and in UTC."""

from enum import StrEnum

from django.utils.timezone import now

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
