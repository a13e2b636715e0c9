"""Cells of a table that reach over several columns or rows, with empty ones for the others."""

from typing import Final

from sessions_app.importing.formatted_text import FormattedText

# A table that people read is no wider and longer.
_WIDEST: Final = 50
_LONGEST: Final = 1000
# Beyond this column, cells reach into no later row: each such row would be wider than the last.
_MOST_COLUMNS: Final = 100


class MergedCells:
    """Knows of one table in which columns a cell of an earlier row still goes on."""

    def __init__(self) -> None:
        self._rows_left: dict[int, int] = {}

    def covered(self, column: int) -> int:
        """Return over how many columns from *column* on earlier cells reach into this row."""
        start = column
        while self._rows_left.get(column, 0) > 0:
            self._rows_left[column] -= 1
            column += 1
        return column - start

    def reach(self, end: int, columns: str | None, rows: str | None) -> list[list[FormattedText]]:
        """Note how far the cell that ends before column *end* reaches; return what it covers."""
        wide, long = _number(columns, _WIDEST), _number(rows, _LONGEST)
        for column in range(end - 1, min(end - 1 + wide, _MOST_COLUMNS)):
            self._rows_left[column] = long - 1
        return [[] for _column in range(wide - 1)]


def _number(value: str | None, most: int) -> int:
    return min(int(value), most) if value and value.isdecimal() and int(value) else 1
