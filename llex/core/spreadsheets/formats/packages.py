"""Opening the zip packages that XLSX and ODS files are, also broken or malicious ones."""

import io
import zipfile
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from llex.core.files import office_packages
from llex.core.spreadsheets.sheets import UnreadableFile

LARGEST_UNPACKED: Final = 60 * 1024 * 1024
_MOST_PARTS: Final = 500
_BROKEN: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
)


def opened(data: bytes) -> zipfile.ZipFile:
    """Return a package of a sensible size, without document types. Raise UnreadableFile."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        parts = package.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise UnreadableFile(_("The file is too large once it is unpacked."))
        office_packages.refuse_doctype(package)
    except ValidationError as refusal:
        raise UnreadableFile(refusal.messages[0]) from refusal
    except _BROKEN as problem:
        raise UnreadableFile(
            _("This is not a spreadsheet, or it is broken or protected by a password.")
        ) from problem
    return package


def is_open_document(package: zipfile.ZipFile) -> bool:
    """Return whether it is an ODS file; an XLSX file has a workbook instead."""
    names = package.namelist()
    return "content.xml" in names and "xl/workbook.xml" not in names
