"""Counting ballots: here, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count

if TYPE_CHECKING:
    from priorities.models import Consultation


def tally(consultation: Consultation) -> dict[str, Any]:
    """Count a consultation's ballots in a constant number of queries.

    Return JSON-ready data: ``ballots`` (int), ``by_language`` (code → ballots), ``scale`` and
    ``items``, best mean first: ``service`` (slug), ``rank`` (from 1, equal means share one; None
    without an answer), ``mean`` (two decimals or None), ``answers``, ``dont_know`` and
    ``distribution`` (answers per score from 1 to scale).
    """
    from priorities.models import Rating

    ballots = consultation.ballots.values("language").annotate(n=Count("pk")).order_by("language")
    by_language = {row["language"]: row["n"] for row in ballots}
    counts: dict[int, dict[int | None, int]] = {}
    ratings = Rating.objects.filter(ballot__consultation=consultation)
    for row in ratings.values("item", "score").annotate(n=Count("pk")).order_by("item", "score"):
        counts.setdefault(row["item"], {})[row["score"]] = row["n"]
    items = [
        _item(item.service.slug, counts.get(item.pk, {}), consultation.scale)
        for item in consultation.items.select_related("service")
    ]
    return {
        "ballots": sum(by_language.values()),
        "by_language": by_language,
        "scale": consultation.scale,
        "items": _ranked(items),
    }


def _item(service: str, counts: dict[int | None, int], scale: int) -> dict[str, Any]:
    distribution = [counts.get(score, 0) for score in range(1, scale + 1)]
    answers = sum(distribution)
    total = sum(score * n for score, n in enumerate(distribution, start=1))
    return {
        "service": service,
        "mean": round(total / answers, 2) if answers else None,
        "answers": answers,
        "dont_know": counts.get(None, 0),
        "distribution": distribution,
    }


def _ranked(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Order by mean, the order of the questions deciding between equals, and number the ranks."""
    ordered = sorted(items, key=lambda item: -(item["mean"] or 0))
    for position, item in enumerate(ordered, start=1):
        before = ordered[position - 2] if position > 1 else None
        same = before is not None and before["mean"] == item["mean"]
        item["rank"] = (
            None if item["mean"] is None else before["rank"] if same and before else position
        )
    return ordered
