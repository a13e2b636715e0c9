"""Names in several scripts, compared by the consonants that they all write."""

import re
from functools import lru_cache
from typing import Final

from anyascii import anyascii
from rapidfuzz.distance import OSA

from llex.core.text.name_keys import normalize_key

# Sounds that languages write in several ways, the longest first.
_GROUPS: Final = (
    ("sch", "s"),
    ("tch", "s"),
    ("tsh", "s"),
    ("kh", "k"),
    ("gh", "k"),
    ("sh", "s"),
    ("ch", "s"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "t"),
    ("dj", "k"),
    ("x", "ks"),
)
_SOFT_C: Final = re.compile("c(?=[eiy])")
_LETTERS: Final = str.maketrans(
    {"c": "k", "q": "k", "g": "k", "j": "k", "z": "s", "d": "t", "p": "b", "v": "f"}
)
_NOT_CONSONANTS: Final = re.compile("[^bfklmnrst]+")
_ARTICLE: Final = re.compile("^(?:ال|[EeAa]l-|el-|al-)(?=.{3})")
_FEWEST: Final = 2
# So alike are two writings of one name at least.
_ALIKE: Final = 0.6


@lru_cache(maxsize=20_000)
def consonants(word: str) -> str:
    """Return the consonants of a word in any script; sounds that are often exchanged are one."""
    text = anyascii(_ARTICLE.sub("", word)).lower()
    if not word.isascii() and text == word.lower():
        text = normalize_key(word)
    for group, sound in _GROUPS:
        text = text.replace(group, sound)
    text = _SOFT_C.sub("s", text).translate(_LETTERS)
    return re.sub(r"(.)\1+", r"\1", _NOT_CONSONANTS.sub("", text))


def may_be_same_name(one: str, other: str) -> bool:
    """Return whether two words may be one name in two scripts."""
    return likeness(one, other) >= _ALIKE


def likeness(one: str, other: str) -> float:
    """Return from 0 to 1 how much two words sound alike."""
    first, second = consonants(one), consonants(other)
    if min(len(first), len(second)) < _FEWEST:
        return float(first[:1] == second[:1] and max(len(first), len(second)) <= _FEWEST)
    return float(OSA.normalized_similarity(first, second))
