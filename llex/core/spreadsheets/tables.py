"""Find the table in a sheet: its heads wherever they are, its rows, and what is passed over."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from rapidfuzz.distance import Indel

from llex.core.spreadsheets import vocabulary
from llex.core.spreadsheets.grids import Grid, Unusable, cell_name, is_empty, text_of
from llex.core.spreadsheets.sheets import MOST_ROWS, Row, Sheet
from llex.core.text.name_keys import normalize_key

_SEARCHED_ROWS: Final = 40
# A head that is so similar (0 to 1) to the name of a column is a misspelt one.
_MISSPELT: Final = 0.75

# The names of columns by the keys of all heads that they may have.
Heads = Mapping[str, str]


def read_table(grid: Grid, name: str, known: Heads) -> Sheet:
    """Return the rows below the heads in *grid*; *name* is what the sheet is called in messages."""
    sheet = Sheet(name)
    head = head_row(grid, known)
    _read_heads(sheet, grid, head, known)
    indexes = {column: grid_index for grid_index, column in _indexes(grid, head, known).items()}
    for number in range(head + 1, len(grid.rows)):
        if _is_blank(grid, number, indexes.values()):
            continue
        if why := _why_passed_over(grid, number, head):
            sheet.remark(cell_name(number, 0), why)
        elif len(sheet.rows) >= MOST_ROWS:
            text = _("The sheet has more than %(most)s rows.")
            sheet.refuse("", text % {"most": MOST_ROWS})
            break
        else:
            sheet.rows.append(_row(sheet, grid, number, indexes))
    return sheet


def head_row(grid: Grid, known: Heads) -> int:
    """Return the row (from 0) in which most heads are known; the first one where none is."""
    counts = [
        sum(normalize_key(text_of(value)) in known for value in row)
        for row in grid.rows[:_SEARCHED_ROWS]
    ]
    if any(counts):
        return counts.index(max(counts))
    return next((number for number, row in enumerate(grid.rows) if row), 0)


def columns_found(grid: Grid, known: Heads) -> set[str]:
    """Return the columns whose heads are in *grid*."""
    return set(_indexes(grid, head_row(grid, known), known).values()) if grid.rows else set()


def _indexes(grid: Grid, head: int, known: Heads) -> dict[int, str]:
    """Return the names of columns by their indexes, the first of those that are there twice."""
    found: dict[int, str] = {}
    for index, value in enumerate(grid.rows[head]):
        column = known.get(normalize_key(text_of(value)))
        if column and column not in found.values():
            found[index] = column
    return found


def _read_heads(sheet: Sheet, grid: Grid, head: int, known: Heads) -> None:
    found = _indexes(grid, head, known)
    sheet.letters = {column: cell_name(0, index)[:-1] for index, column in found.items()}
    for index in range(grid.width):
        if index in found:
            continue
        text = text_of(grid.value(head, index))
        cell = cell_name(head, index)
        if column := known.get(normalize_key(text)):
            sheet.refuse(cell, _("The column “%(name)s” is there twice.") % {"name": column})
        elif meant := _misspelt(text, known, found.values()):
            problem = _("There is no column “%(name)s”. Do you mean “%(meant)s”?")
            sheet.refuse(cell, problem % {"name": text, "meant": meant})
        elif any(not is_empty(grid.value(row, index)) for row in range(head + 1, len(grid.rows))):
            remark = _("The column “%(name)s” is passed over.")
            sheet.remark(cell, remark % {"name": text or "–"})


def _misspelt(head: str, known: Heads, found: Any) -> str:
    """Return the column that a head means which has a typing error, or ""."""
    key = normalize_key(head)
    missing = [(one, column) for one, column in known.items() if column not in found]
    scores = [(Indel.normalized_similarity(key, one), column) for one, column in missing]
    score, column = max(scores, default=(0, ""))
    return column if key and score >= _MISSPELT else ""


def _is_blank(grid: Grid, number: int, indexes: Any) -> bool:
    return all(is_empty(grid.value(number, index)) for index in indexes)


def _why_passed_over(grid: Grid, number: int, head: int) -> str:
    """Return why a row is none of the table's, or ""."""
    row = grid.rows[number]
    filled = [value for value in row if not is_empty(value)]
    first = text_of(filled[0])
    if _same(row, grid.rows[head]):
        return _("The heads are there again; the row is passed over.")
    if vocabulary.begins_with(first, "sums") and all(map(_is_sum, filled[1:])):
        return _("The row “%(text)s” sums up; it is passed over.") % {"text": first[:40]}
    if len(filled) == 1 and (grid.is_title(number) or vocabulary.begins_with(first, "notes")):
        text = _("The row “%(text)s” is a title or a note; it is passed over.")
        return text % {"text": first[:40]}
    return ""


def _same(row: Sequence[Any], head: Sequence[Any]) -> bool:
    return [normalize_key(text_of(one)) for one in row] == [
        normalize_key(text_of(one)) for one in head
    ]


def _is_sum(value: Any) -> bool:
    return isinstance(value, int | float | Unusable) or text_of(value).isdecimal()


def _row(sheet: Sheet, grid: Grid, number: int, indexes: Mapping[str, int]) -> Row:
    cells: dict[str, Any] = {}
    for column, index in indexes.items():
        value = grid.value(number, index)
        if isinstance(value, Unusable):
            sheet.refuse(cell_name(number, index), value.text)
            value = None
        cells[column] = value
    return Row(number + 1, cells)
