"""XLS files, as Excel wrote them until 2003 and other programs still do."""

import io
from typing import Any

import xlrd
from django.utils.translation import gettext as _

from llex.core.spreadsheets.grids import Grid, MergedCells, error
from llex.core.spreadsheets.sheets import MOST_COLUMNS, UnreadableFile


def read(data: bytes) -> list[Grid]:
    """Return the sheets. Raise UnreadableFile, also for an encrypted file of a newer Excel."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
        return [_grid(book, sheet) for sheet in book.sheets()]
    except UnreadableFile:
        raise
    except Exception as problem:
        raise UnreadableFile(
            _("This is not a spreadsheet, or it is broken or protected by a password.")
        ) from problem


def _grid(book: Any, sheet: Any) -> Grid:
    grid = Grid(sheet.name.strip(), is_hidden=bool(sheet.visibility))
    for number in range(sheet.nrows):
        # Formatted cells without a value go on to the right.
        cells = sheet.row(number)[: MOST_COLUMNS + 1]
        grid.append(_value(book, cell) for cell in cells)
    grid.merged = [
        MergedCells(top, left, bottom - 1, right - 1)
        for top, bottom, left, right in sheet.merged_cells
    ]
    return grid.finish()


def _value(book: Any, cell: Any) -> Any:
    match cell.ctype:
        case xlrd.XL_CELL_EMPTY | xlrd.XL_CELL_BLANK:
            return None
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case xlrd.XL_CELL_DATE:
            return xlrd.xldate.xldate_as_datetime(cell.value, book.datemode)
        case xlrd.XL_CELL_ERROR:
            return error(xlrd.error_text_from_code.get(cell.value, "#"))
    return cell.value
