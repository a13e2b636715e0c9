"""Words that were meant where nothing is found as typed."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from llex.core.text.name_keys import normalize_key
from sessions_app.models import SearchWord
from sessions_app.search.query import Query

SHORTEST_WORD: Final = 4
# As much of a word as must be right.
_ALIKE: Final = 0.7


def corrected(query: Query, version: int) -> str:
    """Return the query with each word replaced by the nearest that there is; "" if none is near.

    *version* is that of the projection, whose words are kept between two queries.
    """
    known = _words(query.language, version)
    found = [_nearest(word.shown, known) for word in query.words if word.shown]
    meant = " ".join(filter(None, found))
    return meant if any(found) and meant != query.text.lower() else ""


def _nearest(word: str, known: frozenset[str]) -> str:
    key = normalize_key(word)
    if key in known or len(key) < SHORTEST_WORD:
        return word
    near = process.extractOne(
        key, known, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE
    )
    return str(near[0]) if near else ""


@lru_cache(maxsize=8)
def _words(readers: str, version: int) -> frozenset[str]:
    return frozenset(SearchWord.objects.filter(readers=readers).values_list("word", flat=True))
