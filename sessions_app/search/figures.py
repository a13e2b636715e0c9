"""Figures that a reader types: “under 100,000 inhabitants” is a size of cities, “May 2022” a day.

What they may mean is a token of the index, as with words; the rest of the text is read as words.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from llex.core.languages import data
from sessions_app.briefing.quantities.figures import numbers_with_places
from sessions_app.briefing.quantities.number_words import months
from sessions_app.briefing.quantities.spelled_numbers import month_pattern, numbers_in_words
from sessions_app.search import tokens

# A number of inhabitants stands in so many characters beside the word for them.
_NEAR: Final = 45
# Fewer inhabitants tell no city from another.
_FEWEST: Final = 1000
_HALF: Final = Decimal("0.5")
# Between a month and its year, and between a number and what it counts.
_JOIN: Final = r"[\s,]+(?:(?:of|de|del|d['’]|عام|سنة|لعام|من)\s*)?"
_YEAR: Final = rf"{_JOIN}(\d{{4}})\b"
# How much the year says where the month was named.
_YEAR_ALONE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Figure:
    """A part of a text from *start* to *end*, with the weights of the tokens that it means."""

    start: int
    end: int
    meanings: Mapping[str, float]
    is_place: bool


class _Number(NamedTuple):
    value: Decimal
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Words:
    """Patterns of the words for inhabitants, and for less and more of them."""

    people: re.Pattern[str]
    bounds: re.Pattern[str]


def figures_in(text: str, language: str) -> Iterator[Figure]:
    """Yield the months with a year and the numbers of inhabitants of a text."""
    yield from _months(text, language)
    if found := _inhabitants(text, language):
        yield found


def _months(text: str, language: str) -> Iterator[Figure]:
    if not months(language):
        return
    for match in re.finditer(month_pattern(language).pattern + _YEAR, text, re.IGNORECASE):
        name, year = match[0][: -len(match[1])], int(match[1])
        number = next(
            number for month, number in months(language).items() if name.lower().startswith(month)
        )
        meanings = {tokens.of_month(year, number): 1.0, tokens.of_year(year): _YEAR_ALONE}
        yield Figure(match.start(), match.end(), meanings, is_place=False)


def _inhabitants(text: str, language: str) -> Figure | None:
    """Return the number of inhabitants that cities have at least or at most, or about."""
    words = _words(language)
    if words is None:
        return None
    for people in words.people.finditer(text):
        near = max(0, people.start() - _NEAR)
        bound = words.bounds.search(text, near, people.end() + _NEAR)
        first = bound.end() if bound else near
        last = people.start() if first <= people.start() else first + _NEAR
        found = _number(text[first:last], language, in_words=bound is not None)
        if found and found.value >= _FEWEST:
            is_more = None if bound is None else bound.lastgroup == "more"
            sizes = {tokens.of_size(size): 1.0 for size in tokens.sizes(int(found.value), is_more)}
            start = bound.start() if bound else first + found.start
            end = max(first + found.end, people.end())
            return Figure(min(start, people.start()), end, sizes, is_place=True)
    return None


def _number(text: str, language: str, *, in_words: bool) -> _Number | None:
    """Return the largest number in figures, else, where it may be, the one in words."""
    places = numbers_with_places(text, language)
    if places:
        return max(_Number(max(values), start, end) for start, end, values in places)
    values = numbers_in_words(text, language) if in_words else set()
    whole = [value for value in values if value >= _FEWEST]
    if not whole:
        return None
    # “Half a million” may mean a million, one and a half of them, or what it means.
    return _Number(min(whole) if _HALF in values else max(whole), 0, len(text))


@cache
def _words(language: str) -> _Words | None:
    known = data.read(language, "search").get("population")
    if not known:
        return None
    less, more = (_any(known[name]) for name in ("less", "more"))
    return _Words(
        re.compile(rf"\b{_any(known['people'])}\b", re.IGNORECASE),
        re.compile(rf"\b(?:(?P<less>{less})|(?P<more>{more}))\b", re.IGNORECASE),
    )


def _any(phrases: list[str]) -> str:
    longest = sorted(phrases, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest))})"
