"""Numbers and months that a text names in words."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from typing import Final, NamedTuple

from llex.core.text.name_keys import normalize_key
from sessions_app.briefing.quantities.number_words import months, number_words

_WORD: Final = re.compile(r"[^\W\d_]+")
# Between the words of one number, as in “vingt-cinq”.
_BETWEEN: Final = re.compile(r"[\s\-\u2010\u2011]*")
_HALF: Final = Decimal("0.5")
_HUNDRED: Final = Decimal(100)
_THOUSAND: Final = Decimal(1000)
_FOUR, _TWENTY, _EIGHTY = Decimal(4), Decimal(20), Decimal(80)


class Month(NamedTuple):
    """A month that is named, or written as a figure in a date."""

    number: int


def numbers_in_words(text: str, language: str) -> set[Decimal]:
    """Return every number that *text* may have in words."""
    found: set[Decimal] = set()
    for run in _runs(text, language):
        found |= {*run, compound(run)}
    words = {word for match in _WORD.finditer(text) for word in _forms(match[0], language)}
    parts, scales = number_words(language).parts, number_words(language).scales
    named = {part for word in words & parts.keys() for part in parts[word]}
    if _HALF in named:
        # “Half a million”, “two million and a half”.
        halves = {_HALF * scales[word] for word in words & scales.keys()}
        found |= halves | {whole + half for whole in found for half in halves}
    return found | named


def compound(run: Iterable[Decimal]) -> Decimal:
    """Return what number words mean together: “two million five hundred” is one number."""
    total = current = previous = Decimal(0)
    for value in run:
        if value >= _THOUSAND:
            # A greater scale takes up all before it: “dos mil millones”.
            grown = total and total < value
            total = (total + current) * value if grown else total + (current or 1) * value
            current = Decimal(0)
        elif value == _HUNDRED:
            current = (current or 1) * _HUNDRED
        elif value == _TWENTY and previous == _FOUR:
            current += _EIGHTY - _FOUR
        else:
            current += value
        previous = value
    return total + current


def months_named(text: str, language: str) -> set[Month]:
    """Return the months that *text* names."""
    names = months(language)
    return {Month(names[match[0].casefold()]) for match in month_pattern(language).finditer(text)}


@cache
def month_pattern(language: str) -> re.Pattern[str]:
    """Return a pattern of the names of the months, as whole words; the longest come first."""
    names = sorted(months(language), key=len, reverse=True)
    # Without names, a pattern that matches nothing.
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names)) or '(?!)'})\b", re.IGNORECASE)


def scale_of(word: str, language: str) -> Decimal | None:
    """Return the scale that a word means, or None."""
    return number_words(language).scales.get(normalize_key(word))


def _runs(text: str, language: str) -> Iterator[list[Decimal]]:
    """Yield the values of adjacent number words."""
    known, connectors = number_words(language).numbers, number_words(language).connectors
    run: list[Decimal] = []
    end = 0
    for match in _WORD.finditer(text):
        if run and not _BETWEEN.fullmatch(text, end, match.start()):
            yield run
            run = []
        end = match.end()
        value = next((known[w] for w in _forms(match[0], language) if w in known), None)
        if value is not None:
            run.append(value)
        elif run and normalize_key(match[0]) not in connectors:
            yield run
            run = []
    if run:
        yield run


def _forms(word: str, language: str) -> Iterator[str]:
    """Yield a word folded, as it is and without the prefixes of its language."""
    folded = normalize_key(word)
    for prefix in number_words(language).prefixes:
        if folded.startswith(prefix):
            yield folded.removeprefix(prefix)
