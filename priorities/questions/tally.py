"""Counting ballots: here, and by the kinds of questions that are asked.

Counts are JSON-ready, because it is pushed to screens, frozen at closing and published:

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

A choice has neither. It has the entry ``"max_choices": 3`` and in ``choices``, most frequent first:

    {"service": "housing", "rank": 1, "count": 42}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, QuerySet

from priorities.questions.registry import kind_of

if TYPE_CHECKING:
    from priorities.models import Ballot, Consultation


def tally(consultation: Consultation) -> dict[str, Any]:
    """Count a consultation's ballots in three queries, whatever it asks and however many there are.

    Ballots of a rehearsal count only while the consultation is a draft. Items come best mean first,
    words and choices most frequent first, words without those that are hidden.
    """
    ballots = counted_ballots(consultation)
    by_language, by_origin = _turnout(ballots)
    return {
        "kind": consultation.kind,
        "ballots": sum(by_language.values()),
        "by_language": by_language,
        "by_origin": by_origin,
        "scale": consultation.scale,
        "items": [],
        "words": [],
        **kind_of(consultation).count(consultation, ballots),
    }


def counted_ballots(consultation: Consultation) -> QuerySet[Ballot]:
    """Return the ballots that count now: those of a rehearsal in a draft only."""
    ballots = consultation.ballots.all()
    if consultation.state == consultation.State.DRAFT:
        return ballots
    return ballots.exclude(origin="rehearsal")


def _turnout(ballots: QuerySet[Ballot]) -> tuple[dict[str, int], dict[str, int]]:
    """Return the number of ballots by language and by origin."""
    by_language: dict[str, int] = {}
    by_origin: dict[str, int] = {}
    rows = ballots.values_list("language", "origin").order_by("language", "origin")
    for language, origin, count in rows.annotate(count=Count("pk")):
        by_language[language] = by_language.get(language, 0) + count
        by_origin[origin] = by_origin.get(origin, 0) + count
    return by_language, by_origin
