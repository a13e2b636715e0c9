"""Dates that a text names, with the weekday where it gives one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Final

from llex.core.languages import data
from llex.core.text.name_keys import normalize_key
from sessions_app.briefing.quantities.number_words import months

_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_GAP: Final = r"[\s\u00a0\u202f]+"
_ORDINAL: Final = r"(?:st|nd|rd|th|er|º|\.º|°|ª|\.)?"
_OF: Final = r"(?:(?:of|de|du|d’|del|من)[\s\u00a0\u202f]*)?"
_BEFORE_DAY: Final = r"(?:(?:the|le|el|on|en|في|الموافق)\s+)?"
# 10 July 2025, a Thursday.
_BEHIND_DATE: Final = r"[,،]\s(?:an?|un|uma?|(?:which|it) was a|(?:وكان|وهو|كان)\sيوم)\s"
_YEAR: Final = (
    rf"(?:,?{_GAP}(?:(?:de|del|of|عام|سنة|لعام|من عام){_GAP})?(?P<year>[12]\d{{3}})(?!\d))?"
)
_ARTICLE: Final = "ال"
_FIRST: Final = "premier|primero|first|الأول من"
_NUMERIC: Final = (
    r"(?P<day>[0-3]?\d)(?P<sep>[/.])(?P<number>[01]?\d)(?P=sep)(?P<year>[12]\d{3})(?![\d/.])"
)
_ISO: Final = r"(?P<year>[12]\d{3})-(?P<number>\d\d)-(?P<day>\d\d)(?![\d-])"
# How far a day without its month may be from the date that has it: “Monday 13 to Friday 17 May”.
_NEAR: Final = 30
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class NamedDate:
    """A date as *text* names it from *start* on; *weekday* counts from Monday, 0.

    *is_ambiguous* where day and month may be exchanged.
    """

    text: str
    start: int
    day: int
    month: int
    year: int | None = None
    weekday: int | None = None
    is_ambiguous: bool = False

    @property
    def end(self) -> int:
        """Return where it ends in the text."""
        return self.start + len(self.text)

    def resolve(self, near: date) -> date | None:
        """Return the day, in the year that is nearest to *near* where none is given.

        None for a day that no calendar has.
        """
        years = [self.year] if self.year else [near.year - 1, near.year, near.year + 1]
        days = [day for year in years if (day := _day(year, self.month, self.day))]
        return min(days, key=lambda day: abs((day - near).days), default=None)

    def readings(self, near: date) -> list[date]:
        """Return every day that it may mean."""
        found = [self.resolve(near)]
        if self.is_ambiguous:
            found.append(replace(self, day=self.month, month=self.day).resolve(near))
        return [day for day in found if day]


@lru_cache(maxsize=4096)
def named_dates(text: str, language: str) -> tuple[NamedDate, ...]:
    """Return the dates with day and month in a plain *text*, in its order."""
    plain = text.translate(_DIGITS)
    if not any(sign.isdigit() for sign in plain) and not re.search(_FIRST, plain):
        return ()
    found: list[NamedDate] = []
    for pattern in _patterns(language):
        for match in pattern.finditer(plain):
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(_named(match, text, language))
    found += _days_alone(plain, text, language, found)
    return tuple(sorted(found, key=lambda one: one.start))


def weekday_names(language: str) -> tuple[str, ...]:
    """Return the names of the weekdays, Monday first."""
    return tuple(data.read(language, "language").get("weekdays", ()))


def weekdays_in(text: str, language: str) -> dict[str, str]:
    """Return the weekdays that a text names, by their number, as they are written."""
    found = {}
    for day, name in enumerate(weekday_names(language)):
        if match := _whole_word(_spelt_freely(name)).search(text):
            found[str(day)] = match[0]
    return found


def months_in(text: str, language: str) -> dict[str, str]:
    """Return the months that a text names in full, by their number, as they are written.

    “May” and “March” are months where they have a capital.
    """
    found: dict[str, str] = {}
    for number, names in enumerate(data.read(language, "language").get("months", ()), start=1):
        has_capital = names[0][0].isupper()
        # “Jan” and “Sep” are other words as well.
        listed = names[:1] if has_capital else names
        for match in _whole_word("|".join(map(re.escape, listed))).finditer(text):
            if not has_capital or match[0][0].isupper():
                found.setdefault(str(number), match[0])
    return found


@cache
def _whole_word(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)[وف]?[بل]?(?:{pattern or '(?!)'})(?!\w)", re.IGNORECASE)


def _named(match: re.Match[str], text: str, language: str) -> NamedDate:
    groups = match.groupdict()
    weekday = groups.get("weekday") or groups.get("behind")
    number = groups.get("number")
    month = int(number) if number else months(language)[groups["month"].casefold()]
    day = int(groups["day"]) if groups["day"].isdigit() else 1
    # 04/01/2020 is in January for some who write English.
    ambiguous = bool(groups.get("sep")) and language == "en"
    if ambiguous and month > _MONTHS >= day:
        day, month, ambiguous = month, day, False
    return NamedDate(
        text[match.start() : match.end()].strip(), match.start(), day, month,
        int(groups["year"]) if groups.get("year") else None,
        _weekdays(language)[normalize_key(weekday)] if weekday else None,
        is_ambiguous=ambiguous and day <= _MONTHS,
    )  # fmt: skip


def _days_alone(
    plain: str, text: str, language: str, found: list[NamedDate]
) -> Iterator[NamedDate]:
    """Yield weekdays with a day whose month is that of the next date."""
    for match in _weekday_and_day(language).finditer(plain):
        following = [
            one for one in found if match.end() <= one.start <= match.end() + _NEAR and one.month
        ]
        is_inside = any(one.start <= match.start() < one.end for one in found)
        if following and not is_inside:
            after = min(following, key=lambda one: one.start)
            yield replace(
                _month_before(after) if int(match["day"]) > after.day else after,
                text=text[match.start() : match.end()],
                start=match.start(),
                day=int(match["day"]),
                weekday=_weekdays(language)[normalize_key(match["weekday"])],
            )


def _month_before(one: NamedDate) -> NamedDate:
    """Return *one* a month earlier: “Monday 30 to Friday 3 April” begins in March."""
    if one.month > 1:
        return replace(one, month=one.month - 1)
    return replace(one, month=_MONTHS, year=one.year - 1 if one.year else None)


@cache
def _weekdays(language: str) -> dict[str, int]:
    names = {normalize_key(name): day for day, name in enumerate(weekday_names(language))}
    # Arabic says “a Thursday” without the article.
    return names | {name.removeprefix(_ARTICLE): day for name, day in names.items()}


@cache
def _weekday(language: str) -> str:
    every = [*weekday_names(language)]
    every += [name.removeprefix(_ARTICLE) for name in every if name.startswith(_ARTICLE)]
    names = "|".join(map(_spelt_freely, every)) or "(?!)"
    return rf"(?P<weekday>{names})"


def _spelt_freely(name: str) -> str:
    """Return a pattern of a name in which Arabic may leave the hamza out, or put it in."""
    return re.sub("[اأإ]", "[اأإ]", re.escape(name)).replace("\\[اأإ\\]", "[اأإ]")


@cache
def _weekday_and_day(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"{_weekday(language)},?{_GAP}{_BEFORE_DAY}(?P<day>\d{{1,2}})(?!\d){_ORDINAL}",
        re.IGNORECASE,
    )


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    names = sorted(months(language), key=len, reverse=True)
    one = "|".join(map(re.escape, names)) or "(?!)"
    # Two names of one month: نيسان/أبريل.
    month = rf"(?P<month>{one})(?:\s?/\s?(?:{one}))?(?!\w)\.?"
    before = rf"(?:{_weekday(language)},?{_GAP}{_BEFORE_DAY})?"
    weekday = _weekday(language)[len("(?P<weekday>") : -1]
    behind = rf"(?:(?:\s?\(|{_BEHIND_DATE})(?P<behind>{weekday})(?!\w)\)?)?"
    day = rf"(?P<day>(?<![\d.,/-])\d{{1,2}}(?!\d)|{_FIRST}){_ORDINAL}"
    written = (
        rf"{before}{day}{_GAP}{_OF}{month}{_YEAR}{behind}",
        rf"{before}(?<!\w){month}{_GAP}(?P<day>\d{{1,2}})(?![\d:]){_ORDINAL}{_YEAR}{behind}",
        rf"{before}(?<![\d/.]){_NUMERIC}{behind}",
        rf"{before}(?<![\d-]){_ISO}{behind}",
    )
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in written)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
