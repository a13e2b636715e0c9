"""The order of what was found: by the words that match, the rarer the better, and by where.

Done here and not by the database, so that every engine puts the same rows in the same order.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sessions_app.models import SearchDocument
from sessions_app.search.asking import Candidate
from sessions_app.search.query import Query, Word

# Candidates, each with how well each word of a query matches it.
Matches = list[tuple[Candidate, list[float]]]

# The lines of `SearchDocument.words`: title, text, names, topics, descriptions, filters.
_WEIGHTS: Final = (2.4, 1.3, 1.3, 1.4, 0.5, 1.4)
_TITLE: Final = 0
_NAMES: Final = 2
_NEARLY_ALL: Final = 0.8
# The title of the session and descriptions of topics tell of many rows at once.
_SUBJECTS: Final = 4
# With as many stems a title has lost half of what it is more than a text.
_LONG: Final = 8
# A word is the rarer, the smaller its part of as many rows.
_ROWS: Final = 1000
# Each further place and form of a word counts so much of what it would alone.
_MORE: Final = 0.3
# What a row with few of the words keeps of its score; one with all of them keeps all.
_BASE: Final = 0.3
# What cities did is what readers look for first, unless they name another kind.
_KINDS: Final[Mapping[str, float]] = {
    SearchDocument.Kind.CHALLENGE: 0.85,
    SearchDocument.Kind.POINT: 0.9,
    SearchDocument.Kind.QUOTATION: 0.8,
    SearchDocument.Kind.NOTE: 0.7,
    SearchDocument.Kind.CITY: 0.7,
}
# What a row keeps of its score that is not in a place which was named.
_ELSEWHERE: Final = 0.2
# With as many rows that have all words, others are left out.
_ENOUGH: Final = 10
# As many are shown in any case, be it that they have few of the words.
_SHOWN: Final = 10
ALL: Final = 0.8
_PART: Final = 0.25


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its *score* and its *coverage*: the part of the query that it has."""

    candidate: Candidate
    score: float
    coverage: float


def rank(matches: Matches, query: Query) -> list[Ranked]:
    """Return the candidates in order, the best first, without those that have too little."""
    rarity = _rarity([found for _one, found in matches], len(query.words))
    whole = sum(rarity) or 1.0
    places = _places(matches, query)
    kinds = {kind: factor for kind, factor in _KINDS.items() if kind not in query.kinds}
    ranked = []
    for one, found in matches:
        pairs = list(zip(rarity, found, strict=True))
        coverage = sum(rare * min(1.0, value) for rare, value in pairs) / whole
        score = sum(rare * value for rare, value in pairs) * (_BASE + coverage)
        factor = kinds.get(one.kind, 1.0)
        if any(not found[place] for place in places):
            factor *= _ELSEWHERE
        ranked.append(Ranked(one, factor * score, coverage))
    ranked.sort(key=lambda one: (-one.score, -one.candidate.day.toordinal(), one.candidate.pk))
    return _fitting(ranked)


def _places(matches: Matches, query: Query) -> list[int]:
    """Return which words name a place: by what they mean, or as the name of a city or a person."""
    named = [one.stems.split("\n", _NAMES + 1)[_NAMES] for one, _found in matches]
    return [
        place
        for place, word in enumerate(query.words)
        if word.is_place
        or _is_name(word, [n for n, m in zip(named, matches, strict=True) if m[1][place]])
    ]


def _is_name(word: Word, names: list[str]) -> bool:
    """Return whether nearly all rows that have a word have it among their *names*."""
    tokens = [f" {token} " for token in word.meanings]
    having = sum(any(token in name for token in tokens) for name in names)
    return bool(names) and having >= _NEARLY_ALL * len(names)


def matched(candidates: Iterable[Candidate], query: Query) -> Matches:
    """Return how well each word of a query matches each candidate."""
    words = [[(f" {token} ", weight) for token, weight in w.meanings.items()] for w in query.words]
    each = {one.pk: one for one in candidates}.values()
    return [(one, [_value(word, one.stems) for word in words]) for one in each]


def missing(matches: Matches, query: Query) -> list[Word]:
    """Return the words that no candidate has."""
    return [
        word
        for place, word in enumerate(query.words)
        if not any(found[place] for _one, found in matches)
    ]


def _fitting(ranked: list[Ranked]) -> list[Ranked]:
    """Leave out what has less of the query than the rest."""
    best = max((one.coverage for one in ranked), default=0.0)
    whole = [one for one in ranked if one.coverage >= ALL]
    if len(whole) >= _ENOUGH:
        return whole
    return [
        one for place, one in enumerate(ranked) if place < _SHOWN or one.coverage >= _PART * best
    ]


def _rarity(values: list[list[float]], words: int) -> list[float]:
    """Return for each word how much it tells: the more, the fewer candidates have it."""
    having = Counter(
        place
        for found in values
        for place, value in enumerate(found)
        if value > _WEIGHTS[_SUBJECTS]
    )
    rows = max(_ROWS, len(values))
    return [math.log(1 + rows / (having[place] + 1)) for place in range(words)]


def _value(word: list[tuple[str, float]], stems: str) -> float:
    """Return how well a word matches: by its best form and place, and a little by each further.

    *word* has its tokens with their weights; tokens and *stems* have a space on either side.
    """
    forms = [form for form in word if form[0] in stems]
    if not forms:
        return 0.0
    fields = stems.split("\n")
    found = [
        weight * _weight(place, field)
        for token, weight in forms
        for place, field in enumerate(fields)
        if token in field
    ]
    return max(found) + _MORE * (sum(found) - max(found))


def _weight(place: int, stems: str) -> float:
    """Return the weight of a field; a long title, the first sentence of a text, has less of it."""
    if place != _TITLE:
        return _WEIGHTS[place]
    text, length = _WEIGHTS[_TITLE + 1], len(stems.split())
    return text + (_WEIGHTS[_TITLE] - text) / (1 + (length / _LONG) ** 2)
