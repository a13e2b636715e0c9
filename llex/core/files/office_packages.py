"""Checks of the files of office programs (DOCX, XLSX, ODT …) for dangerous contents.

Such a file is a zip of XML. A document type can name entities that grow without bound or are read
from elsewhere; a template, a macro or an embedded object is run or fetched on opening.
"""

import re
import zipfile
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from lxml import etree

_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# The relationship that may be external: people follow links, programs do not.
_LINKS: Final = "hyperlink"
_MACROS: Final = re.compile(r"vbaproject|vbadata|/activex/|^basic/|^scripts/", re.IGNORECASE)
_OBJECTS: Final = re.compile(
    r"/embeddings/|oleobject|^object ?\d+/|objectreplacements/", re.IGNORECASE
)
_MACRO_TYPES: Final = b"macroenabled"
# In any encoding that XML knows. Text that holds it is escaped.
_DOCTYPE: Final = re.compile(rb"<\0*!\0*D\0*O\0*C\0*T\0*Y\0*P\0*E")


def has_doctype(xml: bytes) -> bool:
    """Return whether XML declares a document type."""
    return bool(_DOCTYPE.search(xml))


def refuse_active(package: zipfile.ZipFile) -> None:
    """Raise ValidationError, with a sentence, for macros, objects, templates or a document type."""
    for name in package.namelist():
        if _MACROS.search(name):
            raise _macros()
        if _OBJECTS.search(name):
            raise ValidationError(
                _(
                    "This document contains embedded objects. Insert them as pictures, or save it "
                    "as PDF."
                ),
                code="objects",
            )
        _check_part(name, package.read(name))


def refuse_doctype(package: zipfile.ZipFile) -> None:
    """Raise ValidationError where any part declares a document type, whatever it is called."""
    if any(has_doctype(package.read(name)) for name in package.namelist()):
        raise _doctype()


def _check_part(name: str, content: bytes) -> None:
    if has_doctype(content):
        raise _doctype()
    if name == "[Content_Types].xml" and _MACRO_TYPES in content.lower():
        raise _macros()
    if name.lower().endswith(".rels") and _leads_out(content):
        raise ValidationError(
            _(
                "This document takes its template or other parts from elsewhere. Save it as PDF, "
                "or copy its text into a new document."
            ),
            code="external",
        )


def _leads_out(relationships: bytes) -> bool:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(relationships, parser)
    return any(
        relation.get("TargetMode", "").lower() == "external"
        and not relation.get("Type", "").lower().endswith(_LINKS)
        for relation in root.iter(_RELATIONSHIP)
    )


def _macros() -> ValidationError:
    return ValidationError(
        _("This document contains macros. Save it without them, or as PDF."), code="macros"
    )


def _doctype() -> ValidationError:
    return ValidationError(
        _("This document declares a document type, which no office program does. Save it again."),
        code="doctype",
    )
