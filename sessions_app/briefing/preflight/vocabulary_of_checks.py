"""The words by which the rules know a language, from its `checks.toml`."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from llex.core.languages import data


def words_for(language: str, key: str) -> tuple[str, ...]:
    """Return a list of words of a language, empty where it has none."""
    return tuple(data.read(language, "checks").get(key, ()))


def table_for(language: str, key: str) -> Mapping[str, Any]:
    """Return a table of a language, empty where it has none."""
    found: Mapping[str, Any] = data.read(language, "checks").get(key, {})
    return found


@cache
def frequent_words(language: str) -> frozenset[str]:
    """Return the keys of words such as “the” and “without”, by which a language is told."""
    return frozenset(str(data.read(language, "search").get("silent", "")).split())


@cache
def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern of *words* as whole words, the longest first; of none it matches nothing."""
    ordered = sorted(words, key=len, reverse=True)
    alternatives = "|".join(
        re.escape(word).replace(r"\ ", r"[\s\u00a0\u202f]+") for word in ordered
    )
    return re.compile(rf"(?<!\w)(?:{alternatives or '(?!)'})(?!\w)", re.IGNORECASE)
