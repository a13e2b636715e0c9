"""Counting words: those of one key are one, and so are those that an organiser merged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypedDict

from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from llex.core.db.collation import InLanguageOrder
from priorities.models import Ballot, Consultation, Word, WordAnswer
from priorities.results.counting import ranked


class WordTally(TypedDict):
    """The number of ballots that gave one word, in any case, spacing or of its *spellings*.

    *id* is the key of the row that is shown: the way most people wrote it. *spellings* are those
    that an organiser merged. Equal counts share a *rank*.
    """

    id: int
    word: str
    rank: int
    count: int
    spellings: list[str]


@dataclass(frozen=True, slots=True)
class WordGroup:
    """Words that count as one: the one *shown*, how many ballots gave any, and all of them."""

    shown: Word
    count: int
    words: list[Word]


def group_words(consultation: Consultation, ballots: QuerySet[Ballot]) -> list[WordGroup]:
    """Return the words of *consultation* as they count on *ballots*, hidden ones too, in no order.

    Words of one key are one, and shown as most people wrote it. A ballot counts once for a word,
    even where it gave two spellings of it. Two queries.
    """
    answers = WordAnswer.objects.filter(ballot__in=ballots)
    by_key = answers.annotate(shown=Coalesce("word__merged_into__key", "word__key"))
    per_ballot = models.Count("ballot", distinct=True)
    counts = dict(by_key.values_list("shown").annotate(count=per_ballot).order_by())
    given = models.Count("answers", filter=models.Q(answers__ballot__in=ballots))
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


def count_words(consultation: Consultation, ballots: QuerySet[Ballot]) -> list[WordTally]:
    """Count the words that are not hidden, the most frequent first. Two queries."""
    found: list[WordTally] = [
        {
            "id": group.shown.pk,
            "word": group.shown.text,
            "rank": 0,
            "count": group.count,
            "spellings": [word.text for word in group.words if word.merged_into_id],
        }
        for group in group_words(consultation, ballots)
        if group.count and not group.shown.is_hidden
    ]
    found.sort(key=lambda word: (-word["count"], word["word"].casefold(), word["id"]))
    return ranked(found, lambda word: word["count"])
