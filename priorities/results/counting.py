"""Counting the answers about services, and ranking what was counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

from django.db.models import Count, QuerySet

from priorities.models import Rating, Selection
from priorities.results.scales import mean

if TYPE_CHECKING:
    from priorities.models import Ballot, Consultation

R = TypeVar("R", bound=Mapping[str, Any])


class ItemTally(TypedDict):
    """The ratings of one service.

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


class ChoiceTally(TypedDict):
    """On how many ballots one service, given by its slug, was chosen; rank None: on no ballot."""

    service: str
    rank: int | None
    count: int


def count_ratings(consultation: Consultation, ballots: QuerySet[Ballot]) -> list[ItemTally]:
    """Count the scores of each service, best mean first. Two queries."""
    counts: dict[int, dict[int | None, int]] = {}
    ratings = Rating.objects.filter(ballot__in=ballots).values_list("item", "score")
    for item, score, count in ratings.annotate(count=Count("pk")).order_by():
        counts.setdefault(item, {})[score] = count
    asked = consultation.items.values_list("pk", "service__slug")
    items = [_item(slug, counts.get(key, {}), consultation.scale) for key, slug in asked]
    return ranked(items, lambda item: item["mean"])


def count_choices(consultation: Consultation, ballots: QuerySet[Ballot]) -> list[ChoiceTally]:
    """Count the ballots that chose each service, the most often chosen first. Two queries."""
    chosen = Selection.objects.filter(ballot__in=ballots).values_list("item")
    counts = dict(chosen.annotate(count=Count("pk")).order_by())
    rows: list[ChoiceTally] = [
        {"service": slug, "rank": None, "count": counts.get(key, 0)}
        for key, slug in consultation.items.values_list("pk", "service__slug")
    ]
    return ranked(rows, lambda row: row["count"] or None)


def ranked(rows: list[R], value: Callable[[R], float | None]) -> list[R]:
    """Sort *rows* by *value*, the highest first, and write their ranks; equals share one.

    Equals stay in their order. Rows without a value come last and have no rank.
    """
    rows.sort(key=lambda row: -(value(row) or 0))
    for position, row in enumerate(rows, start=1):
        row["rank"] = None if value(row) is None else position  # type: ignore[index]
    for before, row in pairwise(rows):
        if value(row) is not None and value(row) == value(before):
            row["rank"] = before["rank"]  # type: ignore[index]
    return rows


def _item(service: str, counts: Mapping[int | None, int], scale: int) -> ItemTally:
    distribution = [counts.get(score, 0) for score in range(1, scale + 1)]
    return {
        "service": service,
        "rank": None,
        "mean": mean(distribution),
        "answers": sum(distribution),
        "dont_know": counts.get(None, 0),
        "distribution": distribution,
    }
