"""Numbers that a reader types: “under 100,000 inhabitants” is a size of cities, “May 2022” a time.

What they may mean is a token of the index, as with words; the rest of the text is read as words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final, NamedTuple

from llex.core.languages import data
from llex.core.text.name_keys import normalize_key
from sessions_app.search import tokens

# A number of inhabitants stands in so many characters beside the word for them.
_NEAR: Final = 45
# Fewer inhabitants tell no city from another.
_FEWEST: Final = 1000
# What may stand between a month and its year.
_YEAR: Final = r"[\s,]+(?:(?:of|de|del|عام|سنة|لعام|من)\s+)?(\d{4})\b"
# How much the year says where the month was named.
_YEAR_ALONE: Final = 0.3
_DIGITS: Final = r"\d+(?:[.,٬٫'’\s]\d+)*"
_POINTS: Final = str.maketrans(",٫", "..")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:[.,٬'’\s]\d{3})+")
_SCALES: Final = {"k": 3, "m": 6}
_HALF: Final = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class TypedNumber:
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
    """How a language tells inhabitants, less and more of them, and numbers of thousands.

    *numbers* are the values of number words, *scales* the powers of ten, both by their keys.
    """

    people: re.Pattern[str]
    bounds: re.Pattern[str]
    number: re.Pattern[str]
    numbers: Mapping[str, Decimal]
    scales: Mapping[str, int]


def typed_numbers(text: str, language: str) -> Iterator[TypedNumber]:
    """Yield the months with a year and the first number of inhabitants of a text."""
    yield from _months(text, language)
    if (words := _words(language)) and (found := _inhabitants(text, words)):
        yield found


def _months(text: str, language: str) -> Iterator[TypedNumber]:
    for number, names in enumerate(data.read(language, "language").get("months", ()), start=1):
        for match in re.finditer(rf"\b{_any(names)}{_YEAR}", text, re.IGNORECASE):
            year = int(match[1])
            meanings = {tokens.of_month(year, number): 1.0, tokens.of_year(year): _YEAR_ALONE}
            yield TypedNumber(match.start(), match.end(), meanings, is_place=False)


def _inhabitants(text: str, words: _Words) -> TypedNumber | None:
    """Return the number of inhabitants that cities have at least, at most, or about."""
    for people in words.people.finditer(text):
        near = max(0, people.start() - _NEAR)
        bound = words.bounds.search(text, near, people.end() + _NEAR)
        first = bound.end() if bound else near
        last = people.start() if first <= people.start() else first + _NEAR
        found = max(_numbers(text[first:last], words), default=None)
        if found and found.value >= _FEWEST:
            is_more = None if bound is None else bound.lastgroup == "more"
            sizes = {tokens.of_size(size): 1.0 for size in tokens.sizes(int(found.value), is_more)}
            start = bound.start() if bound else first + found.start
            end = max(first + found.end, people.end())
            return TypedNumber(min(start, people.start()), end, sizes, is_place=True)
    return None


def _numbers(text: str, words: _Words) -> Iterator[_Number]:
    """Yield the numbers of a text: “50,000”, “2.5 million”, “half a million”, “a million”."""
    for match in filter(lambda one: one["digits"] or one["scale"], words.number.finditer(text)):
        value, scale = Decimal(1), normalize_key(match["scale"] or "")
        if match["digits"]:
            value = _value(match["digits"])
        elif match["word"]:
            value = words.numbers[normalize_key(match["word"])]
        yield _Number(value * Decimal(10) ** words.scales.get(scale, 0), *match.span())


def _value(digits: str) -> Decimal:
    """Return what figures mean: signs before three of them part thousands."""
    if _THOUSANDS.fullmatch(digits):
        return Decimal(re.sub(r"\D", "", digits))
    whole, _sign, rest = re.sub(r"[\s'’٬]", "", digits).translate(_POINTS).partition(".")
    return Decimal(f"{whole}.{rest.partition('.')[0] or 0}")


@cache
def _words(language: str) -> _Words | None:
    known, numbers = data.read(language, "search").get("population"), data.read(language, "numbers")
    if not known or not numbers:
        return None
    less, more = (_any(known[name]) for name in ("less", "more"))
    named = dict(_number_words(numbers))
    scales = {word: int(power) for power, found in numbers["scales"].items() for word in found}
    word = rf"\b(?P<word>{_any(named)})[\s-]+(?:{_any(known['one'])}\s+)?"
    number = rf"(?:(?P<digits>{_DIGITS})\s*|{word}|\b)(?P<scale>{_any([*scales, *_SCALES])})?\b"
    return _Words(
        people=re.compile(rf"\b{_any(known['people'])}\b", re.IGNORECASE),
        bounds=re.compile(rf"\b(?:(?P<less>{less})|(?P<more>{more}))", re.IGNORECASE),
        number=re.compile(number, re.IGNORECASE),
        numbers={normalize_key(name): value for name, value in named.items()},
        scales={normalize_key(name): power for name, power in (scales | _SCALES).items()},
    )


def _number_words(numbers: Mapping[str, Any]) -> Iterator[tuple[str, Decimal]]:
    """Yield the words for whole numbers below a hundred and for a half."""
    listed = [*enumerate(numbers["units"]), *enumerate(numbers["tens"], start=2)]
    for place, (number, names) in enumerate(listed):
        tens = 10 if place >= len(numbers["units"]) else 1
        yield from ((name, Decimal(tens * number)) for name in names.split("|"))
    yield from ((name, _HALF) for name, parts in numbers["parts"].items() if _HALF in parts)


def _any(phrases: Iterable[str]) -> str:
    longest = sorted(phrases, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest))})"
