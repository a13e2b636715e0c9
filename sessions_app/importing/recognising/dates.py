"""Dates as people write them, in figures and in words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from sessions_app.importing.vocabulary import spelled, vocabularies
from sessions_app.importing.words import fold

_EARLIEST, _LATEST = 1990, 2100
# How many letters of a weekday may stand for it.
_SHORT = (3, 4)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date, its place in a text, and the weekday written with it, 0 for Monday."""

    day: date
    start: int
    end: int
    weekday: int | None = None

    @property
    def is_contradicted(self) -> bool:
        """Return whether the weekday that is written is not the date's."""
        return self.weekday is not None and self.weekday != self.day.weekday()


def dates_in(text: str, *, year: int | None = None) -> Iterator[FoundDate]:
    """Find the dates in *text*. A date without a year counts only if a *year* is given."""
    for match in _pattern().finditer(text):
        groups = {name: value for name, value in match.groupdict().items() if value}
        written = _number(groups, "year")
        if written is None and (year is None or "weekday" not in groups):
            continue
        found = _date(written or year or 0, groups)
        if found:
            weekday = _weekdays().get(fold(groups.get("weekday", "")))
            yield FoundDate(found, match.start(), match.end(), weekday)


def _date(year: int, groups: dict[str, str]) -> date | None:
    day = _number(groups, "day") or 0
    month = _number(groups, "month") or _months().get(_name(groups), 0)
    if "slash" in groups and month > 12 >= day:  # noqa: PLR2004 - written the American way
        day, month = month, day
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(groups: dict[str, str], name: str) -> int | None:
    return next((int(value) for key, value in groups.items() if key.rstrip("1234") == name), None)


def _name(groups: dict[str, str]) -> str:
    return fold(groups.get("name3", "") or groups.get("name4", ""))


@cache
def _months() -> dict[str, int]:
    return {
        fold(name): number
        for vocabulary in vocabularies().values()
        for number, names in enumerate(vocabulary.months, start=1)
        for name in names
    }


@cache
def _weekdays() -> dict[str, int]:
    """Return the weekdays by their names and, in letters with capitals, their beginnings."""
    days = {
        beginning: number
        for vocabulary in vocabularies().values()
        for number, name in enumerate(vocabulary.weekdays)
        for beginning in _beginnings(name)
    }
    return {fold(name): number for name, number in days.items()}


def _beginnings(name: str) -> Iterator[str]:
    """Yield a weekday's name and what it may be shortened to: “Wed”, “mer”, “miér”."""
    if name.lower() != name.upper():
        yield from (name[:length] for length in _SHORT if length < len(name))
    yield name


@cache
def _pattern() -> re.Pattern[str]:
    """Return one pattern of all ways to write a date, in all languages, accents or none."""
    known = vocabularies().values()
    months = _alternatives(
        text for v in known for names in v.months for name in names for text in (name, fold(name))
    )
    days = _alternatives(
        text
        for v in known
        for name in v.weekdays
        for short in _beginnings(name)
        for text in (short, fold(short))
    )
    weekday = rf"(?:(?P<weekday>{days})\b[,.]*\s+"
    weekday += rf"(?:(?:{_alternatives(spelled('articles'))})\s+)?)?"
    ordinal = rf"(?:{_alternatives(spelled('ordinals'))}|°|\.)?"
    of = rf"(?:(?:{_alternatives(spelled('of'))})\s+)?"
    # Behind the number of a year, Arabic may say of which era it is.
    year = rf"(?:\s*[,،]?\s*{of}(?P<year%d>[12١٢]\d{{3}})(?!\d)(?:\s?م\b)?)?"
    # In two of the ways that a month is called: “حزيران/يونيو”.
    twin = rf"(?:\s*[/(-]\s*(?:{months})\b\s*\)?)?"
    # Of several days, the session is on the first: “8–9 April”.
    ands = _alternatives(spelled("conjunctions"))
    also = rf"(?:\s*(?:[-–—/&]|\b(?:{ands})\b)\s*\d{{1,2}}{ordinal})?"
    ways = [
        r"(?P<year1>[12١٢]\d{3})(?P<apart>[-/.])(?P<month1>\d{1,2})(?P=apart)(?P<day1>\d{1,2})(?!\d)",
        r"(?P<day2>\d{1,2})(?P<slash>[/.-])(?P<month2>\d{1,2})(?P=slash)(?P<year2>[12١٢]\d{3})\b(?!\.\d)",
        rf"(?P<day3>\d{{1,2}}){ordinal}{also}\s+{of}(?P<name3>{months})\b\.?{twin}" + year % 3,
        rf"(?P<name4>{months})\b\.?\s+(?P<day4>\d{{1,2}})(?!\d){ordinal}{also}" + year % 4,
    ]
    return re.compile(rf"(?<!\w){weekday}(?:{'|'.join(ways)})", re.IGNORECASE)


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=len, reverse=True)))
