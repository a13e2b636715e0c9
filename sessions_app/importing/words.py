"""Cleaning of texts, and counting and comparing of their words.

The same counting is used on the file as it came and on what was made of it, so that a word that is
missing at the end is really lost.
"""

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from llex.core.text import name_keys
from llex.core.text.normalization import clean_text

_SOFT_BREAK = re.compile("\u00ad[ \t]*\n[ \t]*(\\S*)[ \t]*")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x1c\x1d\x1e]")
# What markup is made of goes, so that “**W**ord” and “Word” are one and the same.
_MARKS = str.maketrans("", "", "*_\\")
_WORD = re.compile(r"[^\W_]+")


def cleanse(text: str) -> str:
    """Return *text* in composed Unicode, without control and invisible characters.

    Line ends become line feeds; tabs and form feeds stay.
    """
    # The rest of a cut word goes up, so that lines keep their numbers.
    text = _SOFT_BREAK.sub(r"\1\n", _LINE_ENDS.sub("\n", text))
    return "\f".join(clean_text(page) for page in text.split("\f"))


def words(text: str) -> list[str]:
    """Return the words of *text* in order, without regard to case, markup and HTML entities."""
    text = unicodedata.normalize("NFKC", cleanse(_unescape(text)).translate(_MARKS))
    return _WORD.findall(unicodedata.normalize("NFKC", text.casefold()))


def count(texts: Iterable[str]) -> Counter[str]:
    """Count the words of all *texts*."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(words(text))
    return counted


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return *text* for comparisons: lower case, without accents, one space between words."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(character for character in apart if not unicodedata.combining(character))
    return " ".join(filter(None, map(name_keys.normalize_key, _WORD.findall(letters))))


def _unescape(text: str) -> str:
    """Resolve entities until there are none, however often they were escaped."""
    while (resolved := html.unescape(text)) != text:
        text = resolved
    return text
