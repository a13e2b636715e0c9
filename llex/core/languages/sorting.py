"""The alphabetical order of a language: sort keys, the same wherever a list is sorted.

The algorithm is Unicode's (UTS #10), with the rules by which a language differs from its default
order, `[sorting]` in its `language.toml`: ñ is a letter of its own in Spanish; in Arabic a letter
sorts alike with and without hamza or dots, and Arabic names come first.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from django.utils.translation import get_language
from pyuca import Collator

from llex.core import languages
from llex.core.languages import data

Key = tuple[int, ...]

# A code point that sorts behind every letter: ñ follows nz.
_BEHIND: Final = "\U0010fffe"
# The weights of a stored key, enough for a name of forty letters with its accents.
_WEIGHTS: Final = 100
# Characters that one weight takes.
_WIDTH: Final = 4
STORED_LENGTH: Final = _WEIGHTS * _WIDTH


@dataclass(frozen=True, slots=True)
class _Tailoring:
    """How a language differs from Unicode's default order.

    *letters*: what a letter sorts as. *first_script*: the script whose names come first, as Unicode
    names it, or "".
    """

    letters: dict[int, str]
    first_script: str

    def is_behind(self, text: str) -> bool:
        """Return whether *text* begins with a letter of another script; figures come first."""
        first = next(filter(str.isalnum, text), "")
        return (
            bool(self.first_script)
            and first.isalpha()
            and not unicodedata.name(first, "").startswith(self.first_script)
        )


@lru_cache(maxsize=50_000)
def sort_key(text: str, language: str) -> Key:
    """Return the key by which *text* is sorted among texts in a list for readers of *language*."""
    weights = _collator().sort_key
    tailoring = _tailoring(language.partition("-")[0])
    if tailoring is None:
        return tuple(weights(text))
    text = unicodedata.normalize("NFC", text)
    spelt = text.translate(tailoring.letters)
    return (int(tailoring.is_behind(text)), *weights(spelt), *weights(text))


def reader_key(text: str) -> Key:
    """Return the key by which *text* is sorted for readers of the active language."""
    return sort_key(text, get_language() or languages.DEFAULT)


def stored_key(text: str, language: str) -> str:
    """Return `sort_key`, cut short, as text that any database sorts alike."""
    return "".join(f"{weight:0{_WIDTH}x}" for weight in sort_key(text, language)[:_WEIGHTS])


@cache
def _tailoring(language: str) -> _Tailoring | None:
    rules = data.read(language, "language").get("sorting")
    if rules is None:
        return None
    letters = dict(rules.get("same_letters", {}))
    for letter, plain in rules.get("letters_after", {}).items():
        letters[letter] = f"{plain}{_BEHIND}"
        letters[letter.upper()] = f"{plain.upper()}{_BEHIND}"
    return _Tailoring(str.maketrans(letters), rules.get("first_script", ""))


@cache
def _collator() -> Collator:
    return Collator()
