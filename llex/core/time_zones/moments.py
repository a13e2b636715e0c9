"""Moments: parsed and formatted in a time zone."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from llex.core.time_zones import names


class UnclearMoment(ValueError):
    """An hour that the clocks of a zone skip or show twice; its text is for the user."""


class TwiceMoment(UnclearMoment):
    """An hour that the clocks of a zone show twice; *question* asks which of the two is meant."""

    def __init__(self, text: str, question: str) -> None:
        super().__init__(text)
        self.question = question


def at_local_time(local: datetime, zone: str, *, fold: int | None = None) -> datetime:
    """Return the moment, in UTC, at which the clocks of *zone* show the naive *local*.

    Where they do twice, *fold* chooses the first (0) or the second (1). Raise UnclearMoment where
    they never do, and TwiceMoment where they do twice and nothing is chosen.
    """
    info = ZoneInfo(zone)
    first, second = _readings(local, info)
    if fold is not None and is_twice(local, zone):
        first = second = (first, second)[fold]
    if first.utcoffset() == second.utcoffset():
        try:
            return first.astimezone(UTC)
        except OverflowError as problem:
            raise UnclearMoment(_("This date is out of range.")) from problem
    raise _unclear(first, second, zone)


def is_twice(local: datetime, zone: str) -> bool:
    """Return whether the clocks of *zone* show the naive *local* twice, as summer time ends."""
    first, second = (reading.utcoffset() for reading in _readings(local, ZoneInfo(zone)))
    return first is not None and second is not None and first > second


def _readings(local: datetime, info: ZoneInfo) -> tuple[datetime, datetime]:
    return local.replace(tzinfo=info, fold=0), local.replace(tzinfo=info, fold=1)


def local_midnight(day: date, zone: str) -> datetime:
    """Return the moment, in UTC, at which *day* begins in *zone*."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def in_zone(moment: datetime, zone: str) -> datetime:
    """Return *moment* with the date and hour of *zone*."""
    return moment.astimezone(ZoneInfo(zone))


def have_equal_hours(moment: datetime, *zones: str) -> bool:
    """Return whether the clocks of *zones* show the same hour at *moment*."""
    return len({in_zone(moment, zone).utcoffset() for zone in zones}) == 1


def keep_local_time(moment: datetime, old: str, new: str) -> datetime:
    """Return the moment that shows the same date and hour in *new* as *moment* does in *old*.

    Raise UnclearMoment where the clocks of *new* skip or repeat that hour.
    """
    return at_local_time(in_zone(moment, old).replace(tzinfo=None, fold=0), new)


def moment_text(moment: datetime, zone: str) -> str:
    """Return ``Wednesday, 25 March 2020, 15:00 (Madrid time; 14:00 UTC)``."""
    local = in_zone(moment, zone)
    return _("%(day)s, %(date)s, %(time)s (%(zone)s)") % {
        "day": formats.date_format(local, "l"),
        "date": formats.date_format(local, "DATE_FORMAT"),
        "time": formats.time_format(local, "H:i"),
        "zone": _clocks(moment, zone),
    }


def short_moment(moment: datetime, zone: str) -> str:
    """Return ``25 Mar 2020, 15:00 (Madrid time)``."""
    local = in_zone(moment, zone)
    return _("%(moment)s (%(zone)s)") % {
        "moment": formats.date_format(local, "SHORT_DATETIME_FORMAT"),
        "zone": names.name_of(zone),
    }


def hour_text(moment: datetime, zone: str) -> str:
    """Return the hour alone: ``15:00 (Madrid time)``."""
    hour = formats.time_format(in_zone(moment, zone), "H:i")
    return _("%(moment)s (%(zone)s)") % {"moment": hour, "zone": names.name_of(zone)}


def utc_text(moment: datetime, zone: str) -> str:
    """Return the hour in UTC, with the date where it is another one than in *zone*."""
    universal = moment.astimezone(UTC)
    hour = _("%(time)s UTC") % {"time": formats.time_format(universal, "H:i")}
    return _after_other_day(hour, universal, in_zone(moment, zone))


def hours_text(starts: datetime, ends: datetime, zone: str) -> str:
    """Return ``15:00–16:30, Madrid time``; after midnight the end has its date."""
    return _("%(hours)s, %(zone)s") % {
        "hours": _hours(in_zone(starts, zone), in_zone(ends, zone)),
        "zone": names.name_of(zone),
    }


def utc_hours_text(starts: datetime, ends: datetime, zone: str) -> str:
    """Return the same hours in UTC, with the dates that differ."""
    first, last = starts.astimezone(UTC), ends.astimezone(UTC)
    hours = _("%(time)s UTC") % {"time": _hours(first, last)}
    return _after_other_day(hours, first, in_zone(starts, zone))


def days_text(starts: datetime, ends: datetime, zone: str) -> str:
    """Return ``Wednesday 25 March 2020``, or both days where the second one has begun."""
    first, last = in_zone(starts, zone), in_zone(ends, zone)
    if not _crosses_midnight(first, last):
        return formats.date_format(first, _("l j F Y"))
    whole_years = first.year != last.year
    return _("%(first)s – %(last)s") % {
        "first": formats.date_format(first, _("l j F Y") if whole_years else _("l j F")),
        "last": formats.date_format(last, _("l j F Y")),
    }


def _hours(first: datetime, last: datetime) -> str:
    start, end = formats.time_format(first, "H:i"), formats.time_format(last, "H:i")
    if not _crosses_midnight(first, last):
        return _("%(start)s–%(end)s") % {"start": start, "end": end}
    return _("%(start)s – %(day)s, %(end)s") % {
        "start": start,
        "day": formats.date_format(last, _("j F")),
        "end": end,
    }


def _crosses_midnight(first: datetime, last: datetime) -> bool:
    """Return whether *last* is on a later day; midnight itself still ends the day before."""
    minute = last.replace(second=0, microsecond=0)
    return (minute - timedelta(minutes=1)).date() > first.date()


def _after_other_day(hours: str, shown: datetime, local: datetime) -> str:
    if shown.date() == local.date():
        return hours
    return _("%(day)s, %(hours)s") % {"day": formats.date_format(shown, _("j F")), "hours": hours}


def _clocks(moment: datetime, zone: str) -> str:
    name = names.name_of(zone)
    if name == "UTC":
        return name
    return pgettext("two clocks", "%(zone)s; %(utc)s") % {
        "zone": name,
        "utc": utc_text(moment, zone),
    }


def _unclear(first: datetime, second: datetime, zone: str) -> UnclearMoment:
    change = _change_between(first, second)
    before, after = (
        (change + (offset or timedelta())).replace(tzinfo=None)
        for offset in (first.utcoffset(), second.utcoffset())
    )
    parts = {"zone": names.name_of(zone), "day": formats.date_format(before, "DATE_FORMAT")}
    same_day = before.date() == after.date()
    show = "TIME_FORMAT" if same_day else "DATETIME_FORMAT"
    parts["before"] = formats.date_format(before, show)
    parts["after"] = formats.date_format(after, show)
    if after > before:
        text = _(
            "This hour does not exist: on %(day)s the clocks go from %(before)s to %(after)s"
            " at once (%(zone)s)."
        )
        return UnclearMoment(text % parts)
    text = _(
        "This hour comes twice: on %(day)s the clocks go back from %(before)s to %(after)s"
        " (%(zone)s). Choose one before %(after)s, or from %(before)s on."
    )
    question = _(
        "This hour comes twice: on %(day)s the clocks go back from %(before)s to %(after)s"
        " (%(zone)s). Choose the first or the second."
    )
    return TwiceMoment(text % parts, question % parts)


def _change_between(first: datetime, second: datetime) -> datetime:
    """Return the moment, in UTC, at which the offset of *first* gives way to that of *second*."""
    info, old = first.tzinfo, first.utcoffset()
    low, high = sorted((first.astimezone(UTC), second.astimezone(UTC)))
    # The readings of one hour lie on either side of the change, at most its size apart.
    low, high = low - timedelta(days=1), high + timedelta(days=1)
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(info).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
