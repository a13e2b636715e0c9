"""A sheet as it was read, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from llex.core.spreadsheets.cells import typed
from llex.core.text.normalization import clean_line

MOST_ROWS: Final = 5_000
MOST_COLUMNS: Final = 100


class UnreadableFile(Exception):
    """A file that is no spreadsheet, or none that we take. Its text is for people."""


@dataclass(frozen=True)
class CellProblem:
    """Why a file is refused, and where: a sheet, and a cell such as ``B7``, where there is one."""

    sheet: str
    cell: str
    text: str

    def __str__(self) -> str:
        where = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return _("%(where)s: %(problem)s") % {"where": where, "problem": self.text}


@dataclass(frozen=True)
class Row:
    """One row that is not empty; *number* as the spreadsheet program counts."""

    number: int
    cells: dict[str, Any]


@dataclass
class Sheet:
    """The rows of a sheet by the names in its first row; *letters* tells where each column is."""

    name: str
    letters: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)

    def refuse(self, cell: str, text: str) -> None:
        """Note a problem at *cell* (or, when empty, with the sheet)."""
        self.problems.append(CellProblem(self.name, cell, text))

    def read_heads(self, cells: Sequence[Any]) -> None:
        """Take the names of the columns; case and spaces around them do not count."""
        for position, value in enumerate(cells, start=1):
            name = clean_line(typed(value)).lower()
            letter = get_column_letter(position)
            if name in self.letters:
                self.refuse(
                    f"{letter}1", _("The column “%(name)s” is there twice.") % {"name": name}
                )
            elif name:
                self.letters[name] = letter

    def call_columns(self, headings: Mapping[str, str]) -> None:
        """Rename columns that have one of the other headings."""
        called = {head: headings.get(head, head) for head in self.letters}
        # Of two columns that would have one name, both stay what they are.
        names = {
            head: name if list(called.values()).count(name) == 1 else head
            for head, name in called.items()
        }
        self.letters = {names[head]: letter for head, letter in self.letters.items()}
        self.rows = [
            Row(row.number, {names[head]: cell for head, cell in row.cells.items()})
            for row in self.rows
        ]

    def read_row(self, number: int, cells: Sequence[Any]) -> None:
        """Take a row unless it is empty. Raise UnreadableFile when there are too many."""
        if all(value is None or value == "" for value in cells):
            return
        if len(self.rows) >= MOST_ROWS:
            raise UnreadableFile(
                _("The sheet “%(sheet)s” has more than %(most)s rows.")
                % {"sheet": self.name, "most": MOST_ROWS}
            )
        by_letter = {get_column_letter(i): value for i, value in enumerate(cells, start=1)}
        named = {name: by_letter.pop(letter, None) for name, letter in self.letters.items()}
        for letter, value in by_letter.items():
            if value not in (None, ""):
                self.refuse(f"{letter}{number}", _("This column has no name in the first row."))
                break
        self.rows.append(Row(number, named))
