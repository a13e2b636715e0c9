"""Dates as people write them in cells: in figures in any order, or with the name of a month."""

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final

from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.languages import data
from llex.core.text.name_keys import normalize_key
from llex.core.text.normalization import clean_code

_FIGURES: Final = re.compile(r"(\d{1,4})\s*[-/.\s]\s*(\d{1,2})\s*[-/.\s]\s*(\d{1,4})\.?")
_WORDS: Final = re.compile(r"[\s,،./-]+")
_HOUR: Final = re.compile(
    r"[\s,،]+(?:(?:at|à|a las|kl)\s+)?(\d{1,2})(?:\s*[:hH.]\s*(\d{2})?(?::\d{2})?|(?=\s*[ap]))"
    r"\s*([ap])?\.?(?:\s*m\.?)?\s*(?:h|hrs?|uhr)?$",
    re.IGNORECASE,
)
# A number that a program shows as a date: days since the end of 1899, here from 1954 to 2119.
_SERIAL: Final = re.compile(r"[2-7]\d{4}(?:\.0)?")
_SERIAL_START: Final = date(1899, 12, 30)
_MONTHS: Final = 12
# Of two figures a year is of this century, as spreadsheet programs take it up to 2029.
_CENTURY: Final = 2000


class AmbiguousDate(ValueError):
    """Day and month of a date may be one or the other; its text asks which."""

    def __init__(self, text: str, day: date, other: date) -> None:
        """Take the text, and its day if the day, and if the month, comes first."""
        self.typed, self.day, self.other = text, day, other
        message = _("“%(typed)s” may be %(day)s or %(other)s; write which of them.")
        super().__init__(message % {"typed": text, "day": day, "other": other})


def parse_day(text: str, *, day_first: bool | None = None) -> date | None:
    """Return the date that *text* says, None where it says none.

    *day_first* says how figures are ordered. Raise AmbiguousDate where it is needed and not known.
    """
    plain = clean_code(text)
    with suppress(ValueError):
        return date.fromisoformat(plain)
    if _SERIAL.fullmatch(plain):
        return _SERIAL_START + timedelta(days=int(plain[:5]))
    if match := _FIGURES.fullmatch(plain):
        return _of_figures(plain, match.groups(), day_first=day_first)
    return _of_words(plain)


def parse_moment(text: str, *, day_first: bool | None = None) -> datetime | None:
    """Return the naive date and hour that *text* says, midnight without one; None as above."""
    plain = clean_code(text)
    hour = time()
    if match := _HOUR.search(plain):
        hour_or_none = _hour(match)
        if hour_or_none is None:
            return None
        hour, plain = hour_or_none, plain[: match.start()]
    day = parse_day(plain, day_first=day_first)
    return datetime.combine(day, hour) if day else None


def order_in(texts: Iterable[str]) -> bool | None:
    """Return whether the day comes first in dates of figures, None if none of *texts* tells."""
    for text in texts:
        match = _FIGURES.match(clean_code(text))
        if match and len(match[1]) < len("2020"):
            first, second = int(match[1]), int(match[2])
            if (first > _MONTHS) != (second > _MONTHS):
                return first > _MONTHS
    return None


def order_by_known(texts: Iterable[str], known: Collection[date]) -> bool | None:
    """Return whether the day comes first, where only one order gives one of the *known* days."""
    for text in texts:
        try:
            parse_moment(text)
        except AmbiguousDate as doubt:
            if (doubt.day in known) != (doubt.other in known):
                return doubt.day in known
    return None


def _of_figures(text: str, parts: tuple[str, ...], *, day_first: bool | None) -> date | None:
    first, second, third = map(int, parts)
    if len(parts[0]) == len("2020"):
        return _day(first, second, third)
    year = third + _CENTURY if len(parts[2]) <= len("20") else third
    day, other = _day(year, second, first), _day(year, first, second)
    if day is None or other is None or day == other:
        return day or other
    if day_first is None:
        raise AmbiguousDate(text, day, other)
    return day if day_first else other


def _of_words(text: str) -> date | None:
    """Return a date with the name of its month: “25 March 2020”, « 1er avril 2020 »."""
    words = [word for word in map(normalize_key, _WORDS.split(text)) if word]
    months = {_months()[word] for word in words if word in _months()}
    figures = [re.sub(r"\D+$", "", word) for word in words if word[0].isdigit()]
    if len(months) != 1 or len(figures) != len(("day", "year")):
        return None
    day, year = sorted(map(int, figures))
    if any(len(figure) == len("2020") for figure in figures):
        return _day(year, months.pop(), day)
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _hour(match: re.Match[str]) -> time | None:
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half:
        hour = hour % _MONTHS + (_MONTHS if half == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    """Return the numbers of months by the keys of their names in all languages in use."""
    return {
        normalize_key(name): number
        for code in languages.CODES
        for number, names in enumerate(data.read(code, "language").get("months", ()), start=1)
        for name in names
        if " " not in name
    }
