"""The figures of a consultation as a table with bars, declared once per kind of question.

Markdown, Word and PDF walk it. All texts are in the active language.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Final

from llex.core.text import Phrase
from priorities.results import scales
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

# The widths of a table add up to this.
PAGE_WIDTH: Final = 166
# A scale that is longer has narrow columns.
_SHORT_SCALE: Final = 5


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

    *figure* is beside the bar, and then either *heights*, the answers per score from 0 to 1, or
    the text *remark*.
    """

    name: Cell
    cells: tuple[Cell, ...]
    share: float
    figure: str
    heights: Sequence[float] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ResultTable:
    """The table of a result; *remark* is the line below it.

    Where a format draws the bars in the table they follow so many columns. *ticks* are where the
    scores are on a bar, from 0 to 1.
    """

    columns: tuple[Column, ...]
    rows: tuple[ResultRow, ...]
    remark: str
    bars_after: int
    ticks: Sequence[float] = ()


@singledispatch
def result_table(result: ConsultationResult) -> ResultTable:
    """Return the table of *result*; each kind of question registers its own."""
    raise TypeError(result)


@result_table.register
def _ratings(result: RatingsResult) -> ResultTable:
    words = labels()
    # As wide as their heads in every language, which do not break within a word.
    is_long = result.scale > _SHORT_SCALE
    first, mean, answers, unknown = (16, 18, 19, 21) if is_long else (19, 21, 22, 24)
    scores = [Column(number(score), 6 if is_long else 9) for score in range(1, result.scale + 1)]
    others = (Column(words["answers"], answers), Column(words["dont_know"], unknown))
    rank, average = Column(words["rank"], first), Column(words["mean"], mean)
    rest = PAGE_WIDTH - sum(column.width for column in (rank, average, *scores, *others))
    return ResultTable(
        (rank, Column(words["service"], rest, is_text=True), average, *scores, *others),
        tuple(_rating(item, result) for item in result.items),
        result_texts.scale(result),
        bars_after=3,
        ticks=scales.ticks(result.scale),
    )


def _rating(item: ItemResult, result: RatingsResult) -> ResultRow:
    counts = (*item.distribution, item.answers, item.dont_know)
    name, figure = item.service.name, mean(item.mean)
    return ResultRow(
        name,
        (_rank(item.rank), name, figure, *map(number, counts)),
        result_texts.reach(item, result),
        figure,
        result_texts.heights(item),
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
    return ResultTable(columns, tuple(rows), result_texts.choice_limit(result), bars_after=4)


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
    return ResultTable(columns, tuple(rows), result_texts.further_words(result), bars_after=4)


def _rank(rank: int | None) -> str:
    return "–" if rank is None else number(rank)
