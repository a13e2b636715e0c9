"""Headings, list markers and emphasis from Word's styles and numbering."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from sessions_app.importing.reading.blocks import Style

_DEEPEST_LEVEL = 6
_OFF = frozenset({"0", "false", "off"})
_LEVELS: dict[str, Style] = {
    "title": "1",
    "subtitle": "2",
    "heading 1": "1",
    "heading 2": "2",
    "heading 3": "3",
    "heading 4": "4",
    "heading 5": "5",
    "heading 6": "6",
}
# The styles of a table of contents: "toc 1" and so on, "TOC Heading".
_CONTENTS = "toc "


@dataclass(frozen=True, slots=True)
class Marker:
    """The mark of a list's item. *number* is None for a bullet."""

    number: int | None


class Styles:
    """The styles and lists of one document."""

    def __init__(self, document: Document) -> None:
        self._styles = {
            style.get(qn("w:styleId")): style
            for style in document.part.styles.element.iter(qn("w:style"))
        }
        self._formats = dict(_formats(document))
        self._counted: Counter[str] = Counter()

    def level(self, paragraph: etree._Element) -> Style | None:
        """Return the level of a heading, None for other paragraphs."""
        for holder in self._chain(paragraph):
            name = _value(holder, "w:name").lower()
            if name in _LEVELS:
                return _LEVELS[name]
            outline = _value(holder, "w:pPr/w:outlineLvl") or _value(holder, "w:outlineLvl")
            if outline.isdigit() and int(outline) < _DEEPEST_LEVEL:
                return str(int(outline) + 1)  # type: ignore[return-value]
        return None

    def is_listed(self, paragraph: etree._Element) -> bool:
        """Return whether a paragraph is an entry of a table of contents."""
        return any(
            _value(holder, "w:name").lower().startswith(_CONTENTS)
            for holder in self._chain(paragraph)
        )

    def marker(self, paragraph: etree._Element) -> Marker | None:
        """Return the mark of a list's item, None for other paragraphs. Numbers count up."""
        for holder in self._chain(paragraph):
            numbering = _find(holder, "w:numPr")
            if numbering is None:
                numbering = _find(holder, "w:pPr/w:numPr")
            if numbering is not None:
                list_id = _value(numbering, "w:numId")
                if list_id in {"", "0"}:
                    return None
                if self._formats.get(list_id, "bullet") == "bullet":
                    return Marker(None)
                self._counted[list_id] += 1
                return Marker(self._counted[list_id])
        return None

    def is_strong(self, run: etree._Element) -> bool:
        """Return whether a run is set in bold."""
        return _is_on(run, "w:rPr/w:b") or _value(run, "w:rPr/w:rStyle") == "Strong"

    def is_emphasis(self, run: etree._Element) -> bool:
        """Return whether a run is set in italics."""
        return _is_on(run, "w:rPr/w:i") or _value(run, "w:rPr/w:rStyle") == "Emphasis"

    def _chain(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        """Go through the paragraph's own properties, its style, and what that is based on."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return
        yield properties
        style, seen = _value(properties, "w:pStyle"), set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = _value(self._styles[style], "w:basedOn")


def _formats(document: Document) -> Iterator[tuple[str, str]]:
    part = next(
        (
            relation.target_part
            for relation in document.part.rels.values()
            if not relation.is_external and relation.reltype.endswith("/numbering")
        ),
        None,
    )
    if part is None:
        return
    root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
    abstract = {
        item.get(qn("w:abstractNumId")): _value(item, "w:lvl/w:numFmt")
        for item in root.iter(qn("w:abstractNum"))
    }
    for number in root.iter(qn("w:num")):
        yield (
            number.get(qn("w:numId"), ""),
            abstract.get(_value(number, "w:abstractNumId"), "bullet"),
        )


def _find(element: etree._Element, path: str) -> etree._Element | None:
    return element.find("/".join(qn(step) for step in path.split("/")))


def _value(element: etree._Element, path: str) -> str:
    found = _find(element, path)
    return "" if found is None else found.get(qn("w:val"), "")


def _is_on(element: etree._Element, path: str) -> bool:
    found = _find(element, path)
    return found is not None and found.get(qn("w:val"), "1") not in _OFF
