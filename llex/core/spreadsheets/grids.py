"""A sheet as a grid of values, whatever kind of file it came from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from llex.core.spreadsheets.cells import typed
from llex.core.spreadsheets.sheets import MOST_COLUMNS, MOST_ROWS, UnreadableFile

# A sheet may have rows of titles and of sums besides those that are read.
MOST_GRID_ROWS: Final = MOST_ROWS + 100


@dataclass(frozen=True, slots=True)
class Unusable:
    """A placeholder for a value that cannot be used; *text* says why, and what to do."""

    text: str

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class MergedCells:
    """A block of merged cells, whose value is that of the first; counted from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(eq=False)
class Grid:
    """The values of a sheet; *merged* are its blocks of merged cells."""

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    merged: list[MergedCells] = field(default_factory=list)
    is_hidden: bool = False
    filled: int = 0

    def append(self, cells: Iterable[Any]) -> None:
        """Add a row. Raise UnreadableFile when the sheet is larger than any that people type."""
        values = list(cells)
        while values and is_empty(values[-1]):
            values.pop()
        if len(values) > MOST_COLUMNS:
            raise UnreadableFile(
                _("The sheet “%(sheet)s” has more than %(most)s columns.")
                % {"sheet": self.name, "most": MOST_COLUMNS}
            )
        self.rows.append(values)
        self.filled += bool(values)
        if self.filled > MOST_GRID_ROWS:
            raise UnreadableFile(
                _("The sheet “%(sheet)s” has more than %(most)s rows.")
                % {"sheet": self.name, "most": MOST_ROWS}
            )

    def finish(self) -> "Grid":
        """Drop the empty rows at the end, and repeat what is merged downwards. Return the grid."""
        while self.rows and not self.rows[-1]:
            self.rows.pop()
        for block in self.merged:
            self._fill_down(block)
        return self

    def value(self, row: int, column: int) -> Any:
        """Return the value of a cell; None for one that is empty or beyond the table."""
        cells: Sequence[Any] = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else None

    @property
    def width(self) -> int:
        """Return the number of columns."""
        return max(map(len, self.rows), default=0)

    @property
    def is_blank(self) -> bool:
        """Return whether no cell has a value."""
        return not any(self.rows)

    def is_title(self, row: int) -> bool:
        """Return whether the row is one cell merged over several columns, as titles are."""
        wide = any(
            block.top <= row <= block.bottom and block.right > block.left for block in self.merged
        )
        return wide and sum(not is_empty(value) for value in self.rows[row]) == 1

    def _fill_down(self, block: MergedCells) -> None:
        value = self.value(block.top, block.left)
        if is_empty(value):
            return
        for row in self.rows[block.top + 1 : block.bottom + 1]:
            row.extend([None] * (block.left + 1 - len(row)))
            if is_empty(row[block.left]):
                row[block.left] = value


def is_empty(value: Any) -> bool:
    """Return whether a cell says nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def text_of(value: Any) -> str:
    """Return what a cell says, as text without spaces around it."""
    return "" if isinstance(value, Unusable) else typed(value).strip()


def cell_name(row: int, column: int) -> str:
    """Return what spreadsheet programs call the cell: ``B7`` for row 6 and column 1."""
    return f"{get_column_letter(column + 1)}{row + 1}"


def formula() -> Unusable:
    """Return what stands for a formula whose value the file does not have."""
    return Unusable(_("This is a formula; replace it by its value."))


def error(value: Any) -> Unusable:
    """Return what stands for the error that a formula gave, such as ``#REF!``."""
    return Unusable(
        _("The cell has the error “%(error)s”; write what it should say.") % {"error": value}
    )
