"""Names as people write them in a meeting tool: with pronouns, a city, or an original name."""

import re
from collections.abc import Iterable
from typing import Final, TypeVar

from anyascii import anyascii
from rapidfuzz import fuzz, process

from llex.core.db.search_keys import name_keys
from llex.core.languages.scripts import script_of
from llex.core.text.normalization import clean_line

_BRACKETS: Final = re.compile(r"[(\[{（【]([^()\[\]{}（）【】]*)[)\]}）】]")
_PARTS: Final = re.compile(r"\s+[-–—:·•]+\s+|\s*[|/,،;_@]+\s*")
_VOWELS: Final = re.compile(r"[aeiouyw'`]|(?<=(.))\1")
# What a tool calls a person who gave no name, in Latin letters; a number or model may follow.
_DEVICE: Final = re.compile(
    r"(?:my |mi |mon )?(?:iphone|ipad|ipod|android|galaxy|samsung|huawei|honor|xiaomi|redmi|poco"
    r"|oppo|vivo|realme|nokia|motorola|moto|oneplus|pixel|macbook|imac|mac|pc|laptop|desktop|phone"
    r"|mobile|tablet|telefono|telephone|portable|movil|tableta|tablette|zoom user|user|usuario"
    r"|utilisateur|guest|invitado|invitada|invite|invitee|hatf|jwal|dyf)"
    r"(?:[ _-]?(?:pro|air|mini|max|plus|ultra|note|book))*(?:[ _-]?[a-z]{0,3}\d[\w.+-]*)*"
)
# From this likeness on, of 100, a name is suggested.
_ALIKE: Final = 82
_MOST: Final = 3

Row = TypeVar("Row")


def without_brackets(shown: str) -> str:
    """Return a name without what is in brackets, such as pronouns or “Guest”."""
    return clean_line(_BRACKETS.sub(" ", shown)) or shown


def is_device(shown: str) -> bool:
    """Return whether a name is that of a device or of no one, as “iPhone (2)” or “Guest”.

    “Ana’s iPhone” is a person’s.
    """
    return bool(_DEVICE.fullmatch(anyascii(without_brackets(shown)).casefold()))


def parts(shown: str) -> list[str]:
    """Return what the signs in a name part: “Bogotá - Ana López” is a city and a name."""
    return [part for part in _PARTS.split(without_brackets(shown)) if part]


def keys_of(shown: str) -> set[str]:
    """Return the keys under which the person may be known.

    A part of the name counts as a name if it has two words: “Ana” alone may be any Ana.
    """
    names = [*parts(shown), *_BRACKETS.findall(shown)]
    longer = [name for name in names if len(name.split()) > 1]
    return name_keys(without_brackets(shown), *longer)


def similar(shown: str, known: Iterable[tuple[str, Row]]) -> list[Row]:
    """Return the rows of pairs of a name and a row whose names are most like *shown*, best first.

    Names in two scripts are compared by their Latin letters, and by their consonants alone, since
    some scripts write no vowels.
    """
    pairs = list(known)
    bare = without_brackets(shown)
    script = script_of(bare)
    best: dict[int, float] = {}
    for key, others_only in ((_latin, False), (_consonants, True)):
        choices = [
            None if others_only and script_of(name) == script else key(name) for name, _row in pairs
        ]
        for _text, score, index in process.extract(
            key(bare), choices, scorer=fuzz.token_set_ratio, score_cutoff=_ALIKE, limit=2 * _MOST
        ):
            best[index] = max(score, best.get(index, 0))
    found: list[Row] = []
    for index in sorted(best, key=lambda index: (-best[index], index)):
        if pairs[index][1] not in found:
            found.append(pairs[index][1])
    return found[:_MOST]


def _latin(name: str) -> str:
    return anyascii(name).casefold()


def _consonants(name: str) -> str:
    """Return the consonants of the words of a name; empty where they are too few to compare."""
    words = (_VOWELS.sub("", word) for word in _latin(name).split())
    kept = [word for word in words if len(word) > 1]
    return " ".join(kept) if len(kept) > 1 else ""
