"""The dates to come of all sessions, in the zone of each and in the reader's own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from llex.core.time_zones.moments import hour_text, in_zone, short_moment
from sessions_app.models import LearningSession

LIMIT: Final = 8


@dataclass(frozen=True, slots=True)
class ComingDate:
    """A moment of a session: what happens, when, and the same hour where the reader is."""

    moment: datetime
    what: str
    shown: str
    own: str
    session: LearningSession
    address: str


def coming_dates(sessions: Iterable[LearningSession], own_zone: str) -> list[ComingDate]:
    """Return the next moments of *sessions*, the nearest first; makes no query."""
    found = [
        ComingDate(
            moment,
            str(what),
            short_moment(moment, session.time_zone),
            own_hour(moment, session.time_zone, own_zone),
            session,
            address,
        )
        for session in sessions
        if not session.is_cancelled
        for moment, what, address in _moments(session)
        if moment and moment > now()
    ]
    return sorted(found, key=lambda one: (one.moment, one.session.pk))[:LIMIT]


def own_hour(moment: datetime, zone: str, own_zone: str) -> str:
    """Return *moment* on the reader's clock; nothing where it shows the same as that of *zone*."""
    there, here = in_zone(moment, zone), in_zone(moment, own_zone)
    if there.utcoffset() == here.utcoffset():
        return ""
    is_same_day = there.date() == here.date()
    return hour_text(moment, own_zone) if is_same_day else short_moment(moment, own_zone)


def _moments(session: LearningSession) -> Iterator[tuple[datetime | None, Any, str]]:
    cockpit = reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])
    board = reverse("admin:sessions_app_learningsession_board", args=[session.pk])
    people = reverse("admin:sessions_app_learningsession_registration", args=[session.pk])
    planned = getattr(session, "scheduled_publication", None)
    yield session.registration_opens_at, _("Registration opens"), people
    yield session.registration_closes_at, _("Registration closes"), people
    yield session.contributions_due_at, _("Contributions are due"), board
    yield session.contributions_close_at, _("No contribution is taken any more"), board
    yield session.starts_at, _("The session begins"), cockpit
    if planned is not None and not planned.failed_at:
        yield planned.publish_at, _("The note is published"), f"{cockpit}#publish"
