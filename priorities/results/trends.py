"""The same services across sessions, as published in editions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil, floor
from statistics import fmean
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from llex.core.languages import fallbacks
from llex.core.languages.translation_marks import first_text
from llex.core.text import Phrase
from priorities.models import ChoiceProjection, ConsultationProjection, RatingProjection, Service
from priorities.results.published import ResultGroup
from priorities.results.scales import percentage, reach

# The lowest and the highest share that a drawing shows.
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class TrendColumn:
    """One consultation on services: where it was held, what was asked, how many answered.

    *starts_at* is in the session's own time zone. *rated* services have a rank in it.
    """

    slug: str
    code: str
    edition: int
    title: Phrase | None
    starts_at: datetime
    question: Phrase | None
    caveat: Phrase | None
    low: Phrase | None
    high: Phrase | None
    scale: int
    ballots: int
    rated: int
    groups: tuple[ResultGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The ratings of a service in one consultation. *share* is its mean from 0 to 1."""

    column: TrendColumn
    rank: int | None
    mean: float | None
    share: float
    answers: int
    dont_know: int
    distribution: tuple[int, ...]


@dataclass(slots=True)
class TrendRow:
    """One service; *results* has one entry per column, None where it was not asked about."""

    service: Service
    name: Phrase | None
    results: list[Result | None] = field(default_factory=list)

    @property
    def rated(self) -> list[Result]:
        """Return the results that have a mean, the earliest first."""
        return [result for result in self.results if result and result.mean is not None]

    @property
    def latest(self) -> Result | None:
        """Return the last result that has a mean."""
        return self.rated[-1] if self.rated else None

    @property
    def span(self) -> Span:
        """Return the lowest and the highest share of a drawing of this line alone."""
        return span([self])

    @property
    def level(self) -> float:
        """Return the average share over all answers, by which the list is sorted.

        Each answer counts the same, so that a session of one ballot does not outweigh one of 347.
        """
        weights = [result.answers for result in self.rated]
        if not sum(weights):
            return -1.0
        return fmean((result.share for result in self.rated), weights)


@dataclass(frozen=True, slots=True)
class History:
    """All services that were ever rated, the one rated highest on average first."""

    columns: list[TrendColumn]
    lines: list[TrendRow]

    @property
    def span(self) -> Span:
        """Return the lowest and the highest share of the drawings of all lines."""
        return span(self.lines)


def span(lines: Iterable[TrendRow]) -> Span:
    """Return the lowest and the highest share in *lines*, each moved outwards to a quarter."""
    shares = [result.share for line in lines for result in line.rated] or [0.0, 1.0]
    lowest, highest = floor(4 * min(shares)) / 4, ceil(4 * max(shares)) / 4
    return (lowest, highest) if lowest < highest else (max(0.0, lowest - 0.25), lowest + 0.25)


def history(language: str) -> History:
    """Return the ratings of all services, with texts in *language*. One query."""
    return _arranged(RatingProjection.objects.all(), language)


def history_of(service: Service, language: str) -> TrendRow:
    """Return the ratings of one service; every result is of a session that asked about it.

    Two queries.
    """
    ratings = RatingProjection.objects.filter(service=service)
    sizes = Counter(
        RatingProjection.objects.filter(
            published__ratings__service=service, rank__isnull=False
        ).values_list("published", flat=True)
    )
    found = _arranged(ratings, language, sizes)
    return found.lines[0] if found.lines else TrendRow(service, _name(service, fallbacks(language)))


@dataclass(frozen=True, slots=True)
class ChosenResult:
    """On how many ballots of one consultation a service was chosen; *share* of all, 0 to 100."""

    column: TrendColumn
    rank: int | None
    count: int
    share: float


def choices_of(service: Service, language: str) -> list[ChosenResult]:
    """Return the consultations in which *service* could be chosen, the earliest first. One query.

    They are apart from the ratings: a share of ballots and a mean score cannot be compared.
    """
    order = fallbacks(language)
    rows = ChoiceProjection.objects.filter(service=service).order_by("published__starts_at", "pk")
    return [
        ChosenResult(
            _column(row.published, 0, order),
            row.rank,
            row.count,
            percentage(row.count, row.published.ballots),
        )
        for row in rows.select_related("published__consultation")
    ]


def _arranged(
    ratings: QuerySet[RatingProjection], language: str, sizes: Counter[int] | None = None
) -> History:
    order = fallbacks(language)
    rows = list(
        ratings.select_related("service", "published__consultation").order_by(
            "published__starts_at", "published", "service__order", "service__slug"
        )
    )
    if sizes is None:
        sizes = Counter(row.published_id for row in rows if row.rank is not None)
    columns = {
        row.published_id: _column(row.published, sizes[row.published_id], order) for row in rows
    }
    cells = {(row.service_id, row.published_id): row for row in rows}
    services = sorted({row.service for row in rows}, key=lambda one: (one.order, one.slug))
    lines = [
        TrendRow(
            service,
            _name(service, order),
            [_result(cells.get((service.pk, key)), column) for key, column in columns.items()],
        )
        for service in services
    ]
    return History(list(columns.values()), sorted(lines, key=lambda line: -line.level))


def _column(published: ConsultationProjection, rated: int, order: tuple[str, ...]) -> TrendColumn:
    return TrendColumn(
        slug=published.session_slug,
        code=published.consultation.code,
        edition=published.edition,
        title=published.text("session_title", order),
        starts_at=published.starts_at.astimezone(ZoneInfo(published.time_zone)),
        question=published.text("question", order),
        caveat=published.text("caveat", order),
        low=published.text("low", order),
        high=published.text("high", order),
        scale=published.scale,
        ballots=published.ballots,
        rated=rated,
        groups=tuple(ResultGroup(**group) for group in published.groups),
    )


def _result(row: RatingProjection | None, column: TrendColumn) -> Result | None:
    if row is None:
        return None
    return Result(
        column=column,
        rank=row.rank,
        mean=row.mean,
        share=reach(row.mean, column.scale),
        answers=row.answers,
        dont_know=row.dont_know,
        distribution=tuple(row.distribution),
    )


def _name(service: Service, order: Iterable[str]) -> Phrase | None:
    found = first_text(service, "name", order)
    return Phrase(*found) if found else None
