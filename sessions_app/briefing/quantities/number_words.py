"""The words for numbers and months, from `numbers.toml` and `language.toml` of each language.

Keys are folded by `normalize_key`. A language without these files is compared by its figures alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from llex.core import languages
from llex.core.languages import data
from llex.core.text.name_keys import normalize_key


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The number words of a language: units and tens, other words by value, and scales.

    *parts* are the figures that may be written for a part of a whole. *connectors* may be between
    the words of one number; *prefixes* are written in one with the word behind them. *implied* are
    numbers that a text may leave out. *cardinals* are the words that count exactly, without dozens;
    *counted* are the nouns of what a note counts, by its kind. *has_scores* where eighty is four
    times twenty. *one_in* and *no_parts* are regular expressions: of “one in”, before a number, and
    of words that look like parts and are an average, a rank or a room; so is *one_of*. *times* are
    words such as “twice”, *times_nouns* “times” behind a number, *ranks* ordinal numbers, and
    *duals* words whose form says two.
    """

    numbers: Mapping[str, Decimal]
    scales: Mapping[str, Decimal]
    parts: Mapping[str, frozenset[Decimal]]
    connectors: frozenset[str]
    prefixes: tuple[str, ...]
    implied: frozenset[Decimal]
    separators: Mapping[str, str]
    cardinals: Mapping[str, Decimal]
    counted: Mapping[str, tuple[str, ...]]
    has_scores: bool
    one_in: tuple[str, ...]
    no_parts: tuple[str, ...]
    one_of: tuple[str, ...]
    times: Mapping[str, Decimal]
    times_nouns: tuple[str, ...]
    ranks: Mapping[str, Decimal]
    duals: frozenset[str]


@cache
def number_words(language: str) -> NumberWords:
    """Return the number words of *language*."""
    table = data.read(language, "numbers")
    scales = {
        normalize_key(word): Decimal(10) ** int(power)
        for power, words in table.get("scales", {}).items()
        for word in words
    }
    return NumberWords(
        numbers=dict(_single_numbers(table)) | scales,
        scales=scales,
        parts={
            normalize_key(word): frozenset(map(Decimal, figures))
            for word, figures in table.get("parts", {}).items()
        },
        connectors=frozenset(map(normalize_key, table.get("connectors", ()))),
        prefixes=tuple(map(normalize_key, table.get("prefixes", ("",)))),
        implied=frozenset(map(Decimal, table.get("implied", ()))),
        separators=table.get("separators", {}),
        cardinals=dict(_cardinals(table)) | scales,
        counted={kind: tuple(nouns) for kind, nouns in table.get("counted", {}).items()},
        has_scores=bool(table.get("scores")),
        one_in=tuple(table.get("one_in", ())),
        no_parts=tuple(table.get("no_parts", ())),
        one_of=tuple(table.get("one_of", ())),
        times=_by_value(table.get("times", {})),
        times_nouns=tuple(table.get("times_nouns", ())),
        ranks=_by_value(table.get("ranks", {})),
        duals=frozenset(_duals(table)),
    )


def _by_value(table: Mapping[str, Iterable[str]]) -> dict[str, Decimal]:
    """Return the values of a table by the keys of their words."""
    return {normalize_key(word): Decimal(value) for value, words in table.items() for word in words}


def _duals(table: Mapping[str, Any]) -> Iterable[str]:
    """Yield the keys of nouns with the endings of the dual."""
    for noun in table.get("dual_nouns", ()):
        stem = noun.removesuffix("ة") + "ت" if noun.endswith("ة") else noun
        yield from (normalize_key(f"{stem}{ending}") for ending in table.get("dual_endings", ()))


@cache
def months(language: str) -> dict[str, int]:
    """Return the number of each month by its names."""
    return {
        name.casefold(): number
        for number, names in enumerate(data.read(language, "language").get("months", ()), start=1)
        for name in names
    }


@cache
def of_all_languages(key: str) -> tuple[str, ...]:
    """Return the entries of *key* in `numbers.toml` of all languages in use, the longest first."""
    found = {word for code in languages.CODES for word in data.read(code, "numbers").get(key, ())}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


def _cardinals(table: Mapping[str, Any]) -> Iterable[tuple[str, Decimal]]:
    listed = [*enumerate(table.get("units", ()))]
    listed += [(10 * n, words) for n, words in enumerate(table.get("tens", ()), start=2)]
    for number, words in listed:
        for word in words.split("|"):
            yield normalize_key(word), Decimal(number)


def _single_numbers(table: Mapping[str, Any]) -> Iterable[tuple[str, Decimal]]:
    yield from _cardinals(table)
    for value, words in table.get("values", {}).items():
        for word in words:
            yield normalize_key(word), Decimal(value)
