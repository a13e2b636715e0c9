"""Files of spreadsheet programs, and pasted cells, as grids; the kind is known by the content."""

import re
from typing import Final

from django.utils.translation import gettext as _

from llex.core.spreadsheets.formats import delimited, ods, packages, xls, xlsx
from llex.core.spreadsheets.grids import Grid
from llex.core.spreadsheets.sheets import UnreadableFile

LARGEST_FILE: Final = 5 * 1024 * 1024
# What file choosers offer, and what refusals name.
EXTENSIONS: Final = (".xlsx", ".ods", ".xls", ".csv", ".tsv", ".txt")
KINDS: Final = "XLSX, ODS, XLS, CSV"

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|\?xml)\b", re.IGNORECASE
)
_OTHER: Final = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"Rar!", b"7z\xbc\xaf")


def read_file(data: bytes, *, name: str = "") -> list[Grid]:
    """Return the sheets of a file; *name* is what the only sheet of a CSV file is called.

    Raise UnreadableFile, with a sentence for people.
    """
    if len(data) > LARGEST_FILE:
        raise UnreadableFile(_("The file is larger than 5 MB."))
    if not data.strip():
        raise UnreadableFile(_("The file is empty."))
    if data.startswith(b"PK"):
        package = packages.opened(data)
        return ods.read(package) if packages.is_open_document(package) else xlsx.read(data, package)
    if data.startswith(_OLE):
        return xls.read(data)
    if _MARKUP.match(data):
        raise UnreadableFile(
            _(
                "This is a web page with the name of a spreadsheet. Open it in your spreadsheet"
                " program, save it as XLSX, and choose that file."
            )
        )
    if data.startswith(_OTHER):
        raise UnreadableFile(_("Choose a file of this kind: %(kinds)s.") % {"kinds": KINDS})
    return [delimited.read(data, name or "CSV")]


def read_pasted(text: str, *, name: str) -> list[Grid]:
    """Return the sheet of cells that were copied in a spreadsheet program. Raise UnreadableFile."""
    if len(text) > LARGEST_FILE:
        raise UnreadableFile(_("The text is longer than 5 MB."))
    if not text.strip():
        raise UnreadableFile(_("Choose a file, or paste cells of a spreadsheet."))
    return [delimited.pasted(text, name)]
