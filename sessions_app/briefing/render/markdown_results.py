"""The outcome of a consultation as Markdown: tables in which a column of blocks is the chart."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from llex.core.text import Phrase
from llex.core.text.markdown import escape
from priorities.results.published import ConsultationResult
from sessions_app.briefing import phrases, result_texts
from sessions_app.briefing.result_comparisons import GroupTable, group_tables
from sessions_app.briefing.result_tables import Cell, ResultRow, ResultTable, Typed, result_table

PhraseText = Callable[[Phrase | None], str]

# A full bar has so many characters; the last one is cut to eighths.
_BAR: Final = 10
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_COLUMNS: Final = "▁▂▃▄▅▆▇█"


def results(result: ConsultationResult, phrase: PhraseText) -> Iterator[str]:
    """Yield the blocks of a result; *phrase* writes a text in its language."""
    yield escape(result_texts.outcome(result))
    table = result_table(result)
    yield _table(table, phrase)
    yield escape(table.remark)
    for groups in group_tables(result):
        yield f"**{escape(groups.title)}**"
        yield _group_table(groups, phrase)
        yield escape(groups.remark)
    if result.reopened:
        reason = phrase(result.reopened.reason)
        yield f"**{escape(result_texts.reopened(result))}** {reason}"


def cells(values: Iterable[str]) -> str:
    """Return a row of a table."""
    return "| " + " | ".join(value.replace("|", "\\|") for value in values) + " |"


def _table(table: ResultTable, phrase: PhraseText) -> str:
    heads = [column.head for column in table.columns]
    rules = [":--" if column.is_text else "--:" for column in table.columns]
    lines = [_with_bar(table, heads, phrases.labels()["chart"]), _with_bar(table, rules, ":--")]
    lines += [
        _with_bar(table, [_cell(cell, phrase) for cell in row.cells], _chart(row))
        for row in table.rows
    ]
    return "\n".join(lines)


def _group_table(table: GroupTable, phrase: PhraseText) -> str:
    lines = [
        cells([phrases.labels()["service"], *map(escape, table.names)]),
        cells([":--", *("--:" for _name in table.names)]),
    ]
    lines += [cells([phrase(row.name), *(cell.text for cell in row.cells)]) for row in table.rows]
    return "\n".join(lines)


def _with_bar(table: ResultTable, values: list[str], bar: str) -> str:
    return cells([*values[: table.bars_after], bar, *values[table.bars_after :]])


def _cell(cell: Cell, phrase: PhraseText) -> str:
    if isinstance(cell, Phrase):
        return phrase(cell)
    return escape(cell.text) if isinstance(cell, Typed) else cell


def _chart(row: ResultRow) -> str:
    """Return a bar, and the answers per score as a row of small columns, the lowest score first."""
    most = max(row.distribution, default=0)
    spread = "".join(_COLUMNS[round(7 * count / most)] for count in row.distribution if most)
    return f"{_bar(row.share)} {spread}".strip()


def _bar(share: float) -> str:
    """Return a bar of blocks that fills *share* of its room."""
    eighths = round(share * _BAR * 8)
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).strip()
