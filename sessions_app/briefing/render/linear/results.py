"""The outcome of a consultation as sentences and tables, for every format without a layout."""

from collections.abc import Callable, Iterator

from llex.core.text import Phrase
from priorities.results.published import ConsultationResult
from sessions_app.briefing import phrases, result_texts
from sessions_app.briefing.render.linear.markup import Bars, Markup
from sessions_app.briefing.result_comparisons import GroupTable, group_tables
from sessions_app.briefing.result_tables import Cell, ResultTable, Typed, result_table

PhraseText = Callable[[Phrase | None], str]


def results(result: ConsultationResult, markup: Markup, phrase: PhraseText) -> Iterator[str]:
    """Yield the blocks of a result; *phrase* writes a text in its language."""
    yield markup.paragraph(markup.text(result_texts.outcome(result)))
    yield markup.chart(result)
    table = result_table(result)
    yield _table(table, markup, phrase)
    yield markup.paragraph(markup.text(table.remark))
    for groups in group_tables(result):
        yield markup.paragraph(markup.strong(markup.text(groups.title)))
        yield _group_table(groups, markup, phrase)
        yield markup.paragraph(markup.text(groups.remark))
    if result.reopened:
        told = markup.text(result_texts.reopened(result))
        yield markup.paragraph(f"{markup.strong(told)} {phrase(result.reopened.reason)}")


def _table(table: ResultTable, markup: Markup, phrase: PhraseText) -> str:
    return markup.table(
        [markup.text(column.head) for column in table.columns],
        [column.is_text for column in table.columns],
        [[_cell(cell, markup, phrase) for cell in row.cells] for row in table.rows],
        Bars(
            markup.text(phrases.labels()["chart"]),
            table.bars_after,
            [(row.share, row.distribution) for row in table.rows],
        ),
    )


def _group_table(table: GroupTable, markup: Markup, phrase: PhraseText) -> str:
    return markup.table(
        [markup.text(one) for one in (phrases.labels()["service"], *table.names)],
        [True, *(False for _name in table.names)],
        [[phrase(row.name), *(markup.text(cell.text) for cell in row.cells)] for row in table.rows],
    )


def _cell(cell: Cell, markup: Markup, phrase: PhraseText) -> str:
    if isinstance(cell, Phrase):
        return phrase(cell)
    return markup.text(cell.text if isinstance(cell, Typed) else cell)
