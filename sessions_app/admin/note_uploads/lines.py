"""The lines of an uploaded note, with what they were taken for and the lists to put it right."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sessions_app.admin.note_uploads.choices import options
from sessions_app.importing.preview.answers import NO_COLUMN, tables_of
from sessions_app.importing.preview.traces import Trace, trace
from sessions_app.importing.reading import Block, Heading, Item, Reading, Row
from sessions_app.importing.recognising import ImportedNote


@dataclass(frozen=True, slots=True)
class Line:
    """A block of the note with what it was taken for, and the list to say otherwise."""

    block: Block
    kind: str
    traces: list[Trace]
    options: SafeString
    chosen: str
    columns: list[tuple[int, str, str]]

    @property
    def shown_columns(self) -> str:
        """Return what the columns of the table are taken for, in one text."""
        return ",".join(name for _index, _sample, name in self.columns)

    @property
    def style(self) -> str:
        """Return how much it needs to be looked at: the most of what it was taken for."""
        styles = [trace.style for trace in self.traces]
        return next((one for one in ("lost", "kept", "out") if one in styles), styles[0])


def lines_of(reading: Reading, note: ImportedNote, answers: Mapping[str, Any]) -> list[Line]:
    """Return the lines of a note, in the order of the file."""
    blocks = reading.blocks
    labels: Mapping[str, str] = answers.get("blocks", {})
    heads = {rows[0].where: rows for rows in tables_of(blocks)}
    lines = []
    for block, traces in zip(blocks, trace(reading, note, get_language() or ""), strict=True):
        chosen = labels.get(str(block.where), "")
        lines.append(
            Line(
                block,
                _kind(block),
                traces,
                options(chosen, is_row=isinstance(block, Row)),
                chosen,
                _columns(note, heads.get(block.where, [])),
            )
        )
    return lines


def _columns(note: ImportedNote, rows: list[Row]) -> list[tuple[int, str, str]]:
    """Return for each column of a table its index, its first cell, and what it is taken for."""
    known = next((note.columns[row.where] for row in rows if row.where in note.columns), ())
    width = max((len(row.cells) for row in rows), default=0)
    found = []
    for index in range(width):
        cells = (row.cells[index] for row in rows if index < len(row.cells))
        sample = next((" ".join(map(str, cell)) for cell in cells if cell), "")
        column = known[index] if index < len(known) else None
        found.append((index, sample, column or NO_COLUMN))
    return found


def _kind(block: Block) -> str:
    if isinstance(block, Row):
        return "row"
    return (
        "heading" if isinstance(block, Heading) else "item" if isinstance(block, Item) else "text"
    )
