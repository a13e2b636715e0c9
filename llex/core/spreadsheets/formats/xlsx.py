"""XLSX files, read sheet by sheet without holding more than its values."""

import io
import re
import zipfile
from typing import Any, Final

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils import range_boundaries

from llex.core.spreadsheets.grids import Grid, MergedCells, error, formula
from llex.core.spreadsheets.sheets import UnreadableFile

_MERGED: Final = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\""
)
# More blocks than this are no table that people made.
_MOST_MERGED: Final = 20_000


def read(data: bytes, package: zipfile.ZipFile) -> list[Grid]:
    """Return the sheets; of a formula, the value that the file has. Raise UnreadableFile."""
    try:
        book = _load(data, values=False)
        grids = [_grid(sheet, package) for sheet in book.worksheets]
        if any(_has_formula(grid) for grid in grids):
            values = _load(data, values=True)
            for grid, sheet in zip(grids, values.worksheets, strict=True):
                _put_values(grid, sheet)
    except UnreadableFile:
        raise
    except Exception as problem:
        raise UnreadableFile(_("The XLSX file is broken and cannot be read.")) from problem
    return [grid.finish() for grid in grids]


def _load(data: bytes, *, values: bool) -> Any:
    return openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, keep_links=False, data_only=values
    )


def _grid(sheet: Any, package: zipfile.ZipFile) -> Grid:
    # The size that a file claims for its sheets is not to be trusted.
    sheet.reset_dimensions()
    grid = Grid(sheet.title.strip(), is_hidden=sheet.sheet_state != "visible")
    for row in sheet.iter_rows():
        grid.append(_value(cell) for cell in row)
    grid.merged = _merged(package, sheet._worksheet_path)  # noqa: SLF001 - there is no other way
    return grid


def _value(cell: Any) -> Any:
    if cell.data_type == "f":
        return formula()
    if cell.data_type == "e":
        return error(cell.value)
    return cell.value


def _has_formula(grid: Grid) -> bool:
    waiting = formula()
    return any(value == waiting for row in grid.rows for value in row)


def _put_values(grid: Grid, sheet: Any) -> None:
    """Replace formulas by the values that the program last computed, where the file has them."""
    waiting = formula()
    sheet.reset_dimensions()
    for row, cells in zip(grid.rows, sheet.iter_rows(), strict=False):
        for index, value in enumerate(row):
            if value == waiting and index < len(cells) and cells[index].value is not None:
                row[index] = _value(cells[index])


def _merged(package: zipfile.ZipFile, path: str) -> list[MergedCells]:
    found = []
    for match in _MERGED.finditer(package.read(path)):
        left, top, right, bottom = (one or 1 for one in range_boundaries(match[1].decode("ascii")))
        found.append(MergedCells(top - 1, left - 1, bottom - 1, right - 1))
        if len(found) >= _MOST_MERGED:
            break
    return found
