"""Writing tables of open data into files with constant memory.

No text becomes a formula: see `llex.core.spreadsheets.cells`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import IO, Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from llex.core.open_data.tables import DataTable
from llex.core.spreadsheets.cells import guarded, shown

_WIDE: Final = 28
_FORMULA_LIKE: Final = ("=", "+", "-", "@")

Filters = Mapping[str, Any]
Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DataFormat:
    """A format of one table. *write* is given the file, the table, filters and facts about it."""

    name: str
    media_type: str
    write: Callable[[IO[bytes], DataTable, Filters, Facts], None]


def write_csv(
    file: IO[bytes], table: DataTable, chosen: Filters, facts: Facts, *, mark: bool = True
) -> None:
    """Write a table as CSV in UTF-8; with *mark* such that Excel reads it as that."""
    text = io.TextIOWrapper(file, "utf-8-sig" if mark else "utf-8", newline="")
    writer = csv.writer(text)
    columns = table.columns()
    writer.writerow([column.name for column in columns])
    for record in table.all_records(chosen):
        writer.writerow([_cell(column.value(record)) for column in columns])
    text.flush()
    # The caller's file stays open.
    text.detach()


def write_xlsx(file: IO[bytes], table: DataTable, chosen: Filters, facts: Facts) -> None:
    """Write a table as a workbook with a sheet of facts."""
    write_workbook(file, [table], chosen, facts)


def write_workbook(
    file: IO[bytes], tables: Iterable[DataTable], chosen: Filters, facts: Facts
) -> None:
    """Write tables as the sheets of one workbook, with a sheet of facts."""
    book = Workbook(write_only=True)
    for table in tables:
        columns = table.columns()
        sheet = book.create_sheet(table.name)
        sheet.freeze_panes = "B2"
        for number, column in enumerate(columns, start=1):
            if column.language or column.name in ("id", "url"):
                sheet.column_dimensions[get_column_letter(number)].width = _WIDE
        sheet.append([_head(sheet, column.name) for column in columns])
        for record in table.all_records(chosen):
            sheet.append([_typed(sheet, column.value(record)) for column in columns])
    about = book.create_sheet("about")
    about.column_dimensions["B"].width = 3 * _WIDE
    for name, value in facts.items():
        about.append([_head(about, name), _typed(about, value)])
    book.save(file)


def write_json(file: IO[bytes], table: DataTable, chosen: Filters, facts: Facts) -> None:
    """Write a table as JSON: facts about it, and its records."""
    write_all_json(file, [table], chosen, facts)


def write_all_json(
    file: IO[bytes], tables: Iterable[DataTable], chosen: Filters, facts: Facts
) -> None:
    """Write tables as one JSON object, each as a list of records under its name."""
    file.write(_json(dict(facts)).removesuffix("}").encode())
    for table in tables:
        file.write(f",\n{_json(table.name)}: [".encode())
        before = "\n"
        for record in table.all_records(chosen):
            file.write(f"{before}{_json(record)}".encode())
            before = ",\n"
        file.write(b"\n]")
    file.write(b"\n}\n")


FORMATS: Final = {
    one.name: one
    for one in (
        DataFormat("csv", "text/csv; charset=utf-8", write_csv),
        DataFormat(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            write_xlsx,
        ),
        DataFormat("json", "application/json", write_json),
    )
}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.8f}".rstrip("0").rstrip(".")
    if isinstance(value, int):
        return str(value)
    return guarded(value)


def _head(sheet: Any, name: str) -> Any:
    cell = WriteOnlyCell(sheet, name)
    cell.font = Font(bold=True)
    return cell


def _typed(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str) or value == "":
        return value or (value if value == 0 else None)
    cell = WriteOnlyCell(sheet)
    # Typed as text, so that no value becomes a formula, a number or an address.
    cell.value, cell.data_type = shown(value), "s"
    if value.startswith(_FORMULA_LIKE):
        cell.quotePrefix = 1
    return cell
