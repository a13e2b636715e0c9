"""Finding words in long texts however they are cased, accented and hyphenated.

Names have stored keys (`llex.core.db.search_keys`); long texts are searched as they are stored, by
a regular expression that allows for each letter what its key makes the same.
"""

import re
from collections import defaultdict
from functools import cache
from typing import Any, Final

from django.db import models
from django.db.models.lookups import BuiltinLookup, IRegex

from llex.core.text.name_keys import normalize_key

# Latin, Greek, Cyrillic and Arabic, with their letters with accents.
_RANGES: Final = (
    range(0x00C0, 0x0250),
    range(0x0370, 0x0530),
    range(0x0621, 0x06D6),
    range(0x1E00, 0x2000),
)
# Combining marks, vowel signs and tatweel, apostrophes and hyphens may follow any letter.
_MARKS: Final = "[\u0300-\u036f\u064b-\u065f\u0670\u0640'’ʼ‘\u00ad\u2010\u2011-]*"
_NEVER: Final = "a^"
# The letters of a ligature: œ, ß.
_PAIR: Final = 2


@models.CharField.register_lookup
@models.TextField.register_lookup
class LooselyContains(IRegex):
    """`contains` in a long text, for a word as people type it."""

    lookup_name = "loosely_contains"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return BuiltinLookup.as_sql(self, compiler, connection)

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return str(connection.operators["iregex"] % rhs)

    def get_prep_lookup(self) -> Any:
        return loose_pattern(str(self.rhs))


def loose_pattern(word: str) -> str:
    """Return the expression that matches *word* whatever its case, accents and hyphens."""
    key = normalize_key(word)
    if not key:
        return _NEVER
    found, place = [], 0
    while place < len(key):
        pair, letter = key[place : place + 2], key[place]
        if len(pair) == _PAIR and pair in _variants():
            single = "".join(sorted(_variants()[pair]))
            found.append(f"(?:[{single}]|{_letter(pair[0])}{_MARKS}{_letter(pair[1])}){_MARKS}")
            place += 2
        else:
            found.append(_letter(letter) + _MARKS)
            place += 1
    return "".join(found)


def _letter(letter: str) -> str:
    """Return the class of the letters that have the key *letter*."""
    others = "".join(sorted(_variants().get(letter, ())))
    return f"[{letter}{others}]" if others else re.escape(letter)


@cache
def _variants() -> dict[str, set[str]]:
    """Return the letters by their keys of one or two letters."""
    found: dict[str, set[str]] = defaultdict(set)
    for codes in _RANGES:
        for character in map(chr, codes):
            key = normalize_key(character)
            if character.isalpha() and 1 <= len(key) <= _PAIR and key != character:
                found[key].add(character)
    return dict(found)
