"""An OpenDocument text in, blocks out: paragraphs, lists, tables, frames and footnotes."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from django.utils.translation import gettext as _
from lxml import etree

from llex.core.text.links import is_safe_address
from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.formatted_text import FormattedText, Span
from sessions_app.importing.reading.blocks import Dropped, Heading, Item, Reading, Row
from sessions_app.importing.reading.headings import paragraph_or_heading
from sessions_app.importing.reading.line_wrapping import LINE_BREAK, paragraphs_of
from sessions_app.importing.reading.merged_cells import MergedCells
from sessions_app.importing.reading.odt_styles import OdtStyles
from sessions_app.importing.words import count

# What is in the file but not in the document: what was deleted, comments, and declarations.
_UNREAD: Final = frozenset(
    {
        "tracked-changes",
        "annotation",
        "forms",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
    }
    | {"note-citation", "bookmark", "table-of-content-source", "desc", "title"}
)
_PARAGRAPHS: Final = frozenset({"p", "h"})
_PARSER: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
)
# Nothing that people write is nested deeper; a recursion must end somewhere.
_DEEPEST: Final = 100
_MOST_SPACES: Final = 100
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_NAMESPACES: Final = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
}
_BROKEN: Final = (
    KeyError,
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
)


def read(data: bytes) -> Reading:
    """Read a document. Raise ImportRefused if it is broken."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            content = etree.fromstring(package.read("content.xml"), _PARSER)
            names = package.namelist()
            common = (
                etree.fromstring(package.read("styles.xml"), _PARSER)
                if "styles.xml" in names
                else None
            )
    except _BROKEN as error:
        raise _broken() from error
    body = content.find("office:body/office:text", _NAMESPACES)
    if body is None:
        raise _broken()
    _check_depth(body)
    reading = Reading("paragraph", count(_texts(body)))
    walker = _OdtWalker(reading, OdtStyles(content, common))
    walker.walk(body)
    _drop_margins(common, reading)
    return reading


def _broken() -> ImportRefused:
    return ImportRefused(_("The document is broken: it cannot be opened. Save it again and retry."))


def _check_depth(body: etree._Element) -> None:
    depths = {body: 0}
    for element in body.iterdescendants("*"):
        depths[element] = depths[element.getparent()] + 1
        if depths[element] > _DEEPEST:
            raise ImportRefused(_("The document is nested too deeply to be a note."))


@dataclass
class _Marker:
    """The mark of a list's item, until the item's first paragraph has taken it."""

    number: int | None
    taken: bool = False


@dataclass
class _OdtWalker:
    """Walks the body and keeps what is written where."""

    reading: Reading
    styles: OdtStyles
    where: int = 0
    cells: list[list[FormattedText]] | None = None
    marker: _Marker | None = None
    list_style: str = ""
    merged: MergedCells = field(default_factory=MergedCells)
    # Frames and footnotes wait here until the paragraph that holds them is complete.
    aside: list[etree._Element] = field(default_factory=list)

    def walk(self, element: etree._Element) -> None:
        """Take in the paragraphs, lists and tables in *element*."""
        for child in element.iterchildren("*"):
            name = _name(child)
            if name in _PARAGRAPHS:
                self._paragraph(child)
            elif name == "list":
                self._list(child)
            elif name == "table" and self.cells is None:
                self._table(child)
            elif name not in _UNREAD:
                self.walk(child)

    def _paragraph(self, element: etree._Element) -> None:
        self.where += 1
        for prose in paragraphs_of(self._spans(element, Span(""))):
            self._emit(element, prose)
        aside, self.aside = self.aside, []
        for waiting in aside:
            self.walk(waiting)

    def _emit(self, element: etree._Element, prose: FormattedText) -> None:
        if self.cells is not None:
            self.cells[-1].append(prose)
        elif level := self.styles.level(element):
            self.reading.blocks.append(Heading(prose, self.where, level))
        elif self.marker and not self.marker.taken:
            self.marker.taken = True
            self.reading.blocks.append(Item(prose, self.where, self.marker.number))
        elif self.styles.is_strong(_style(element)):
            self.reading.blocks.append(
                paragraph_or_heading(prose.with_bold(len(str(prose))), self.where)
            )
        else:
            self.reading.blocks.append(paragraph_or_heading(prose, self.where))

    def _list(self, element: etree._Element) -> None:
        style, marker = self.list_style, self.marker
        self.list_style = _style(element) or style
        is_numbered = self.styles.is_numbered(self.list_style)
        number = 0
        for item in element.iterchildren("*"):
            if _name(item) == "list-item":
                number += 1
                self.marker = _Marker(number if is_numbered else None)
            self.walk(item)
        self.list_style, self.marker = style, marker

    def _table(self, element: etree._Element) -> None:
        rows = [row for row in element.iterdescendants("{*}table-row") if _table_of(row) is element]
        self.merged = MergedCells()
        widths = [sum(map(_wide, row.iterchildren("{*}table-cell"))) for row in rows]
        for row in rows:
            if max(widths) > 1:
                self._row(row)
            else:
                self.walk(row)

    def _row(self, row: etree._Element) -> None:
        cells: list[list[FormattedText]] = []
        self.cells = cells
        for cell in row.iterchildren("{*}table-cell"):
            cells += [[]] * self.merged.covered(len(cells))
            cells.append([])
            self.walk(cell)
            cells += self.merged.reach(
                len(cells), _spanned(cell, "columns"), _spanned(cell, "rows")
            )
        cells += [[]] * self.merged.covered(len(cells))
        self.cells = None
        if any(cells):
            self.reading.blocks.append(Row(tuple(map(tuple, cells)), self.where))

    def _spans(self, element: etree._Element, marks: Span) -> Iterator[Span]:
        yield replace(marks, text=_evened(element.text))
        for child in element.iterchildren("*"):
            name = _name(child)
            if name in {"note-body", "text-box"}:
                self.aside.append(child)
            elif name in _CHARACTERS:
                yield replace(marks, text=_CHARACTERS[name])
            elif name not in _UNREAD:
                yield from self._spans(child, self._marks(child, name, marks))
            yield replace(marks, text=_evened(child.tail))

    def _marks(self, element: etree._Element, name: str, marks: Span) -> Span:
        if name == "a":
            href = element.get(_HREF, "")
            return replace(marks, href=href) if is_safe_address(href) else marks
        style = _style(element)
        return replace(
            marks,
            strong=marks.strong or self.styles.is_strong(style),
            emphasis=marks.emphasis or self.styles.is_emphasis(style),
        )


_CHARACTERS: Final = {"tab": " ", "s": " ", "line-break": LINE_BREAK, "soft-page-break": ""}


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _style(element: etree._Element) -> str:
    return str(element.get(f"{{{_NAMESPACES['text']}}}style-name", ""))


def _spanned(cell: etree._Element, kind: str) -> str | None:
    value: str | None = cell.get(f"{{{_NAMESPACES['table']}}}number-{kind}-spanned")
    return value


def _wide(cell: etree._Element) -> int:
    value = _spanned(cell, "columns") or ""
    return int(value) if value.isdecimal() else 1


def _table_of(row: etree._Element) -> etree._Element:
    return next(row.iterancestors("{*}table"))


def _evened(text: str | None) -> str:
    """Return characters as the document shows them: line ends in the file are spaces."""
    return (text or "").replace(LINE_BREAK, " ")


def _texts(root: etree._Element) -> Iterator[str]:
    """Yield the text of each paragraph under *root*, as the completeness check counts it."""
    for paragraph in root.iter("{*}p", "{*}h"):
        if not any(_name(above) in _UNREAD for above in paragraph.iterancestors()):
            yield "".join(_characters(paragraph))


def _characters(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element.iterchildren("*"):
        name = _name(child)
        if name in _CHARACTERS:
            yield _CHARACTERS[name] or ""
        elif name not in _UNREAD | {"note-body", "text-box"}:
            yield from _characters(child)
        yield child.tail or ""


def _drop_margins(common: etree._Element | None, reading: Reading) -> None:
    """Note the heads and feet of pages as dropped."""
    if common is None:
        return
    margins = [*common.iter("{*}header"), *common.iter("{*}footer")]
    for text in dict.fromkeys(" ".join(_texts(margin)) for margin in margins):
        if text.strip():
            reading.words += count([text])
            reading.dropped.append(Dropped(_("running head or foot"), text, 0))
