"""CSV files in any usual encoding and with any usual separator, and cells that were pasted."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

import charset_normalizer
from django.utils.translation import gettext as _

from llex.core.spreadsheets.cells import unguarded
from llex.core.spreadsheets.grids import Grid
from llex.core.spreadsheets.sheets import UnreadableFile

_SEPARATORS: Final = (";", ",", "\t", "|")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What spreadsheet programs write where people use one of our languages or a neighbouring one.
_ENCODINGS: Final = ("cp1252", "cp1256", "mac_roman", "cp850", "cp1254")
# What a wrong encoding makes of a word: a sign or a letter of another script after a letter, a
# capital after a small letter.
_ODD: Final = re.compile(
    r"[^\W\d_][¡-¿×÷ˆ˜†‡•…‰‹›€™‚„ƒ√∞≈◊─-╿░▒▓█]|[a-zß-öø-ÿ][A-ZÀ-ÞŠŒŽŸ]"
    r"|[a-zA-Zà-ÿ][\u0600-\u06ff]|[\u0600-\u06ff][a-zA-Zà-ÿ]"
)
# So much is enough to tell the separator.
_SAMPLE_ROWS: Final = 200
# The regularity of a table that no separator parts.
_ONE_COLUMN: Final = (0, 1)
# A cell of the clipboard: in quotation marks where it has several lines.
_CELL: Final = re.compile(r'"((?:[^"]|"")*+)"(?=\t|\n|\Z)|([^\t\n]*)')
_SEPARATOR_LINE: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)


def read(data: bytes, name: str) -> Grid:
    """Return the only sheet of a CSV file. Raise UnreadableFile."""
    text = _decoded(data)
    if "\0" in text:
        raise UnreadableFile(_("The file is not a text file."))
    grid = Grid(name)
    for row in _rows(text):
        grid.append(map(unguarded, row))
    return grid.finish()


def pasted(text: str, name: str) -> Grid:
    """Return the cells that were copied in a spreadsheet program and pasted."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    grid = Grid(name)
    if "\t" not in lines:
        rows = _rows(lines) if re.search("[;,|]", lines) else [[line] for line in lines.split("\n")]
        for row in rows:
            grid.append(row)
        return grid.finish()
    cells: list[str] = []
    at = 0
    while at <= len(lines):
        match = _CELL.match(lines, at)
        if match is None:
            break
        cells.append(match[1].replace('""', '"') if match[1] is not None else match[2])
        at = match.end()
        if lines[at : at + 1] != "\t":
            grid.append(cells)
            cells = []
        at += 1
    return grid.finish()


def _decoded(data: bytes) -> str:
    """Return the text of a file, in the encoding that its mark or its letters tell."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    if data.count(0) > len(data) // 8:
        # UTF-16 without its mark: every other byte of a separator or a Latin letter is zero.
        is_little = data[1::2].count(0) > data[::2].count(0)
        return _strictly(data, "utf-16-le" if is_little else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    matches = charset_normalizer.from_bytes(data, cp_isolation=list(_ENCODINGS))
    found = [str(match) for match in matches]
    if not found:
        raise UnreadableFile(
            _("The encoding of the CSV file is unknown. Save it as “CSV UTF-8” or as XLSX.")
        )
    # Of those that are equally plausible, the first is the likeliest of the library.
    return min(found, key=lambda text: len(_ODD.findall(text)))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise UnreadableFile(
            _("The CSV file is broken. Save it again as “CSV UTF-8” or as XLSX.")
        ) from problem


def _rows(text: str) -> list[list[str]]:
    """Return the cells of each row, with the separator that gives the most regular table."""
    if told := _SEPARATOR_LINE.match(text):
        found = _parsed(text[told.end() :], told[1])
        return found if found is not None else _broken()
    tables = [_parsed(text, separator) for separator in _SEPARATORS]
    found = max((rows for rows in tables if rows is not None), key=_regularity, default=None)
    if found is None or (None in tables and _regularity(found) == _ONE_COLUMN):
        return _broken()
    return found


def _broken() -> list[list[str]]:
    raise UnreadableFile(_("The CSV file is broken: check its quotation marks."))


def _parsed(text: str, separator: str) -> list[list[str]] | None:
    try:
        # Strict, so that an unclosed quotation mark is an error and does not swallow rows.
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return None


def _regularity(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Return how many cells are in rows of the commonest width, wider than one, and that width."""
    widths = Counter(len(row) for row in rows[:_SAMPLE_ROWS] if len(row) > 1)
    if not widths:
        return _ONE_COLUMN
    width, times = max(widths.items(), key=lambda item: (item[0] * item[1], item[0]))
    return (width * times, width)
