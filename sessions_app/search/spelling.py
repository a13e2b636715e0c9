"""Words that were meant where nothing is found as typed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from llex.core.text.name_keys import normalize_key
from llex.core.text.search_words import lexicon
from sessions_app.models import SearchWord
from sessions_app.search.query import Query, Word

SHORTEST_WORD: Final = 4
# As much of a word as must be right.
_ALIKE: Final = 0.7
# The same where other words were found: the word may be right, and in no text.
_ALMOST: Final = 0.83


def corrected(query: Query, wrong: Iterable[Word], version: int) -> str:
    """Return what was typed with the words *wrong* replaced by the nearest ones that there are.

    "" if none is near. *version* is that of the projection, whose words are kept between queries.
    """
    known = _words(query.language, version)
    meant, is_changed = query.text, False
    wrong = [word for word in wrong if word.shown]
    alike = _ALIKE if len(wrong) == len(query.words) else _ALMOST
    for word in wrong:
        if nearest := _nearest(word.shown, known, alike):
            meant, is_changed = meant.replace(word.shown, nearest), True
    return meant if is_changed else ""


def _nearest(word: str, known: frozenset[str], alike: float) -> str:
    key = normalize_key(word)
    if key in known or len(key) < SHORTEST_WORD:
        return ""
    near = process.extractOne(key, known, scorer=OSA.normalized_similarity, score_cutoff=alike)
    return str(near[0]) if near else ""


@lru_cache(maxsize=8)
def _words(readers: str, version: int) -> frozenset[str]:
    written = SearchWord.objects.filter(readers=readers).values_list("word", flat=True)
    return lexicon(readers).words.union(written)
