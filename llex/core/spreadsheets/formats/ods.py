"""ODS files, as LibreOffice and Google Sheets write them."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from lxml import etree

from llex.core.spreadsheets.grids import MOST_GRID_ROWS, Grid, MergedCells, error, formula
from llex.core.spreadsheets.sheets import MOST_COLUMNS, UnreadableFile

_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_SHEET, _ROW = f"{_TABLE}table", f"{_TABLE}table-row"
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
# What a formula shows instead of a value.
_ERRORS: Final = ("#", "Err:")
_NUMBERS: Final = ("float", "percentage", "currency")


def read(package: zipfile.ZipFile) -> list[Grid]:
    """Return the sheets; of a formula, the value that the file has. Raise UnreadableFile."""
    try:
        with package.open("content.xml") as content:
            return [grid.finish() for grid in _grids(content)]
    except (etree.XMLSyntaxError, zipfile.BadZipFile, ValueError, OSError, EOFError) as problem:
        raise UnreadableFile(_("The ODS file is broken and cannot be read.")) from problem


def _grids(content: Any) -> Iterator[Grid]:
    grid: Grid | None = None
    events = etree.iterparse(
        content, events=("start", "end"), tag=(_SHEET, _ROW), resolve_entities=False,
        no_network=True, load_dtd=False,
    )  # fmt: skip
    for event, element in events:
        if element.tag == _SHEET and event == "start":
            grid = Grid((element.get(f"{_TABLE}name") or "").strip())
        elif element.tag == _SHEET and grid is not None:
            yield grid
            grid = None
        elif event == "end" and grid is not None:
            _append(grid, element)
            element.clear()


def _append(grid: Grid, row: Any) -> None:
    values: list[Any] = []
    for cell in row.iterchildren(*_CELLS):
        value = _value(cell)
        _note_merged(grid, cell, len(values))
        # The last cell of a row is repeated to the edge of the sheet; an empty one says nothing.
        times = _number(cell, "columns-repeated")
        values += [value] * min(times, MOST_COLUMNS + 1 if value is not None else MOST_COLUMNS)
    times = _number(row, "rows-repeated")
    is_empty = all(value is None for value in values)
    for _time in range(min(times, MOST_GRID_ROWS if is_empty else MOST_GRID_ROWS + 1)):
        if is_empty and len(grid.rows) >= MOST_GRID_ROWS:
            return
        grid.append(values)


def _number(element: Any, name: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{name}", "1")))


def _note_merged(grid: Grid, cell: Any, column: int) -> None:
    across, down = _number(cell, "columns-spanned"), _number(cell, "rows-spanned")
    if across > 1 or down > 1:
        row = len(grid.rows)
        grid.merged.append(MergedCells(row, column, row + down - 1, column + across - 1))


def _value(cell: Any) -> Any:
    if cell.tag != _CELLS[0]:
        return None
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind in _NUMBERS:
        return float(cell.get(f"{_OFFICE}value"))
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    if kind == "date":
        return _moment(cell.get(f"{_OFFICE}date-value"))
    text = "\n".join(map(_text, cell.iterchildren(f"{_TEXT}p")))
    if cell.get(f"{_TABLE}formula") is not None and (not kind or text.startswith(_ERRORS)):
        return error(text) if text else formula()
    return text or None


def _moment(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _text(element: Any) -> str:
    """Return the text of a paragraph, without notes in it."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{_TEXT}s":
            parts.append(" " * min(int(child.get(f"{_TEXT}c", "1")), 100))
        elif child.tag == f"{_TEXT}tab":
            parts.append("\t")
        elif child.tag == f"{_TEXT}line-break":
            parts.append("\n")
        elif child.tag not in (f"{_OFFICE}annotation", f"{_TEXT}note"):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
