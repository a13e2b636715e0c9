"""The figures of a consultation as a table with bars, declared once per kind of question.

Markdown, Word and PDF walk it. All texts are in the active language.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Final

from llex.core.text import Phrase
from priorities.charts.spread import signed
from priorities.results.published import (
    ChoiceResult,
    ConsultationResult,
    ItemResult,
    RatingsResult,
    WordsResult,
)
from sessions_app.briefing import result_texts
from sessions_app.briefing.labels import labels
from sessions_app.briefing.phrases import mean, number
from sessions_app.briefing.result_axes import axis
from sessions_app.briefing.result_comparisons import change_basis

# The widths of a table add up to this.
PAGE_WIDTH: Final = 166
# By the number of scores at most, as two of which changes count: the widths of the columns of
# ranks, of means and changes, of each score, of answers and of those who did not know.
_WIDTHS: Final = {5: (19, 21, 9, 22, 24), 10: (16, 18, 6, 19, 21), 12: (13, 18, 6, 19, 14)}


@dataclass(frozen=True, slots=True)
class Typed:
    """Text that a voter typed, in an unknown language."""

    text: str


Cell = str | Phrase | Typed


@dataclass(frozen=True, slots=True)
class Column:
    """A column; *width* is in millimetres on paper. Its cells are figures unless it *is_text*."""

    head: str
    width: float
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A row: its cells, and a bar that has *share* of its full length, from 0 to 1.

    *figure* is beside the bar, and then either the *change* since the session before and the
    *distribution*, the number of answers per score, or the text *remark*.
    """

    name: Cell
    cells: tuple[Cell, ...]
    share: float
    figure: str
    change: str = ""
    distribution: Sequence[int] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ResultTable:
    """The table of a result; *remark* is the line below it.

    Where a format draws the bars in the table they follow so many columns. *axis* is written along
    them at even distances.
    """

    columns: tuple[Column, ...]
    rows: tuple[ResultRow, ...]
    remark: str
    bars_after: int
    axis: Sequence[str]


@singledispatch
def result_table(result: ConsultationResult) -> ResultTable:
    """Return the table of *result*; each kind of question registers its own."""
    raise TypeError(result)


@result_table.register
def _ratings(result: RatingsResult) -> ResultTable:
    basis = change_basis(result)
    remark = f"{result_texts.scale(result)}. {basis}" if basis else result_texts.scale(result)
    return ResultTable(
        tuple(_rating_columns(result, has_changes=bool(basis))),
        tuple(_rating(item, result, has_changes=bool(basis)) for item in result.items),
        remark,
        bars_after=3,
        axis=axis(result),
    )


def _rating_columns(result: RatingsResult, *, has_changes: bool) -> Iterator[Column]:
    """Yield the columns, as wide as their heads, which do not break within a word."""
    words = labels()
    taken = result.scale + 2 * has_changes
    first, average, score, answers, unknown = next(
        widths for most, widths in _WIDTHS.items() if taken <= most
    )
    figures = [Column(words["mean"], average)]
    if has_changes:
        figures.append(Column(words["mean_change"], average))
    scores = (Column(one, score) for one in axis(result))
    others = (Column(words["answers"], answers), Column(words["dont_know"], unknown))
    figures += [*scores, *others]
    rest = PAGE_WIDTH - first - sum(column.width for column in figures)
    yield Column(words["rank"], first)
    yield Column(words["service"], rest, is_text=True)
    yield from figures


def _rating(item: ItemResult, result: RatingsResult, *, has_changes: bool) -> ResultRow:
    name, figure = item.service.name, mean(item.mean)
    change = "" if item.change is None else signed(item.change)
    changes = (change or "–",) if has_changes else ()
    counts = map(number, (*item.distribution, item.answers, item.dont_know))
    return ResultRow(
        name,
        (_rank(item.rank), name, figure, *changes, *counts),
        result_texts.reach(item, result),
        figure,
        change,
        item.distribution,
    )


@result_table.register
def _choices(result: ChoiceResult) -> ResultTable:
    words = labels()
    rows = []
    for item in result.choices:
        name, count = item.service.name, number(item.count)
        part = result_texts.percentage(item, result)
        cells = (_rank(item.rank), name, count, part)
        rows.append(ResultRow(name, cells, result_texts.share(item, result), count, remark=part))
    columns = (
        Column(words["rank"], 16),
        Column(words["service"], 94, is_text=True),
        Column(words["ballots"], 28),
        Column(words["share"], 28),
    )
    limit = result_texts.choice_limit(result)
    return ResultTable(columns, tuple(rows), limit, bars_after=4, axis=axis(result))


@result_table.register
def _words(result: WordsResult) -> ResultTable:
    words = labels()
    rows = []
    for one in result_texts.ranked_words(result):
        name, spellings = Typed(one.word), result_texts.spellings(one)
        count = number(one.count)
        cells = (number(one.rank), name, Typed(spellings), count)
        share = one.count / result.words[0].count
        rows.append(ResultRow(name, cells, share, count, remark=spellings))
    columns = (
        Column(words["rank"], 16),
        Column(words["word"], 60, is_text=True),
        Column(words["spellings"], 66, is_text=True),
        Column(words["ballots"], 24),
    )
    further = result_texts.further_words(result)
    return ResultTable(columns, tuple(rows), further, bars_after=4, axis=axis(result))


def _rank(rank: int | None) -> str:
    return "–" if rank is None else number(rank)
