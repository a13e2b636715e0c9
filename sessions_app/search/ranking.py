"""The order of what was found: by the words that match, the rarer the better, and by where.

Done here and not by the database, so that every engine puts the same rows in the same order.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from sessions_app.models import SearchDocument
from sessions_app.search.query import Query, Word

# The lines of `SearchDocument.words`: title, text, names, subjects, filters.
_WEIGHTS: Final = (4.0, 2.0, 1.5, 0.7, 2.0)
# How much the place of a word counts beside that it is there.
_PLACE: Final = 0.25
# Each further form of a word that is there.
_MORE: Final = 0.15
_KINDS: Final = {
    SearchDocument.Kind.POINT: 0.9,
    SearchDocument.Kind.QUOTATION: 0.8,
    SearchDocument.Kind.NOTE: 0.7,
    SearchDocument.Kind.CITY: 0.7,
}
# With as many rows that have all words, others are left out.
_ENOUGH: Final = 5
_ALL: Final = 0.8
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that has some of the words; *words* are its stems by field."""

    pk: int
    kind: str
    day: date
    words: tuple[frozenset[str], ...]

    @classmethod
    def read(cls, pk: int, kind: str, day: date, words: str) -> Candidate:
        return cls(pk, kind, day, tuple(frozenset(line.split()) for line in words.split("\n")))


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its *score* and its *coverage*: the part of the query that it has."""

    candidate: Candidate
    score: float
    coverage: float


def rank(candidates: Iterable[Candidate], query: Query) -> list[Ranked]:
    """Return the candidates in order, the best first, without those that have too little."""
    values = {
        one: [_value(word, one) for word in query.words] for one in dict.fromkeys(candidates)
    }
    rarity = _rarity(list(values.values()), len(query.words))
    whole = sum(rarity) or 1.0
    ranked = [
        Ranked(
            one,
            _KINDS.get(SearchDocument.Kind(one.kind), 1.0)
            * sum(
                rare * (1 + _PLACE * value)
                for rare, value in zip(rarity, found, strict=True)
                if value
            ),
            sum(rare for rare, value in zip(rarity, found, strict=True) if value) / whole,
        )
        for one, found in values.items()
    ]
    ranked.sort(key=lambda one: (-one.score, -one.candidate.day.toordinal(), one.candidate.pk))
    return _fitting(ranked)


def _fitting(ranked: list[Ranked]) -> list[Ranked]:
    """Leave out what has less of the query than the rest."""
    best = max((one.coverage for one in ranked), default=0.0)
    whole = [one for one in ranked if one.coverage >= _ALL]
    if len(whole) >= _ENOUGH:
        return whole
    return [one for one in ranked if one.coverage >= _HALF * best]


def _rarity(values: list[list[float]], words: int) -> list[float]:
    """Return for each word how much it tells: the more, the fewer candidates have it."""
    having = Counter(place for found in values for place, value in enumerate(found) if value)
    return [math.log(1 + (len(values) + 1) / (having[place] + 1)) for place in range(words)]


def _value(word: Word, candidate: Candidate) -> float:
    """Return how well a word matches: by its best form and place, and a little by each further."""
    found = [
        weight * _WEIGHTS[place]
        for token, weight in word.meanings.items()
        for place, stems in enumerate(candidate.words)
        if token in stems
    ]
    return max(found) + _MORE * (sum(found) - max(found)) if found else 0.0
