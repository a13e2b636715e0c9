"""Import of sheets: all of them or none, with all problems reported together."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import tablib
from auditlog.context import disable_auditlog
from django.db import Error as DatabaseError
from django.db import transaction
from django.utils.translation import gettext as _
from import_export.results import RowResult

from llex.core.spreadsheets import progress
from llex.core.spreadsheets.grids import Grid
from llex.core.spreadsheets.journal import Journal, recording
from llex.core.spreadsheets.outcome import CHANGED, NEW, ImportOutcome, RowChange, SheetOutcome
from llex.core.spreadsheets.questions import Inquiry
from llex.core.spreadsheets.resource import SheetResource
from llex.core.spreadsheets.sheets import CellProblem, Sheet
from llex.core.spreadsheets.tables import read_table

# A sheet with no more rows names nothing.
_HEADS: Final = 1


@dataclass(frozen=True)
class Step:
    """A sheet called *name*, and a way to make the resource that reads it.

    Without a resource the sheet is passed over. *stops*: nothing follows a problem. *days* are
    known ones, which tell how other days of the sheet are written.
    """

    name: str
    grid: Grid
    resource: Callable[[], SheetResource] | None
    stops: bool = False
    days: Collection[date] = ()


def import_sheets(
    steps: Iterable[Step],
    user: Any,
    *,
    expected: str = "",
    answers: Mapping[str, str] | None = None,
    on_written: Callable[[ImportOutcome, Journal], None] = lambda outcome, journal: None,
) -> ImportOutcome:
    """Import the sheets in turn; write only what was *expected*, by its fingerprint.

    *on_written* is called in the transaction, with what is needed to undo the import.

    Without *expected* it is a dry run. Nothing is written, either, when there is a problem or an
    open question, or the outcome differs, because rows were changed in between.
    """
    inquiry = Inquiry(user, answers)
    outcome = ImportOutcome(inquiry=inquiry)
    with transaction.atomic(), recording() if expected else _trying() as journal:
        prepared = [(step, step.resource and step.resource()) for step in steps]
        for step, resource in prepared:
            if resource:
                _prepare(step, resource, inquiry)
        rows = sum(step.grid.filled for step, resource in prepared if resource)
        progress.begin(rows, progress.WRITING if expected else progress.READING)
        for step, resource in prepared:
            sheet = _import_sheet(step, resource, user)
            outcome.sheets.append(sheet)
            if step.stops and sheet.problems:
                break
        outcome.is_written = outcome.is_writable and outcome.fingerprint == expected
        if outcome.is_written:
            on_written(outcome, journal)
        else:
            transaction.set_rollback(True)
    return outcome


@contextmanager
def _trying() -> Iterator[Journal]:
    """Note nothing in a dry run: neither what the rows were before, nor their changes."""
    with disable_auditlog():
        yield Journal()


def _prepare(step: Step, resource: SheetResource, inquiry: Inquiry) -> None:
    """Tell a resource what is asked and known, and what rows are called before the import."""
    resource.inquiry = inquiry
    resource.known_days = step.days
    for lookup in resource.lookups():
        lookup.inquiry = inquiry
        if step.grid.filled > _HEADS:
            lookup.remember()


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
    resource.read = sheet
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
    if number in resource.left_out:
        outcome.left_out += 1
        text = _("The row is left out, as you chose.")
        outcome.remarks.append(CellProblem(sheet.name, f"A{number}", text))
    elif result.import_type == RowResult.IMPORT_TYPE_SKIP:
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
        column = resource.column_of(attribute)
        if (number, column) in resource.waiting:
            # What is wrong with a cell that waits for an answer is seen once it is there.
            continue
        letter = sheet.letters.get(column, "A")
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
