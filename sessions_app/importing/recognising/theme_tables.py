"""Themes that are the rows of a table: the theme in the first cell, its key points beside it."""

from itertools import groupby
from typing import Final

from sessions_app.importing.reading import Block, Heading, Item, Row
from sessions_app.importing.recognising.imported_note import ImportedNote, RecognisedFact
from sessions_app.importing.recognising.run_in_headings import lead_of

_FEWEST: Final = 2
_LONGEST_THEME: Final = 20
_MOST: Final = 0.5


def with_theme_rows(note: ImportedNote, blocks: list[Block]) -> list[Block]:
    """Return *blocks* with the rows of such tables as headings and items."""
    made: list[Block] = []
    for is_row, group in groupby(blocks, key=lambda block: isinstance(block, Row)):
        run = list(group)
        rows = [block for block in run if isinstance(block, Row)] if is_row else []
        made += _themes(note, rows) if are_themes(rows) else run
    return made


def are_themes(rows: list[Row]) -> bool:
    """Return whether rows have a theme each, with points beside it."""
    if len(rows) < _FEWEST or any(len(row.cells) != 2 for row in rows):  # noqa: PLR2004 - and points
        return False
    short = all(len(" ".join(map(str, row.cells[0])).split()) <= _LONGEST_THEME for row in rows)
    return short and sum(map(_has_points, rows)) >= max(1, len(rows) * _MOST)


def _has_points(row: Row) -> bool:
    found = [lead_of(text, listed=True) for text in row.cells[1]]
    return any(parted and parted[1] for parted in found)


def _themes(note: ImportedNote, rows: list[Row]) -> list[Block]:
    made: list[Block] = []
    for at, row in enumerate(rows):
        if not at and not _has_points(row):
            note.facts += [
                RecognisedFact("column", str(text), row.where)
                for cell in row.cells
                for text in cell
            ]
            continue
        first, points = row.cells
        made += [Heading(text, row.where, "plain") for text in first[:1]]
        made += [Item(text, row.where) for text in (*first[1:], *points)]
    return made
