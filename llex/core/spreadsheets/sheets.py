"""A sheet as it was read, and what is wrong with it."""

from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

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
    """The rows of a sheet by the names of its columns; *letters* tells where each column is."""

    name: str
    letters: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    remarks: list[CellProblem] = field(default_factory=list)

    def refuse(self, cell: str, text: str) -> None:
        """Note a problem at *cell* (or, when empty, with the sheet)."""
        self.problems.append(CellProblem(self.name, cell, text))

    def remark(self, cell: str, text: str) -> None:
        """Note what was passed over at *cell*."""
        self.remarks.append(CellProblem(self.name, cell, text))
