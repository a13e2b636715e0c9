"""Definitions of time zones for calendars: each change at the hour the clocks showed before it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from llex.core.time_zones.definitions import definition_of

ZONES = (
    "Europe/Madrid",
    "America/Santiago",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
)


def hours(year=2031):
    begin = datetime(year, 1, 1, tzinfo=UTC)
    return [begin + timedelta(hours=number) for number in range(0, 365 * 24, 5)]


def read_clocks(definition, moment):
    """Return the offset at a moment, as RFC 5545 says that a program finds it."""
    latest = None
    for clocks in definition.subcomponents:
        onset = (clocks["DTSTART"].dt - clocks["TZOFFSETFROM"].td).replace(tzinfo=UTC)
        if onset <= moment and (latest is None or onset > latest[0]):
            latest = onset, clocks["TZOFFSETTO"].td
    return latest[1]


@pytest.mark.parametrize("zone", ZONES)
def test_every_hour_of_the_year_is_that_of_the_zone(zone):
    moments = hours()

    definition = definition_of(zone, moments[0], moments[-1])

    assert str(definition["TZID"]) == zone
    for moment in moments:
        assert read_clocks(definition, moment) == moment.astimezone(ZoneInfo(zone)).utcoffset()


def test_summer_time_begins_at_the_hour_before_the_change():
    moment = datetime(2031, 6, 1, tzinfo=UTC)

    summer = definition_of("Europe/Madrid", moment, moment).walk("DAYLIGHT")

    assert [clocks["DTSTART"].dt.isoformat() for clocks in summer] == [
        "2030-03-31T02:00:00",
        "2031-03-30T02:00:00",
        "2032-03-28T02:00:00",
    ]
