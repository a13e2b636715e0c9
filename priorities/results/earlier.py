"""How services were rated in the sessions before, for the change since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from llex.core.text import Phrase
from priorities.models import RatingProjection
from priorities.results.published import EarlierMean, RatingsResult

_NEWEST: Final = 1


def earlier_ratings(before: datetime) -> list[RatingProjection]:
    """Return the last published rating of each service on each scale before a time. One query."""
    place = Window(
        RowNumber(),
        partition_by=[F("service"), F("published__scale")],
        order_by=[F("published__starts_at").desc(), F("published").desc()],
    )
    rows = RatingProjection.objects.filter(published__starts_at__lt=before, mean__isnull=False)
    last = rows.annotate(place=place).filter(place=_NEWEST)
    return list(last.select_related("service", "published"))


def compared(
    result: RatingsResult, earlier: Iterable[RatingProjection], order: Sequence[str]
) -> RatingsResult:
    """Return *result* with what came before beside each service.

    Titles of sessions are in the first language of *order* that they have.
    """
    means = {
        row.service.slug: EarlierMean(
            mean=row.mean or 0,
            session=row.published.session_slug,
            title=row.published.text("session_title", tuple(order)) or Phrase(order[0], ""),
            day=row.published.held.date(),
        )
        for row in earlier
        if row.published.scale == result.scale
    }
    items = tuple(replace(item, earlier=means.get(item.service.slug)) for item in result.items)
    return replace(result, items=items)
