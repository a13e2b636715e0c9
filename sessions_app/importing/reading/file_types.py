"""The type of a file, by its content first and its name second."""

import io
import re
import zipfile
import zlib
from pathlib import PurePath
from typing import Literal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from llex.core.files import office_packages
from sessions_app.importing.errors import ImportRefused

Kind = Literal["text", "markdown", "html", "json", "docx", "odt", "pdf"]

# In bytes. A note has some hundred kilobytes at most; its pictures may take the rest.
LARGEST = 25_000_000
_LARGEST_UNPACKED = 200_000_000
# A PDF may begin with a few bytes of something else.
_PDF_WITHIN = 1024
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown"})
_HTML_START = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSON_START = re.compile(r'\s*\{\s*"')
# The part of an archive that says what it is.
_PARTS: tuple[tuple[str, Kind], ...] = (("word/document.xml", "docx"), ("content.xml", "odt"))
_BOMS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
# How many control characters a text of a thousand characters may hold before it is none.
_MOST_CONTROLS = 2


def kind_of(data: bytes, name: str) -> Kind:
    """Say how to read *data*, the content of the file *name*; raise ImportRefused for others."""
    if not data.strip(b"\x00 \t\r\n\x0c"):
        raise ImportRefused(_("The file is empty."))
    if len(data) > LARGEST:
        raise ImportRefused(_("The file is too large to be a note."))
    if data.startswith(b"PK"):
        return _kind_of_archive(data)
    if data[:_PDF_WITHIN].find(b"%PDF-") >= 0:
        return "pdf"
    for start, message in _foreign():
        if data.startswith(start):
            raise ImportRefused(message)
    suffix = PurePath(name).suffix.lower()
    if suffix == ".json" or _JSON_START.match(decoded(data)[:2000]):
        return "json"
    if suffix in _HTML_SUFFIXES or _HTML_START.match(decoded(data)[:2000]):
        return "html"
    return "markdown" if suffix in _MARKDOWN_SUFFIXES else "text"


def decoded(data: bytes) -> str:
    """Return the text of *data* (UTF-8, UTF-16, Windows-1252); raise ImportRefused for others."""
    for bom, encoding in _BOMS.items():
        if data.startswith(bom):
            return _checked(data, encoding)
    if sample := data[:4000]:
        zeros = (sample[::2].count(0), sample[1::2].count(0))
        if max(zeros) > len(sample) * 0.2:
            return _checked(data, "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le")
    try:
        return _checked(data, "utf-8")
    except ImportRefused:
        return _checked(data, "cp1252")


def _checked(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ImportRefused(
            _("The file is neither text nor a Word document, or its encoding is not known.")
        ) from error
    controls = sum(character < " " and character not in "\t\n\r\f\v" for character in text)
    if controls * 1000 > _MOST_CONTROLS * len(text) + 1000:
        raise ImportRefused(_("The file is not text: it is full of control characters."))
    return text


def _kind_of_archive(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            unpacked = sum(entry.file_size for entry in archive.infolist())
            if unpacked <= _LARGEST_UNPACKED:
                office_packages.refuse_doctype(archive)
    except ValidationError as refusal:
        raise ImportRefused(refusal.messages[0]) from refusal
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, RuntimeError, zlib.error) as error:
        raise ImportRefused(
            _("The Word document is broken: it cannot be opened. Save it again and retry.")
        ) from error
    kind = next((kind for part, kind in _PARTS if part in names), None)
    if kind is None:
        raise ImportRefused(
            _("This is an archive, but neither a Word document (DOCX) nor OpenDocument text (ODT).")
        )
    if unpacked > _LARGEST_UNPACKED:
        raise ImportRefused(_("The file is too large to be a note."))
    return kind


def _foreign() -> list[tuple[bytes, str]]:
    return [
        (b"\xd0\xcf\x11\xe0", _("This is an old Word document (DOC). Save it as DOCX and retry.")),
        (b"{\\rtf", _("This is an RTF file. Save it as DOCX and retry.")),
    ]
