"""A Word document in, blocks out: paragraphs, lists, tables, text boxes and footnotes."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import docx
from django.utils.translation import gettext as _
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.opc.part import Part
from docx.oxml.ns import qn
from lxml import etree

from llex.core.text.links import is_safe_address
from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.formatted_text import FormattedText, Span
from sessions_app.importing.reading.blocks import Dropped, Heading, Item, Reading, Row
from sessions_app.importing.reading.headings import paragraph_or_heading
from sessions_app.importing.reading.line_wrapping import LINE_BREAK, paragraphs_of
from sessions_app.importing.reading.word_styles import Styles
from sessions_app.importing.words import count

# What is in the file but not in the document: what was deleted, moved away, or is there for old
# versions of Word only; and the properties of paragraphs and runs.
_UNREAD = frozenset(
    {"del", "moveFrom", "Fallback", "pPr", "rPr", "sectPr", "tblPr", "trPr", "tcPr"}
)
_BREAKS = frozenset({"br", "cr"})
_BROKEN = (
    OpcError,
    OSError,
    KeyError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    etree.XMLSyntaxError,
)
_CHARACTERS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-"}
# A table that people read is no wider.
_WIDEST = 50
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def opened(data: bytes) -> Document:
    """Open a document. Raise ImportRefused if it is broken."""
    try:
        document = docx.Document(io.BytesIO(data))
        body = document.element.body
    except _BROKEN as error:
        raise _broken() from error
    if body is None:
        raise _broken()
    return document


def read(document: Document) -> Reading:
    """Read a document that is open. Raise ImportRefused if it is broken."""
    body = document.element.body
    reading = Reading("paragraph", count(texts_of(body)))
    try:
        walker = DocxWalker(reading, Styles(document), document.part, dict(_notes(document)))
        drop_margins(document, reading)
    except _BROKEN as error:
        raise _broken() from error
    for note in walker.notes.values():
        reading.words += count(texts_of(note))
    walker.walk(body)
    for note in list(walker.notes.values()):
        walker.walk(note)
    return reading


def _broken() -> ImportRefused:
    return ImportRefused(
        _("The Word document is broken: it cannot be opened. Save it again and retry.")
    )


@dataclass
class DocxWalker:
    """Walks the body and keeps what is written where."""

    reading: Reading
    styles: Styles
    part: Part
    notes: dict[str, etree._Element]
    # Links within the file have addresses, too.
    keeps_anchors: bool = False
    where: int = 0
    cells: list[list[FormattedText]] | None = None
    # Text boxes and footnotes wait here until the paragraph that holds them is complete.
    aside: list[etree._Element] = field(default_factory=list)

    def walk(self, element: etree._Element) -> None:
        """Take in the paragraphs and tables in *element*."""
        for child in element.iterchildren("*"):
            name = _name(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tr" and self.cells is None and _width(child) > 1:
                self._row(child)
            elif name not in _UNREAD:
                self.walk(child)

    def _paragraph(self, element: etree._Element) -> None:
        self.where += 1
        for prose in paragraphs_of(self.spans(element, Span(""))):
            self._emit(element, prose)
        aside, self.aside = self.aside, []
        for waiting in aside:
            self.walk(waiting)

    def _emit(self, element: etree._Element, prose: FormattedText) -> None:
        if self.cells is not None:
            self.cells[-1].append(prose)
        elif self.styles.is_listed(element):
            dropped = Dropped(_("line of the table of contents"), str(prose), self.where)
            self.reading.dropped.append(dropped)
        elif level := self.styles.level(element):
            self.reading.blocks.append(Heading(prose, self.where, level))
        elif marker := self.styles.marker(element):
            self.reading.blocks.append(Item(prose, self.where, marker.number))
        else:
            self.reading.blocks.append(paragraph_or_heading(prose, self.where))

    def _row(self, row: etree._Element) -> None:
        self.cells = []
        for cell in _cells(row):
            self.cells.append([])
            self.walk(cell)
            # A cell that reaches over several columns leaves the others empty.
            self.cells += [[] for _column in range(_columns(cell) - 1)]
        cells, self.cells = self.cells, None
        if any(cells):
            self.reading.blocks.append(Row(tuple(map(tuple, cells)), self.where))

    def spans(self, element: etree._Element, marks: Span) -> Iterator[Span]:
        """Yield the runs of a paragraph."""
        for child in element.iterchildren("*"):
            name = _name(child)
            if name in _UNREAD:
                continue
            if name == "t":
                yield replace(marks, text=child.text or "")
            elif name in _BREAKS:
                yield replace(marks, text=LINE_BREAK)
            elif name in _CHARACTERS:
                yield replace(marks, text=_CHARACTERS[name])
            elif name == "txbxContent":
                self.aside.append(child)
            elif name in {"footnoteReference", "endnoteReference"}:
                self.aside += self._note(child, name.removesuffix("Reference"))
            else:
                yield from self.spans(child, self._marks(child, name, marks))

    def _marks(self, element: etree._Element, name: str, marks: Span) -> Span:
        if name == "r":
            return replace(
                marks,
                strong=self.styles.is_strong(element),
                emphasis=self.styles.is_emphasis(element),
            )
        if name == "hyperlink":
            relation = self.part.rels.get(element.get(qn("r:id"), ""))
            href = relation.target_ref if relation is not None and relation.is_external else ""
            anchor = element.get(qn("w:anchor"), "")
            if anchor and self.keeps_anchors:
                return replace(marks, href=f"#{anchor}")
            return replace(marks, href=href) if is_safe_address(href) else marks
        return marks

    def _note(self, reference: etree._Element, kind: str) -> list[etree._Element]:
        note = self.notes.pop(f"{kind} {reference.get(qn('w:id'))}", None)
        return [] if note is None else [note]


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _cells(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row.iter(qn("w:tc")) if next(cell.iterancestors(qn("w:tr"))) is row]


def _columns(cell: etree._Element) -> int:
    """Return over how many columns a cell reaches."""
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    value = "" if span is None else span.get(qn("w:val"), "")
    return min(int(value), _WIDEST) if value.isdecimal() and int(value) else 1


def _width(row: etree._Element) -> int:
    return sum(map(_columns, _cells(row)))


def texts_of(root: etree._Element) -> list[str]:
    """Return the text of each paragraph under *root*, as the completeness check counts it."""
    paragraphs: dict[etree._Element | None, list[str]] = {}
    for element in root.iter("*"):
        name = _name(element)
        text = _CHARACTERS.get(name, " " if name in _BREAKS else None)
        if name == "t":
            text = element.text or ""
        if text is None or any(_name(ancestor) in _UNREAD for ancestor in element.iterancestors()):
            continue
        holder = next((up for up in element.iterancestors() if _name(up) == "p"), None)
        paragraphs.setdefault(holder, []).append(text)
    return ["".join(pieces) for pieces in paragraphs.values()]


def _notes(document: Document) -> Iterator[tuple[str, etree._Element]]:
    """Find the footnotes and endnotes, by their kind and number."""
    for kind in ("footnote", "endnote"):
        for relation in document.part.rels.values():
            if relation.reltype.endswith(f"/{kind}s") and not relation.is_external:
                root = etree.fromstring(relation.target_part.blob, _PARSER)
                for note in root.iter(qn(f"w:{kind}")):
                    if texts_of(note):
                        yield f"{kind} {note.get(qn('w:id'))}", note


def drop_margins(document: Document, reading: Reading) -> None:
    """Note the heads and feet of pages as dropped."""
    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(("/header", "/footer")):
            continue
        text = " ".join(texts_of(etree.fromstring(relation.target_part.blob, _PARSER)))
        if text.strip():
            reading.words += count([text])
            reading.dropped.append(Dropped(_("running head or foot"), text, 0))
