"""The figures that the charts of a result draw, as a table. Heads are in the active language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Any

from django.utils.translation import gettext as _

from llex.core.spreadsheets.writing import SheetTable, as_csv
from priorities.results.published import (
    ChoiceResult,
    ConsultationResult,
    RatingsResult,
    WordsResult,
)
from priorities.results.scales import percentage
from sessions_app.briefing.labels import labels
from sessions_app.briefing.result_comparisons import group_name


def result_csv(result: ConsultationResult) -> bytes:
    """Return a result as it is drawn, with its groups, as CSV."""
    heads, rows = _table(result)
    services = result.services()
    if result.groups:
        heads += [group_name(group) for group in result.groups]
        for row, service in zip(rows, services, strict=True):
            row += [group.values.get(service.slug) for group in result.groups]
    return as_csv(SheetTable(_("Results"), heads, rows))


@singledispatch
def _table(result: ConsultationResult) -> tuple[list[str], list[list[Any]]]:
    """Return heads and rows, a row for each service; each kind registers its own."""
    raise TypeError(result)


@_table.register
def _ratings(result: RatingsResult) -> tuple[list[str], list[list[Any]]]:
    words = labels()
    scores = [_("Score %(score)s") % {"score": one} for one in range(1, result.scale + 1)]
    heads = [words[name] for name in ("rank", "service", "mean", "answers", "dont_know")]
    heads += [*scores, words["mean_change"], *_earlier_heads()]
    rows = [
        [
            item.rank,
            str(item.service.name),
            item.mean,
            item.answers,
            item.dont_know,
            *item.distribution,
            item.change,
            item.earlier.mean if item.earlier else None,
            item.earlier.session if item.earlier else None,
            item.earlier.day if item.earlier else None,
        ]
        for item in result.items
    ]
    return heads, rows


def _earlier_heads() -> Sequence[str]:
    return _("Mean before"), _("Session before"), _("Day of the session before")


@_table.register
def _choices(result: ChoiceResult) -> tuple[list[str], list[list[Any]]]:
    words = labels()
    rows = [
        [item.rank, str(item.service.name), item.count, percentage(item.count, result.ballots)]
        for item in result.choices
    ]
    return [words["rank"], words["service"], words["ballots"], _("Share of ballots (%)")], rows


@_table.register
def _words(result: WordsResult) -> tuple[list[str], list[list[Any]]]:
    words = labels()
    rows: list[list[Any]] = [[one.rank, one.word, one.count] for one in result.words]
    return [words["rank"], words["word"], words["ballots"]], rows
