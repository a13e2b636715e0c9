"""The choice of sessions: by series, by the day on which they were held, by region."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.timezone import now

from cities.directory.gazetteer import countries_of
from llex.core.time_zones.moments import in_zone
from sessions_app.models import LearningSession, Series

# No clock is further from that of UTC.
_ANY_ZONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SessionFilter:
    """A choice of sessions, both days included. *region* is the code of a continent, or empty."""

    series: Series | None = None
    since: date | None = None
    until: date | None = None
    region: str = ""

    @property
    def countries(self) -> list[str]:
        """Return the codes of the countries of the region."""
        return countries_of(self.region)

    def sessions(self) -> list[LearningSession]:
        """Return the chosen sessions that have begun and are not cancelled, the latest first.

        The day of a session is the one where it is held. One query.
        """
        rows = LearningSession.objects.held().filter(starts_at__lte=now())
        if self.series:
            rows = rows.filter(series=self.series)
        if self.since:
            rows = rows.filter(starts_at__gte=_midnight(self.since) - _ANY_ZONE)
        if self.until:
            rows = rows.filter(starts_at__lte=_midnight(self.until) + 2 * _ANY_ZONE)
        found = rows.select_related("series").order_by("-starts_at", "-pk")
        return [session for session in found if self._is_chosen(session)]

    def _is_chosen(self, session: LearningSession) -> bool:
        day = in_zone(session.starts_at, session.time_zone).date()
        return (not self.since or self.since <= day) and (not self.until or day <= self.until)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
