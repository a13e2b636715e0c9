"""Writing rows as XLSX and CSV that a spreadsheet program opens without running anything."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from llex.core import languages
from llex.core.spreadsheets.cells import guarded, shown
from llex.core.spreadsheets.sheets import MOST_ROWS

_HEAD: Final = Font(bold=True)
_FIXED: Final = PatternFill("solid", fgColor="E7E5E4")
_NARROW, _WIDE, _WIDE_FROM = 16, 60, 24
_LONGEST_LIST: Final = 250


@dataclass(frozen=True)
class SheetTable:
    """Rows to be written, by the names of their columns in *heads*; *titles* are shown instead.

    *fixed* columns are greyed; *choices* become drop-down lists.
    """

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]
    fixed: frozenset[str] = frozenset()
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    is_right_to_left: bool = False
    titles: Sequence[str] = ()


def as_csv(table: SheetTable) -> bytes:
    """Return *table* as CSV in UTF-8, marked so that Excel reads it as such."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(table.titles or table.heads)
    writer.writerows([guarded(value) for value in row] for row in table.rows)
    return stream.getvalue().encode("utf-8-sig")


def as_xlsx(tables: Iterable[SheetTable]) -> bytes:
    """Return *tables* as one workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for table in tables:
        _fill(book.create_sheet(table.name), table)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(worksheet: Worksheet, table: SheetTable) -> None:
    longest = [len(head) for head in table.heads]
    worksheet.append(list(table.titles or table.heads))
    for number, row in enumerate(table.rows, start=2):
        for position, value in enumerate(row, start=1):
            text = shown(value)
            if text in (None, ""):
                continue
            cell = worksheet.cell(number, position)
            cell.value = text
            if isinstance(text, str):
                # Typed as text: “=1+1” stays text, also after it is edited.
                cell.data_type = "s"
                cell.quotePrefix = 1 if text.startswith(("=", "+", "-", "@")) else 0
                longest[position - 1] = max(longest[position - 1], len(text))
            cell.alignment = _alignment(table.heads[position - 1])
    _arrange(worksheet, table, longest)


def _alignment(head: str) -> Alignment:
    language = head.rpartition("_")[2]
    right_to_left = language in languages.CODES and languages.direction(language) == "rtl"
    return Alignment(vertical="top", wrap_text=True, readingOrder=2 if right_to_left else 0)


def _arrange(worksheet: Worksheet, table: SheetTable, longest: Sequence[int]) -> None:
    worksheet.freeze_panes = "B2"
    worksheet.sheet_view.rightToLeft = table.is_right_to_left
    for position, head in enumerate(table.heads, start=1):
        letter = get_column_letter(position)
        cell = worksheet.cell(1, position)
        cell.font = _HEAD
        if head in table.fixed:
            cell.fill = _FIXED
        wide = longest[position - 1] > _WIDE_FROM
        worksheet.column_dimensions[letter].width = _WIDE if wide else _NARROW
        choices = ",".join(table.choices.get(head, ()))
        # Excel takes no longer list, and parts it at commas.
        if choices and len(choices) <= _LONGEST_LIST and choices.isprintable():
            rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
            rule.add(f"{letter}2:{letter}{MOST_ROWS}")
            worksheet.add_data_validation(rule)
