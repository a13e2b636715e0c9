"""Parsing of uploaded XLSX and CSV files of any program, also broken or malicious ones."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any, Final

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from llex.core.files import office_packages
from llex.core.spreadsheets.cells import unguarded
from llex.core.spreadsheets.sheets import MOST_COLUMNS, Sheet, UnreadableFile

LARGEST_FILE: Final = 5 * 1024 * 1024
LARGEST_UNPACKED: Final = 60 * 1024 * 1024
_MOST_PARTS: Final = 500


def read(name: str, data: bytes, *, single: str | None = None) -> list[Sheet]:
    """Return the sheets of a file, whose type is known by its name and content.

    With *single*, the file holds that one sheet whatever its name. Raise UnreadableFile.
    """
    if len(data) > LARGEST_FILE:
        raise UnreadableFile(_("The file is larger than 5 MB."))
    if not data.strip():
        raise UnreadableFile(_("The file is empty."))
    extension = name.rpartition(".")[2].lower()
    if extension == "csv" and single:
        return [_read_csv(data, single)]
    if extension != "xlsx":
        kinds = "XLSX, CSV" if single else "XLSX"
        raise UnreadableFile(_("Choose a file of this kind: %(kinds)s.") % {"kinds": kinds})
    sheets = _read_xlsx(data, single)
    return sheets[:1] if single else sheets


def _read_csv(data: bytes, name: str) -> Sheet:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            _("The CSV file is not in UTF-8. When saving, choose “CSV UTF-8” or the XLSX format.")
        ) from error
    if "\0" in text:
        raise UnreadableFile(_("The file is not a text file."))
    first = text.splitlines()[0]
    delimiter = max(",;\t", key=first.count)
    try:
        # Strict, so that an unclosed quotation mark is an error and does not swallow rows.
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UnreadableFile(_("The CSV file is broken: check its quotation marks.")) from error
    return _sheet(name, ([unguarded(cell) for cell in row] for row in rows))


def _read_xlsx(data: bytes, single: str | None) -> list[Sheet]:
    _check_package(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        worksheets = book.worksheets[:1] if single else book.worksheets
        return [_read_worksheet(worksheet, single) for worksheet in worksheets]
    except UnreadableFile:
        raise
    except Exception as error:
        raise UnreadableFile(_("The XLSX file is broken and cannot be read.")) from error


def _check_package(data: bytes) -> None:
    """Raise UnreadableFile unless *data* is a zip package of a sensible size, without DTDs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or sum(p.file_size for p in parts) > LARGEST_UNPACKED:
                raise UnreadableFile(_("The XLSX file is too large once it is unpacked."))
            office_packages.refuse_doctype(package)
    except ValidationError as refusal:
        raise UnreadableFile(refusal.messages[0]) from refusal
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        NotImplementedError,
        RuntimeError,
        OSError,
        EOFError,
        ValueError,
    ) as error:
        raise UnreadableFile(
            _("This is not an XLSX file, or it is broken or protected by a password.")
        ) from error


def _read_worksheet(worksheet: Any, single: str | None) -> Sheet:
    # The size that a file claims for its sheets is not to be trusted.
    worksheet.reset_dimensions()
    found: list[str] = []

    def rows() -> Iterable[list[Any]]:
        for row in worksheet.iter_rows():
            values = []
            for cell in row:
                if cell.data_type in ("f", "e"):
                    found.append(cell.coordinate)
                values.append(cell.value)
            yield values

    sheet = _sheet(single or worksheet.title.strip().lower(), rows())
    for coordinate in found:
        sheet.refuse(coordinate, _("This is a formula; replace it by its value."))
    return sheet


def _sheet(name: str, rows: Iterable[Sequence[Any]]) -> Sheet:
    sheet = Sheet(name)
    for number, cells in enumerate(rows, start=1):
        values = list(cells)
        while values and values[-1] in (None, ""):
            values.pop()
        if len(values) > MOST_COLUMNS:
            raise UnreadableFile(
                _("The sheet “%(sheet)s” has more than %(most)s columns.")
                % {"sheet": name, "most": MOST_COLUMNS}
            )
        if number == 1:
            sheet.read_heads(values)
        else:
            sheet.read_row(number, values)
    return sheet
