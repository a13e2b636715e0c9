"""The text of a document, kept beside it so that the name of an erased person is found in it."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from typing import Final

logger = logging.getLogger(__name__)

# Runs of one word may be apart in the file; paragraphs end a line.
_PARAGRAPH: Final = re.compile(r"</w:p>|</a:p>|</dc:\w+>|</cp:\w+>")
_TAG: Final = re.compile(r"<[^>]*>")
_LONGEST: Final = 2_000_000


def text_of_document(kind: str, content: bytes) -> str:
    """Return the text and the metadata of a PDF, Word or PowerPoint file; "" for an image.

    A document that a program cannot read has no text; that is logged, and the document stays.
    """
    reader = {"pdf": _of_pdf, "docx": _of_package, "pptx": _of_package}.get(kind)
    if reader is None:
        return ""
    try:
        text = "\n".join(reader(content))
    except Exception:
        # Parsers of files from strangers raise whatever they like.
        logger.warning("The text of a document could not be read", exc_info=True)
        return ""
    # PostgreSQL takes no such character.
    return text.replace("\x00", "")[:_LONGEST]


def _of_pdf(content: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content), strict=False)
    yield from map(str, (reader.metadata or {}).values())
    if "/Metadata" in reader.root_object:
        packet = reader.root_object["/Metadata"].get_object()
        yield _TAG.sub("\n", packet.get_data().decode(errors="ignore"))  # type: ignore[union-attr]
    for page in reader.pages:
        yield page.extract_text()
        for note in page.get("/Annots") or ():
            found = note.get_object()
            yield from (str(found[key]) for key in ("/Contents", "/T") if key in found)


def _of_package(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.endswith(".xml"):
                xml = package.read(name).decode(errors="ignore")
                yield _authors(xml)
                yield _TAG.sub("", _PARAGRAPH.sub("\n", xml))


def _authors(xml: str) -> str:
    """Return who wrote comments and changes: they are in attributes."""
    return "\n".join(re.findall(r'(?:w:author|<p:cmAuthor\b[^>]* name)="([^"]*)"', xml))
