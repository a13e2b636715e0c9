"""The head of a session's page: when, where, in which state."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from llex.core.languages.numbers import number
from llex.core.time_zones import moments
from sessions_app.models import Edition, LearningSession

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """The head of the page. *state* is a word, *style* its name in the style sheet."""

    state: str
    style: str
    days: str
    hours: str
    utc: str
    own: str
    distance: str
    address: str


def session_facts(
    session: LearningSession, edition: Edition | None, own_zone: str, *, is_changed: bool
) -> SessionFacts:
    """Return the facts of *session*; *own_zone* is the reader's.

    *is_changed* says that the note differs from *edition*, the current one.
    """
    starts, ends, zone = session.starts_at, session.ends_at, session.time_zone
    state, style = _state(session, edition, is_changed=is_changed)
    if session.is_cancelled:
        state, style = pgettext("state of a session", "Cancelled"), "cancelled"
    return SessionFacts(
        state=state,
        style=style,
        days=moments.days_text(starts, ends, zone),
        hours=moments.hours_text(starts, ends, zone),
        utc=moments.utc_hours_text(starts, ends, zone),
        own=""
        if moments.have_equal_hours(starts, zone, own_zone)
        else moments.hours_text(starts, ends, own_zone),
        distance=distance(starts, ends, zone),
        address=settings.SITE_URL + session.get_absolute_url(),
    )


def distance(starts: datetime, ends: datetime, zone: str) -> str:
    """Return how far away a session is: “in 11 days”, “now”, “ended 2 hours ago”.

    From 24 hours on, days are counted on the calendar of *zone*.
    """
    moment = now()
    if moment < starts:
        return _before(starts - moment, _days(moment, starts, zone))
    if moment < ends:
        return pgettext("a session", "now")
    return _after(moment - ends, _days(ends, moment, zone))


def _days(earlier: datetime, later: datetime, zone: str) -> int:
    dates = [moments.in_zone(one, zone).date() for one in (earlier, later)]
    return (dates[1] - dates[0]).days


def _before(span: timedelta, days: int) -> str:
    if span >= _DAY:
        text = ngettext("in %(count)s day", "in %(count)s days", days)
        return text % {"count": number(days)}
    hours = span // _HOUR
    if hours:
        text = ngettext("in %(count)s hour", "in %(count)s hours", hours)
        return text % {"count": number(hours)}
    return _("in less than an hour")


def _after(span: timedelta, days: int) -> str:
    if span >= _DAY:
        text = ngettext("ended %(count)s day ago", "ended %(count)s days ago", days)
        return text % {"count": number(days)}
    hours = span // _HOUR
    if hours:
        text = ngettext("ended %(count)s hour ago", "ended %(count)s hours ago", hours)
        return text % {"count": number(hours)}
    return _("ended less than an hour ago")


def _state(
    session: LearningSession, edition: Edition | None, *, is_changed: bool
) -> tuple[str, str]:
    if edition:
        if is_changed:
            return pgettext("state of a session", "Published, with changes since"), "drafting"
        return pgettext("state of a session", "Published"), "published"
    if now() >= session.ends_at:
        return pgettext("state of a session", "Drafting the note"), "drafting"
    if now() >= session.starts_at:
        return pgettext("state of a session", "In session"), "drafting"
    if session.is_announced:
        return pgettext("state of a session", "Announced"), "planned"
    return pgettext("state of a session", "Planned, not announced"), "planned"
