"""Times of the day that a text writes in figures: 9 a.m., 21 h, a las 9.30."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from llex.core.languages import data

_SPACE: Final = r"[\s\u00a0\u202f]*"
_LATIN: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_HOUR: Final = r"(?<![\d.,:/])(?P<hour>[01]?\d|2[0-4])"
_HALF_DAY: Final = 12
_MINUTES: Final = 60


class ClockTime(NamedTuple):
    """A time as written, with the minutes of the day that it may mean."""

    text: str
    minutes: frozenset[int]


def clock_times(text: str, language: str) -> Iterator[ClockTime]:
    """Yield the times of a plain text; one without its half of the day may be of either."""
    rest = text.translate(_LATIN)
    for pattern in _patterns(language):
        for match in pattern.finditer(rest):
            groups = match.groupdict()
            minute = int(groups.get("minute") or 0)
            hours = _hours(groups, is_of_24=_counts_to_24(language))
            written = text[match.start() : match.end()].strip()
            yield ClockTime(written, frozenset(hour * _MINUTES + minute for hour in hours))
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)


def _hours(groups: dict[str, str | None], *, is_of_24: bool) -> set[int]:
    if groups.get("noon") or groups.get("midnight"):
        return {_HALF_DAY if groups.get("noon") else 0}
    hour = int(groups["hour"] or 0)
    is_late = bool(groups.get("late"))
    if hour <= _HALF_DAY and (is_late or groups.get("early")):
        return {hour % _HALF_DAY + (_HALF_DAY if is_late else 0)}
    if is_of_24 or hour > _HALF_DAY or hour == 0:
        return {hour % (2 * _HALF_DAY)}
    return {hour % _HALF_DAY, hour % _HALF_DAY + _HALF_DAY}


@cache
def _counts_to_24(language: str) -> bool:
    return bool(data.read(language, "numbers").get("whole_day", False))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """Return what times look like: with the half of the day, with minutes, behind a preposition."""
    early, late = _any(language, "before_noon"), _any(language, "after_noon")
    noon, midnight = _any(language, "noon"), _any(language, "midnight")
    half = rf"{_SPACE}(?:(?P<early>{early})|(?P<late>{late}))(?!\w)"
    behind = rf"{_SPACE}(?:{_any(language, 'of_clock')})(?!\w)"
    before, bare = _any(language, "clock_prepositions"), _any(language, "bare_hours")
    forms = (
        rf"{_HOUR}(?:(?:[:.]|{_SPACE}h{_SPACE})(?P<minute>[0-5]\d))?(?:{behind})?{half}",
        rf"{_HOUR}(?::|{_SPACE}h{_SPACE})(?P<minute>[0-5]\d)(?![\d:])",
        rf"(?<!\w)(?:{bare}) {_HOUR}(?:[.:](?P<minute>[0-5]\d))?(?![\d.,]*\d)",
        rf"(?<!\w)(?:{before})[ \u00a0]{_HOUR}{behind}(?!{_SPACE}/)",
        rf"(?<!\w)(?:(?P<noon>{noon})|(?P<midnight>{midnight}))(?!\w)",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


def _any(language: str, key: str) -> str:
    words = sorted(data.read(language, "numbers").get(key, ()), key=len, reverse=True)
    return "|".join(map(re.escape, words)) or "(?!)"
