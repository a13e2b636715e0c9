"""XML of a Word file that python-docx has no function for."""
# ruff: noqa: SLF001 - python-docx has no public door to its elements.

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Final, cast

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.text.run import CT_R
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shape import InlineShape
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

# What XML cannot hold; it is shown as the sign for something unreadable, not dropped in silence.
_UNREADABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What may follow the direction among a paragraph's properties: the schema wants an order.
_AFTER_DIRECTION: Final = (
    *("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc"),
    *("w:textDirection", "w:textAlignment", "w:outlineLvl", "w:rPr", "w:sectPr"),
)
# The properties of a run that are set here, in the order of the schema, before the language.
_RUN_ORDER: Final = ("rStyle", "b", "bCs", "i", "iCs", "color", "sz", "rtl")
_PARAGRAPH: Final = qn("w:p")
_PARAGRAPH_PROPERTIES: Final = qn("w:pPr")
_RUN: Final = qn("w:r")
_RUN_PROPERTIES: Final = qn("w:rPr")
_TEXT: Final = qn("w:t")
_VALUE: Final = qn("w:val")
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
# Characters that are elements of their own.
_SEPARATE: Final = re.compile(r"[\t\n\r]")


def clean(text: str) -> str:
    """Return *text* as XML can hold it."""
    return _UNREADABLE.sub("\ufffd", text)


@contextmanager
def first_written(where: WordDocument | _Cell) -> Iterator[list[Paragraph]]:
    """Yield a list that in the end holds the first paragraph written in *where* meanwhile."""
    container = where._tc if isinstance(where, _Cell) else where.element.body
    last = next(container.iterchildren(_PARAGRAPH, reversed=True), None)
    found: list[Paragraph] = []
    yield found
    added = container.iterchildren(_PARAGRAPH) if last is None else last.itersiblings(_PARAGRAPH)
    found += (Paragraph(one, where) for one in islice(added, 1))


def dress(paragraph: Paragraph, style: str) -> None:
    """Give *paragraph* the style of the key *style*."""
    paragraph._p.style = style


def turn(paragraph: Paragraph) -> None:
    """Make *paragraph* run from right to left."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(OxmlElement("w:bidi"), *_AFTER_DIRECTION)


def language_element(language: str) -> BaseOxmlElement:
    """Return the mark of a language, for Latin and for complex scripts alike."""
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), language)
    element.set(qn("w:bidi"), language)
    return element


def add_paragraph(cell: _Cell, style: str, *, is_rtl: bool) -> Paragraph:
    """Add a paragraph to *cell*, in the style of the key *style*."""
    element = etree.SubElement(cell._tc, _PARAGRAPH)
    properties = etree.SubElement(element, _PARAGRAPH_PROPERTIES)
    etree.SubElement(properties, qn("w:pStyle")).set(_VALUE, style)
    if is_rtl:
        etree.SubElement(properties, qn("w:bidi"))
    return Paragraph(cast(CT_P, element), cell)


def add_run(
    paragraph: Paragraph, text: str, properties: Mapping[str, str], language: str = ""
) -> Run:
    """Add a run of *text* with *properties* of `_RUN_ORDER`, marked with its *language*.

    The functions of python-docx look for the place of each element, which took most of the time of
    a file.
    """
    element = cast(CT_R, etree.SubElement(paragraph._p, _RUN))
    if properties or language:
        whole = etree.SubElement(element, _RUN_PROPERTIES)
        for name in filter(properties.__contains__, _RUN_ORDER):
            part = etree.SubElement(whole, qn(f"w:{name}"))
            if value := properties[name]:
                part.set(_VALUE, value)
        if language:
            whole.append(language_element(language))
    if _SEPARATE.search(text):
        element.text = clean(text)
    elif text:
        content = etree.SubElement(element, _TEXT)
        content.text = clean(text)
        if text != text.strip():
            content.set(_SPACE, "preserve")
    return Run(element, paragraph)


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Add the bookmark *name* to *paragraph*; *number* is unique in the file."""
    for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), str(number))
        if tag == "w:bookmarkStart":
            mark.set(qn("w:name"), name)
        paragraph._p.append(mark)


@contextmanager
def hyperlink(paragraph: Paragraph, href: str) -> Iterator[None]:
    """Turn the runs added meanwhile into a link to an address or, with ``#``, to a bookmark."""
    link = OxmlElement("w:hyperlink")
    if href.startswith("#"):
        link.set(qn("w:anchor"), href[1:])
    else:
        target = paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), target)
    before = len(paragraph._p)
    yield
    for element in list(paragraph._p)[before:]:
        link.append(element)
    paragraph._p.append(link)


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """Add a field that Word computes, such as ``PAGE``."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    paragraph._p.append(field)


def begin_field(paragraph: Paragraph, instruction: str) -> None:
    """Begin a field whose result is what follows, until `end_field`; Word can update it."""
    _field_mark(paragraph, "begin")
    content = OxmlElement("w:instrText")
    content.set(_SPACE, "preserve")
    content.text = f" {instruction} "
    paragraph.add_run()._r.append(content)
    _field_mark(paragraph, "separate")


def end_field(paragraph: Paragraph) -> None:
    """End the field that was begun in this or an earlier paragraph."""
    _field_mark(paragraph, "end")


def _field_mark(paragraph: Paragraph, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def move_behind(paragraph: Paragraph, other: Paragraph) -> None:
    """Move *paragraph* to the place after the *other*."""
    other._p.addnext(paragraph._p)


def add_numbering(file: WordDocument, style: str, start: int) -> int:
    """Return a new numbering in *style*, so that each list counts from its own *start*."""
    numbering = file.part.numbering_part.element
    used = file.styles[style].element.pPr.numPr.numId.val
    number = numbering.add_num(numbering.num_having_numId(used).abstractNumId.val)
    number.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(number.numId)


def count(paragraph: Paragraph, numbering: int) -> None:
    """Give *paragraph* the next number of a numbering made by `add_numbering`."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering


def narrow_margins(table: Table) -> None:
    """Leave half a millimetre beside the texts of a table that has many columns."""
    properties = table._tbl.tblPr
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "30")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = properties.find(qn("w:tblLook"))
    properties.append(margins) if look is None else look.addprevious(margins)


def keep_whole(row: _Row, *, is_head: bool = False) -> None:
    """Keep *row* on one page; a head is repeated on every page."""
    for flag in ("w:cantSplit", "w:tblHeader") if is_head else ("w:cantSplit",):
        row._tr.get_or_add_trPr().append(OxmlElement(flag))


def describe(picture: InlineShape, alternative: str) -> None:
    """Give *picture* the text that is read out in its place, and no margin."""
    picture._inline.docPr.set("descr", clean(alternative))
    for side in ("distT", "distB", "distL", "distR"):
        picture._inline.set(side, "0")


def remove(paragraph: Paragraph) -> None:
    """Take *paragraph* out of its cell."""
    paragraph._p.getparent().remove(paragraph._p)
