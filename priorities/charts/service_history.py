"""One service from session to session: the rows of its chart, its picture and its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from llex.core.charts.picture import Picture
from llex.core.languages.numbers import number
from llex.core.languages.phrases import join_items, join_with_semicolons, labelled
from llex.core.spreadsheets.writing import SheetTable, as_csv
from priorities.charts.rating_picture import WIDTH, RatingLine, draw_ratings
from priorities.charts.spread import Band, band_text
from priorities.results.breakdown import region_of_voters
from priorities.results.published import ResultGroup
from priorities.results.scales import reach, scale_text
from priorities.results.trends import Result, TrendColumn, TrendRow


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """The ratings of a service in one session; *change* is since the last one on its scale."""

    result: Result
    band: Band
    change: float | None

    @property
    def spread(self) -> str:
        """Return mean and band in words."""
        return band_text(self.result.mean, self.band)

    @property
    def rank(self) -> str:
        """Return the rank among the services that were rated."""
        values = {"rank": number(self.result.rank or 0), "rated": number(self.result.column.rated)}
        return _("rank %(rank)s of %(rated)s") % values

    @property
    def ballots(self) -> str:
        """Return the number of ballots."""
        ballots = self.result.column.ballots
        text = ngettext("%(number)s ballot", "%(number)s ballots", ballots)
        return text % {"number": number(ballots)}

    @property
    def in_words(self) -> str:
        """Return what the row of the chart shows."""
        return join_with_semicolons([self.spread, self.rank, self.ballots])


@dataclass(frozen=True, slots=True)
class RegionMean:
    """How the voters of one region, or of several together, rated a service in a session."""

    name: str
    ballots: int
    mean: float
    share: float


@dataclass(frozen=True, slots=True)
class ByRegion:
    """The ratings of a service by region in one session."""

    column: TrendColumn
    means: list[RegionMean]


@dataclass(frozen=True, slots=True)
class ServiceHistory:
    """The ratings of a service, the newest first: *rows* on one axis, *others* on other scales."""

    slug: str
    rows: list[HistoryRow]
    others: list[HistoryRow]

    @property
    def newest_first(self) -> list[HistoryRow]:
        """Return all rows, on whatever scale, the newest first."""
        rows = [*self.rows, *self.others]
        return sorted(rows, key=lambda row: row.result.column.starts_at, reverse=True)

    @property
    def latest(self) -> Result:
        return self.newest_first[0].result

    @property
    def by_region(self) -> ByRegion | None:
        """Return how regions differ in the last session where that may be told, if any."""
        for row in self.newest_first:
            column = row.result.column
            groups = [one for one in column.groups if one.by == "region"]
            if groups and self.slug in groups[0].values:
                return ByRegion(column, [_region_mean(one, self.slug, column) for one in groups])
        return None

    @property
    def scale(self) -> int:
        """Return the highest score of the axis."""
        return self.rows[0].band.scale

    @property
    def scale_text(self) -> str:
        column = self.rows[0].result.column
        return scale_text(self.scale, column.low, column.high)

    @property
    def has_changes(self) -> bool:
        """Return whether there is more than one session to compare."""
        return any(row.change is not None for row in self.rows)


def service_history(line: TrendRow) -> ServiceHistory | None:
    """Return how a service was rated, None if it never was.

    The axis has the scale that most sessions used; of two used equally often, the later one.
    """
    means: dict[int, float] = {}
    rows: list[HistoryRow] = []
    for result in line.rated:
        scale, mean = result.column.scale, result.mean or 0.0
        change = round(mean - means[scale], 2) if scale in means else None
        means[scale] = mean
        rows.insert(0, HistoryRow(result, Band.around(result.distribution), change))
    if not rows:
        return None
    uses = Counter(row.band.scale for row in rows)
    # Equal counts stay in the order in which they were met, the newest first.
    axis = max(uses, key=lambda scale: uses[scale])
    return ServiceHistory(
        line.service.slug,
        [row for row in rows if row.band.scale == axis],
        [row for row in rows if row.band.scale != axis],
    )


def _region_mean(group: ResultGroup, slug: str, column: TrendColumn) -> RegionMean:
    # What was not said comes last.
    codes = sorted(group.codes, key=lambda code: not code)
    mean = group.values[slug]
    name = capfirst(join_items(map(region_of_voters, codes)))
    return RegionMean(name, group.ballots, mean, reach(mean, column.scale))


def history_picture(name: str, history: ServiceHistory, source: str) -> Picture:
    """Return the chart of a service as a picture; *source* is written below it."""
    rows = history.rows
    told = (labelled(_when(row.result.column), row.in_words) for row in rows)
    picture = Picture(name, join_items(told), width=WIDTH)
    basis = _("The mark is the mean, the band the middle half of the answers.")
    top = picture.heading([f"{history.scale_text}. {basis}"])
    lines = [
        RatingLine(
            # The rank stays on one line.
            join_items([_when(row.result.column), row.ballots, row.rank.replace(" ", "\u00a0")]),
            row.result.mean,
            history.scale,
            row.result.distribution,
            row.change,
            row.band,
        )
        for row in rows
    ]
    return picture.finish(source, draw_ratings(picture, lines, top))


def history_csv(history: ServiceHistory) -> bytes:
    """Return the figures of all sessions as CSV, with heads in the active language."""
    rows = history.newest_first
    highest = max(row.band.scale for row in rows)
    heads = [
        _("Session"),
        pgettext("column of a table", "Date"),
        _("Question"),
        _("Highest score"),
        pgettext("column of a table", "Mean"),
        pgettext("column of a table", "Change"),
        _("Middle half from"),
        _("Middle half to"),
        pgettext("column of a table", "Rank"),
        _("Services rated"),
        pgettext("column of a table", "Ballots"),
        pgettext("column of a table", "Answers"),
        _("Don’t know"),
        *(_("Score %(score)s") % {"score": score} for score in range(1, highest + 1)),
    ]
    return as_csv(SheetTable(_("Results"), heads, map(_cells, rows)))


def _cells(row: HistoryRow) -> Sequence[Any]:
    result, column = row.result, row.result.column
    return [
        str(column.title or column.slug),
        column.starts_at.date().isoformat(),
        str(column.question or ""),
        column.scale,
        result.mean,
        row.change,
        row.band.low,
        row.band.high,
        result.rank,
        column.rated,
        column.ballots,
        result.answers,
        result.dont_know,
        *result.distribution,
    ]


def _when(column: TrendColumn) -> str:
    return formats.date_format(column.starts_at, _("j F Y"))
