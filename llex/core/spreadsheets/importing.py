"""Import of sheets: all of them or none, with all problems reported together."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any, Final

import tablib
from django.db import Error as DatabaseError
from django.db import transaction
from django.utils.translation import gettext as _
from import_export.results import RowResult

from llex.core.spreadsheets.grids import Grid
from llex.core.spreadsheets.journal import Journal, recording
from llex.core.spreadsheets.resource import CellChange, SheetResource
from llex.core.spreadsheets.sheets import CellProblem, Sheet
from llex.core.spreadsheets.tables import read_table

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

    @property
    def problems(self) -> list[CellProblem]:
        """Return everything that keeps the file from being imported."""
        return [problem for sheet in self.sheets for problem in sheet.problems]

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

        It covers the rows and the values that they replace: the new values are those of the file,
        and ids of new rows may differ in another run.
        """
        parts = [
            [sheet.name, row.number, row.kind, [(cell.column, cell.old) for cell in row.cells]]
            for sheet in self.sheets
            for row in sheet.rows
        ]
        return hashlib.sha256(repr(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Step:
    """A sheet called *name*, and a way to make the resource that reads it.

    Without a resource the sheet is passed over. *stops*: nothing follows a problem.
    """

    name: str
    grid: Grid
    resource: Callable[[], SheetResource] | None
    stops: bool = False


def import_sheets(
    steps: Iterable[Step],
    user: Any,
    *,
    expected: str = "",
    on_written: Callable[[ImportOutcome, Journal], None] = lambda outcome, journal: None,
) -> ImportOutcome:
    """Import the sheets in turn; write only what was *expected*, by its fingerprint.

    *on_written* is called in the transaction, with what is needed to undo the import.

    Without *expected* it is a dry run. Nothing is written, either, when there is a problem or the
    outcome differs, because rows were changed in between.
    """
    outcome = ImportOutcome()
    # A dry run need not note what the rows were before.
    with transaction.atomic(), recording() if expected else nullcontext(Journal()) as journal:
        prepared = [(step, step.resource and step.resource()) for step in steps]
        for lookup in (
            one for _step, resource in prepared if resource for one in resource.lookups()
        ):
            lookup.remember()
        for step, resource in prepared:
            sheet = _import_sheet(step, resource, user)
            outcome.sheets.append(sheet)
            if step.stops and sheet.problems:
                break
        outcome.is_written = not outcome.problems and outcome.fingerprint == expected
        if outcome.is_written:
            on_written(outcome, journal)
        else:
            transaction.set_rollback(True)
    return outcome


def _import_sheet(step: Step, resource: SheetResource | None, user: Any) -> SheetOutcome:
    if resource is None:
        text = _("The sheet is passed over.")
        remark = CellProblem(step.name, "", text)
        return SheetOutcome(step.name, remarks=[remark], is_read=False)
    sheet = read_table(step.grid, step.name, resource.known_heads())
    outcome = SheetOutcome(
        sheet.name, problems=[*sheet.problems, *_missing(sheet, resource)], remarks=sheet.remarks
    )
    if outcome.problems or not sheet.rows:
        return outcome
    resource.row_numbers = [row.number for row in sheet.rows]
    dataset = tablib.Dataset(
        *[tuple(row.cells.values()) for row in sheet.rows], headers=list(sheet.letters)
    )
    result = resource.import_data(dataset, use_transactions=True)
    if result.base_errors:
        raise result.base_errors[0].error
    for row, row_result in zip(sheet.rows, result.rows, strict=True):
        outcome.remarks += _notices(sheet, resource, row)
        _take(outcome, sheet, resource, row.number, row_result)
    outcome.problems += _not_allowed(outcome, resource, user)
    return outcome


def _missing(sheet: Sheet, resource: SheetResource) -> list[CellProblem]:
    text = _("The column “%(name)s” is missing.")
    return [
        CellProblem(sheet.name, "", text % {"name": resource.word(name)})
        for name, column in resource.fields.items()
        if column.needed and name not in sheet.letters
    ]


def _notices(sheet: Sheet, resource: SheetResource, row: Any) -> list[CellProblem]:
    """Return what was removed from cells of a row while they were read."""
    found = []
    for name, column in resource.fields.items():
        notice = getattr(column.widget, "notice", None)
        if notice and name in row.cells and (text := notice(row.cells[name])):
            found.append(CellProblem(sheet.name, f"{sheet.letters[name]}{row.number}", text))
    return found


def _take(
    outcome: SheetOutcome, sheet: Sheet, resource: SheetResource, number: int, result: RowResult
) -> None:
    if result.import_type == RowResult.IMPORT_TYPE_SKIP:
        outcome.unchanged += 1
        if text := resource.remark(result.instance):
            outcome.remarks.append(CellProblem(sheet.name, f"A{number}", text))
    elif result.import_type == RowResult.IMPORT_TYPE_INVALID:
        outcome.problems += _invalid(sheet, resource, number, result)
    elif result.import_type == RowResult.IMPORT_TYPE_ERROR:
        error = result.errors[0].error
        if not isinstance(error, DatabaseError):
            raise error
        text = _("The database refuses this row; check it against the others.")
        outcome.problems.append(CellProblem(sheet.name, f"A{number}", text))
    else:
        kind = NEW if result.import_type == RowResult.IMPORT_TYPE_NEW else CHANGED
        heads = {cell.column: resource.head(cell.column) for cell in result.diff}
        outcome.rows.append(RowChange(number, kind, str(result.instance), result.diff, heads))
        if kind == NEW and (text := resource.doubt(result.instance)):
            outcome.remarks.append(CellProblem(sheet.name, f"A{number}", text))


def _invalid(
    sheet: Sheet, resource: SheetResource, number: int, result: RowResult
) -> list[CellProblem]:
    problems = []
    for attribute, texts in result.validation_error.message_dict.items():
        letter = sheet.letters.get(resource.column_of(attribute), "A")
        problems += [CellProblem(sheet.name, f"{letter}{number}", text) for text in texts]
    return problems


def _not_allowed(outcome: SheetOutcome, resource: SheetResource, user: Any) -> list[CellProblem]:
    for row in outcome.rows:
        needed = resource.permissions(
            new=row.kind == NEW, columns=[cell.column for cell in row.cells]
        )
        if not user.has_perms(needed):
            text = _("You are not allowed to write this row.")
            return [CellProblem(outcome.name, f"A{row.number}", text)]
    return []
