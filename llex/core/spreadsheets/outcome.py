"""The outcome of an import, or of its dry run: rows, problems, remarks and questions."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from llex.core.spreadsheets.changes import CellChange
from llex.core.spreadsheets.questions import Inquiry, Question
from llex.core.spreadsheets.sheets import CellProblem

NEW: Final = "new"
CHANGED: Final = "changed"


@dataclass(frozen=True)
class RowChange:
    """A row that an import makes or changes."""

    number: int
    kind: str
    label: str
    cells: Sequence[CellChange]
    heads: Mapping[str, str] = field(default_factory=dict)

    @property
    def lines(self) -> list[tuple[str, CellChange]]:
        """Return the changes, each with the head of its column."""
        return [(self.heads.get(cell.column, cell.column), cell) for cell in self.cells]


@dataclass(eq=False)
class SheetOutcome:
    """The outcome of an import for one sheet."""

    name: str
    rows: list[RowChange] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    unchanged: int = 0
    is_read: bool = True
    left_out: int = 0
    # Remarks about new and unchanged rows, each with its place.
    remarks: list[CellProblem] = field(default_factory=list)

    def count(self, kind: str) -> int:
        """Return how many rows are new or changed."""
        return sum(row.kind == kind for row in self.rows)

    @property
    def new(self) -> int:
        """Return how many rows are new."""
        return self.count(NEW)

    @property
    def changed(self) -> int:
        """Return how many rows change."""
        return self.count(CHANGED)

    @property
    def emptied(self) -> int:
        """Return how many cells lose their value because they are empty in the file."""
        return sum(cell.is_emptied for row in self.rows for cell in row.cells)


@dataclass
class ImportOutcome:
    """The outcome of an import, or of its dry run."""

    sheets: list[SheetOutcome] = field(default_factory=list)
    is_written: bool = False
    inquiry: Inquiry = field(default_factory=lambda: Inquiry(None))

    @property
    def problems(self) -> list[CellProblem]:
        """Return everything that keeps the file from being imported."""
        return [problem for sheet in self.sheets for problem in sheet.problems]

    @property
    def questions(self) -> list[Question]:
        """Return what is asked about the file, what is still open first."""
        return sorted(self.inquiry.questions, key=lambda question: not question.is_open)

    @property
    def open_questions(self) -> list[Question]:
        """Return what is still to be answered before anything is written."""
        return self.inquiry.open_questions

    @property
    def is_writable(self) -> bool:
        """Return whether there is something to write, and nothing keeps it from being written."""
        return self.changes_something and not self.problems and not self.open_questions

    @property
    def untouched(self) -> list[SheetOutcome]:
        """Return the sheets of which there is nothing to tell, where there are several."""
        told = self.told
        return [sheet for sheet in self.sheets if sheet not in told]

    @property
    def told(self) -> list[SheetOutcome]:
        """Return the sheets with changes or remarks; one that is alone in any case."""
        if len(self.sheets) == 1:
            return self.sheets
        return [sheet for sheet in self.sheets if sheet.rows or sheet.remarks]

    @property
    def changes_something(self) -> bool:
        """Return whether there is a row to write."""
        return any(sheet.rows for sheet in self.sheets)

    @property
    def fingerprint(self) -> str:
        """Return a fingerprint that stays the same while the stored rows do.

        It covers the rows, the values that they replace, and the answers: the new values are those
        of the file, and ids of new rows may differ in another run.
        """
        parts: list[Any] = [[one.key, one.chosen] for one in self.inquiry.questions]
        parts += [
            [sheet.name, row.number, row.kind, [(cell.column, cell.old) for cell in row.cells]]
            for sheet in self.sheets
            for row in sheet.rows
        ]
        return hashlib.sha256(repr(parts).encode()).hexdigest()
