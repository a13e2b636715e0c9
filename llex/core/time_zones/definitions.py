"""Definitions of time zones for calendar programs (VTIMEZONE, RFC 5545)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_DAY = timedelta(days=1)


def definition_of(zone: str, first: datetime, last: datetime) -> Timezone:
    """Return the clocks of *zone*, from the year before *first* to that after *last*.

    The onset of a change is the hour that the clocks showed before it, which the generator of
    `icalendar` 7 gets wrong for summer time.
    """
    info = ZoneInfo(zone)
    begin = datetime(first.year - 1, 1, 1, tzinfo=UTC)
    end = datetime(last.year + 2, 1, 1, tzinfo=UTC)
    made = Timezone()
    made.add("tzid", zone)
    made.add_component(_clocks(begin, begin, info))
    for change in _changes(begin, end, info):
        made.add_component(_clocks(change, change - timedelta(seconds=1), info))
    return made


def _clocks(
    since: datetime, before: datetime, info: ZoneInfo
) -> TimezoneStandard | TimezoneDaylight:
    """Return the component of the offset that holds *since* a moment, after that of *before*."""
    local, old = since.astimezone(info), before.astimezone(info).utcoffset() or timedelta()
    clocks: TimezoneStandard | TimezoneDaylight
    clocks = TimezoneDaylight() if local.dst() else TimezoneStandard()
    clocks.add("dtstart", (since + old).replace(tzinfo=None))
    clocks.add("tzoffsetfrom", old)
    clocks.add("tzoffsetto", local.utcoffset() or timedelta())
    clocks.add("tzname", local.tzname() or info.key)
    return clocks


def _changes(begin: datetime, end: datetime, info: ZoneInfo) -> Iterator[datetime]:
    """Yield the moments, in UTC, from which the clocks have another offset."""
    day = begin
    while day < end:
        if _offset(day, info) != _offset(day + _DAY, info):
            yield _change_within(day, info)
        day += _DAY


def _change_within(day: datetime, info: ZoneInfo) -> datetime:
    low, high = day, day + _DAY
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if _offset(middle, info) == _offset(day, info):
            low = middle
        else:
            high = middle
    return high


def _offset(moment: datetime, info: ZoneInfo) -> timedelta | None:
    return moment.astimezone(info).utcoffset()
