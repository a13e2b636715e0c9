"""The words of people's tables, from `spreadsheets.toml` of each language in use."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from llex.core import languages
from llex.core.languages import data
from llex.core.text.name_keys import normalize_words

_FILE: Final = "spreadsheets"
# An elision parts two words: « nom de l’élu ». So does what is between two heads in one cell.
_APOSTROPHES: Final = re.compile("['’‘]")
_SIGNS: Final = re.compile(r"[\s/|\\()\[\],;:.–—·•*_-]+")

Words = tuple[str, ...]


def words_of(text: str) -> Words:
    """Return the words of a head or a first cell, as they are compared."""
    return tuple(normalize_words(_SIGNS.sub(" ", _APOSTROPHES.sub(" ", text))))


@cache
def phrases(name: str) -> frozenset[Words]:
    """Return the phrases of one kind in all languages, as words."""
    found: Iterator[Sequence[str]] = (
        data.read(code, _FILE).get(name, ()) for code in languages.CODES
    )
    return frozenset(words_of(phrase) for texts in found for phrase in texts)


@cache
def heads(column: str, table: str = "city_table") -> frozenset[Words]:
    """Return what a column of a kind of table may be called in all languages, as words."""
    tables = (data.read(code, _FILE).get(table, {}) for code in languages.CODES)
    return frozenset(words_of(phrase) for words in tables for phrase in words.get(column, ()))


def begins_with(text: str, name: str) -> bool:
    """Return whether *text* begins with one of the phrases of a kind, or is one."""
    words = words_of(text)
    return any(words[: len(phrase)] == phrase for phrase in phrases(name))


def without_beginning(text: str, name: str) -> str:
    """Return *text* without the phrase of a kind that it begins with: “City of Lisbon”."""
    words = text.split()
    longest = max(map(len, phrases(name)), default=0)
    for count in range(min(longest, len(words) - 1), 0, -1):
        if words_of(" ".join(words[:count])) in phrases(name):
            return " ".join(words[count:])
    # « Ville d’Oran »: the last word of the phrase is joined to the name.
    parted = _APOSTROPHES.split(text, maxsplit=1)
    if len(parted) > 1 and words_of(parted[0]) in phrases(name):
        return parted[1].strip()
    return text
