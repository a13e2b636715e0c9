"""The hours of a session where it is held and in UTC."""

from llex.core.time_zones import moments
from sessions_app.models import LearningSession


def local_hours(session: LearningSession) -> str:
    """Return from when to when the session lasts, on the clocks where it is held."""
    return moments.hours_text(session.starts_at, session.ends_at, session.time_zone)


def utc_hours(session: LearningSession) -> str:
    """Return the same hours in UTC, with the dates that differ."""
    return moments.utc_hours_text(session.starts_at, session.ends_at, session.time_zone)
