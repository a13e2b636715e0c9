"""A consultation as data for the typesetter: its texts, figures and the sizes of drawings.

`consultation.typ` draws the bars and the table of every kind of question; a kind that has a
drawing of its own adds the entries for it.
"""

from collections.abc import Callable
from dataclasses import asdict
from functools import singledispatch
from typing import Any

from llex.core.text import Phrase
from priorities.charts.spread import opacity, segments
from priorities.results.published import ConsultationResult, WordsResult, result_kind
from sessions_app.briefing import result_texts
from sessions_app.briefing.result_comparisons import group_tables
from sessions_app.briefing.result_tables import Cell, Typed, result_table

Data = dict[str, Any]
PhraseData = Callable[[Phrase | None], Data | None]


def typst_results(result: ConsultationResult, phrase: PhraseData) -> Data:
    """Return what the page needs of a consultation; *phrase* lays out a text with its language."""
    return {
        "question": phrase(result.question),
        "kind": result_kind(result),
        "has_results": result.has_results,
        "outcome": result_texts.outcome(result) if result.has_results else "",
        "caveat": phrase(result.caveat),
        "reopened": _reopened(result, phrase),
        "alternative": result_texts.chart(result),
        **(_figures(result, phrase) if result.has_results else {}),
        **drawing(result),
    }


@singledispatch
def drawing(result: ConsultationResult) -> Data:
    """Return the entries of a kind that is not drawn as bars."""
    return {}


@drawing.register
def _words(result: WordsResult) -> Data:
    return {
        "cloud": [{"text": word.text, "step": word.step} for word in result_texts.cloud(result)]
    }


def _figures(result: ConsultationResult, phrase: PhraseData) -> Data:
    table = result_table(result)
    return {
        "remark": table.remark,
        "axis": table.axis,
        "shades": [opacity(place, len(table.axis)) for place in range(1, len(table.axis) + 1)],
        "heads": [column.head for column in table.columns],
        "rows": [
            {
                "name": _cell(row.name, phrase),
                "cells": [_cell(cell, phrase) for cell in row.cells],
                "share": row.share,
                "figure": row.figure,
                "change": row.change,
                "spread": [asdict(part) for part in segments(row.distribution)],
                "remark": row.remark,
            }
            for row in table.rows
        ],
        "groups": [
            {
                "title": groups.title,
                "names": groups.names,
                "rows": [
                    {"name": phrase(row.name), "cells": [asdict(cell) for cell in row.cells]}
                    for row in groups.rows
                ],
                "remark": groups.remark,
            }
            for groups in group_tables(result)
        ],
    }


def _cell(cell: Cell, phrase: PhraseData) -> str | Data | None:
    if isinstance(cell, Phrase):
        return phrase(cell)
    return cell.text if isinstance(cell, Typed) else cell


def _reopened(result: ConsultationResult, phrase: PhraseData) -> Data | None:
    if result.reopened is None:
        return None
    return {
        "when": result_texts.reopened(result),
        "reason": phrase(result.reopened.reason),
    }
