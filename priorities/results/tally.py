"""Counting ballots: here, and nowhere else.

What is counted is JSON-ready, because it is pushed to screens, frozen at closing and printed:

    {
      "kind": "ratings",
      "ballots": 80,
      "by_language": {"en": 32, "fr": 48},
      "by_origin": {"phone": 78, "clerk": 2},
      "scale": 5,
      "items": [
        {"service": "healthcare", "rank": 1, "mean": 4.85, "answers": 80, "dont_know": 0,
         "distribution": [0, 0, 2, 8, 70]}
      ],
      "words": []
    }

A consultation that asks for words has no items, and in ``words``, most frequent first:

    {"id": 7, "word": "Housing", "rank": 1, "count": 12, "spellings": ["housing", "a house"]}
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from django.db import models
from django.db.models.functions import Coalesce

from llex.core.db.collation import InLanguageOrder

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from priorities.models import Ballot, Consultation, Word


class ItemTally(TypedDict):
    """How one service was rated.

    *service* is its slug. *mean* has two decimals, rounded half up, and is None without an answer,
    as is *rank*; ranks count from 1 and equal means share one. *answers* does not count
    *dont_know*. *distribution* holds the number of answers per score, from 1 to the scale.
    """

    service: str
    rank: int | None
    mean: float | None
    answers: int
    dont_know: int
    distribution: list[int]


class WordTally(TypedDict):
    """How many ballots gave one word, in any case, with any spaces, in any of its *spellings*.

    *id* is the key of the row that is shown: the way most people wrote it. *spellings* are those
    that an organiser merged. Equal counts share a *rank*.
    """

    id: int
    word: str
    rank: int
    count: int
    spellings: list[str]


class Count(TypedDict):
    """How many ballots there are, and the words on them."""

    kind: Literal["ratings", "words"]
    ballots: int
    by_language: dict[str, int]
    by_origin: dict[str, int]
    scale: int
    words: list[WordTally]


class Tally(Count):
    """What the ballots of a consultation say; see the module for an example of each kind."""

    items: list[ItemTally]


def tally(consultation: Consultation) -> Tally:
    """Count a consultation's ballots in three queries, whatever it asks and however many there are.

    Ballots of a rehearsal count only while the consultation is a draft. Items come best mean first,
    words most frequent first and without those that are hidden.
    """
    counted = _counted(consultation)
    by_language, by_origin = _turnout(counted)
    words = consultation.kind == consultation.Kind.WORDS
    return {
        "kind": "words" if words else "ratings",
        "ballots": sum(by_language.values()),
        "by_language": by_language,
        "by_origin": by_origin,
        "scale": consultation.scale,
        "items": [] if words else _items(consultation, counted),
        "words": _words(consultation) if words else [],
    }


def mean(distribution: list[int]) -> float | None:
    """Return the mean score of *distribution* with two decimals, exact halves rounded up."""
    answers = sum(distribution)
    if not answers:
        return None
    total = sum(score * count for score, count in enumerate(distribution, start=1))
    # In whole numbers, because 4.125 has no exact half left once it is a float.
    return (200 * total + answers) // (2 * answers) / 100


def _counted(consultation: Consultation) -> QuerySet[Ballot]:
    ballots = consultation.ballots.all()
    if consultation.state == consultation.State.DRAFT:
        return ballots
    return ballots.exclude(origin="rehearsal")


def _turnout(counted: QuerySet[Ballot]) -> tuple[dict[str, int], dict[str, int]]:
    """Return the number of ballots by language and by origin."""
    by_language: dict[str, int] = {}
    by_origin: dict[str, int] = {}
    rows = counted.order_by("language", "origin").values_list("language", "origin")
    for language, origin, count in rows.annotate(count=models.Count("pk")):
        by_language[language] = by_language.get(language, 0) + count
        by_origin[origin] = by_origin.get(origin, 0) + count
    return by_language, by_origin


def _items(consultation: Consultation, counted: QuerySet[Ballot]) -> list[ItemTally]:
    from priorities.models import Rating

    counts: dict[int, dict[int | None, int]] = {}
    ratings = Rating.objects.filter(ballot__in=counted).values_list("item", "score")
    for item, score, count in ratings.annotate(count=models.Count("pk")).order_by():
        counts.setdefault(item, {})[score] = count
    asked = consultation.items.values_list("pk", "service__slug")
    items = [_item(slug, counts.get(key, {}), consultation.scale) for key, slug in asked]
    # The order of the questions decides between equals.
    items.sort(key=lambda item: -(item["mean"] or 0))
    for position, item in enumerate(items, start=1):
        item["rank"] = None if item["mean"] is None else position
    for before, item in pairwise(items):
        if item["mean"] is not None and item["mean"] == before["mean"]:
            item["rank"] = before["rank"]
    return items


def _item(service: str, counts: dict[int | None, int], scale: int) -> ItemTally:
    distribution = [counts.get(score, 0) for score in range(1, scale + 1)]
    return {
        "service": service,
        "rank": None,
        "mean": mean(distribution),
        "answers": sum(distribution),
        "dont_know": counts.get(None, 0),
        "distribution": distribution,
    }


@dataclass(frozen=True, slots=True)
class WordGroup:
    """Words that count as one: the one *shown*, how many ballots gave any, and all of them."""

    shown: Word
    count: int
    words: list[Word]


def group_words(consultation: Consultation) -> list[WordGroup]:
    """Return the words of *consultation* as they count, hidden ones too, in no order.

    Words of one key are one, and shown as most people wrote it. A ballot counts once for a word,
    even where it gave two spellings of it. Two queries.
    """
    from priorities.models import WordAnswer

    counted = _counted(consultation)
    answers = WordAnswer.objects.filter(ballot__in=counted)
    by_key = answers.annotate(shown=Coalesce("word__merged_into__key", "word__key"))
    per_ballot = models.Count("ballot", distinct=True)
    counts = dict(by_key.values_list("shown").annotate(count=per_ballot).order_by())
    given = models.Count("answers", filter=models.Q(answers__ballot__in=counted))
    order = (InLanguageOrder("text"), "pk")
    words = list(consultation.words.annotate(given=given).order_by(*order))
    keys = {word.pk: word.key for word in words}
    groups: dict[str, list[Any]] = {}
    for word in words:
        key = keys.get(word.merged_into_id or word.pk, word.key)
        groups.setdefault(key, []).append(word)
    return [
        WordGroup(_shown(members, key), counts.get(key, 0), members)
        for key, members in groups.items()
    ]


def _shown(members: list[Any], key: str) -> Word:
    """Return the way most people wrote a word, of those that are not merged into another."""
    own = [word for word in members if word.key == key and not word.merged_into_id] or members
    shown: Word = min(own, key=lambda word: (-word.given, word.text.isupper(), word.pk))
    return shown


def _words(consultation: Consultation) -> list[WordTally]:
    found: list[WordTally] = [
        {
            "id": group.shown.pk,
            "word": group.shown.text,
            "rank": 0,
            "count": group.count,
            "spellings": [word.text for word in group.words if word.merged_into_id],
        }
        for group in group_words(consultation)
        if group.count and not group.shown.is_hidden
    ]
    found.sort(key=lambda word: (-word["count"], word["word"].casefold(), word["id"]))
    for position, entry in enumerate(found, start=1):
        entry["rank"] = position
    for before, entry in pairwise(found):
        if entry["count"] == before["count"]:
            entry["rank"] = before["rank"]
    return found
