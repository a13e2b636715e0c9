"""A page of HTML in, blocks out. nh3 makes it well-formed first, as a browser would."""

import html
import re
from dataclasses import dataclass, field, replace
from typing import Final

import nh3
from django.utils.translation import gettext as _
from lxml import html as lxml_html

from llex.core.text.links import is_safe_address
from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.formatted_text import FormattedText, Span
from sessions_app.importing.reading.blocks import Dropped, Heading, Item, Reading, Row, Style
from sessions_app.importing.reading.headings import paragraph_or_heading
from sessions_app.importing.reading.line_wrapping import starts_lower
from sessions_app.importing.reading.merged_cells import MergedCells
from sessions_app.importing.words import cleanse, count

# What no reader of the page ever saw as its text.
_SILENT: Final = {
    "script",
    "style",
    "title",
    "template",
    "noscript",
    "svg",
    "select",
    "button",
    "textarea",
}
_STRONG: Final = {"b", "strong"}
_EMPHASIS: Final = {"i", "em", "cite"}
_INLINE: Final = _STRONG | _EMPHASIS | {"a"}
_CONTENT: Final = {"main", "article"}
_LEVELS: Final[dict[str, Style]] = {
    "h1": "1",
    "h2": "2",
    "h3": "3",
    "h4": "4",
    "h5": "5",
    "h6": "6",
}
_BLOCKS: Final = (
    {
        "p",
        "div",
        "section",
        "header",
        "footer",
        "aside",
        "nav",
        "blockquote",
        "figure",
        "figcaption",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "pre",
        "address",
        "form",
        "fieldset",
        "details",
        "summary",
        "br",
        "hr",
    }
    | _LEVELS.keys()
    | _CONTENT
)
# Roles and classes of what sites have around a text.
_ROLES: Final = frozenset({"navigation", "banner", "contentinfo", "search", "menu"})
_AROUND: Final = frozenset(
    {"breadcrumb", "breadcrumbs", "menu", "navbar", "navigation", "cookie", "cookies", "sidebar"}
    | {"share", "sharing", "sharedaddy", "social", "related", "tags", "tag", "pagination", "pager"}
    | {"widget", "comments", "comment", "newsletter", "subscribe", "download", "downloads"}
    | {"footer", "skip", "site-header", "site-footer", "entry-footer", "byline", "toolbar"}
)
_SPANS: Final = {"rowspan", "colspan"}
# A link within the page right behind a word: the mark of a footnote.
_GLUED: Final = re.compile(r'(?<=[^\s>])(<a href="#[^>]*>)')
_MARK: Final = re.compile(r"\s*[\[(]?(?:\d{1,3}|[a-z*†‡↩↑^])[\])]?\s*")
_TAG: Final = re.compile(r"<[^>]*>")
_INLINE_TAG: Final = re.compile(rf"</?(?:{'|'.join(sorted(_INLINE))})(?:\s[^>]*)?>")
# Nothing that people write is nested deeper; a recursion must end somewhere.
_DEEPEST: Final = 200
_PARSER: Final = lxml_html.HTMLParser(huge_tree=True)


def read(page: str) -> Reading:
    """Read a page; where it says what its main part is, the rest is noted as dropped."""
    clean = nh3.clean(
        cleanse(page).replace("\f", " "),
        tags=_BLOCKS | _INLINE,
        clean_content_tags=_SILENT,
        attributes={"a": {"href"}, "td": _SPANS, "th": _SPANS, "*": {"class", "role"}},
        link_rel=None,
    )
    clean = _GLUED.sub(r" \1", clean)
    reading = Reading("paragraph", count([_TAG.sub(" ", _INLINE_TAG.sub("", clean))]))
    root = lxml_html.fragment_fromstring(f"<div>{clean}</div>", parser=_PARSER)
    check_depth(root)
    for element in _furniture(root):
        source = lxml_html.tostring(element, encoding="unicode", with_tail=False)
        text = " ".join(html.unescape(_TAG.sub(" ", _INLINE_TAG.sub("", source))).split())
        if text:
            reading.dropped.append(Dropped(_("part of the site around the note"), text, 0))
        element.drop_tree()
    _drop_marks(root, reading)
    walker = _HtmlWalker(reading)
    walker.walk(root, Span(""))
    walker.flush()
    return reading


def _drop_marks(root: lxml_html.HtmlElement, reading: Reading) -> None:
    """Note the marks of footnotes, links within the page, as dropped; the footnotes stay."""
    for link in list(root.iter("a")):
        text = "".join(link.itertext())
        if link.get("href", "").startswith("#") and _MARK.fullmatch(text):
            reading.dropped.append(Dropped(_("mark of a footnote"), text, 0))
            link.tail = f" {link.tail or ''}"
            link.drop_tree()


def _furniture(root: lxml_html.HtmlElement) -> list[lxml_html.HtmlElement]:
    mains = root.findall(".//main") or root.findall(".//article")
    around = {element for element in root.iter() if _is_around(element)}
    if len(mains) == 1:
        inside = {*mains[0].iter(), *mains[0].iterancestors()}
        around |= {element for element in root.iter() if element not in inside}
    return [element for element in around if not around.intersection(element.iterancestors())]


def _is_around(element: lxml_html.HtmlElement) -> bool:
    """Return whether an element is a menu, or has the class of what sites have around texts."""
    if element.tag == "nav" or element.get("role") in _ROLES:
        return True
    names = re.split(r"[\s_]+", element.get("class", "").casefold())
    return any(name in _AROUND or name.split("-")[0] in _AROUND for name in names if name)


def check_depth(root: lxml_html.HtmlElement) -> None:
    """Raise ImportRefused for a page that is nested deeper than people write."""
    depths = {root: 0}
    for element in root.iterdescendants():
        depths[element] = depths[element.getparent()] + 1
    if max(depths.values()) > _DEEPEST:
        raise ImportRefused(_("The page is nested too deeply to be a note."))


@dataclass
class _Marker:
    """The mark of a list's item, until the item's first paragraph has taken it."""

    number: int | None
    taken: bool = False


@dataclass
class _HtmlWalker:
    """Walks the tree and ends a block where the page would begin a new line."""

    reading: Reading
    where: int = 0
    spans: list[Span] = field(default_factory=list)
    lines: list[FormattedText] = field(default_factory=list)
    heading: Style | None = None
    marker: _Marker | None = None
    cells: list[list[FormattedText]] | None = None
    merged: MergedCells = field(default_factory=MergedCells)

    def walk(self, element: lxml_html.HtmlElement, marks: Span) -> None:
        """Take in what *element* holds, its text marked as *marks* says."""
        self.spans.append(replace(marks, text=element.text or ""))
        number = 0
        for child in element.iterchildren():
            number += child.tag == "li"
            if child.tag in _INLINE:
                self.walk(child, inside(child, marks))
            elif child.tag == "br":
                self._end_line()
            elif child.tag == "blockquote" and self.cells is None:
                self._quotation(child, marks)
            elif child.tag == "tr" and self.cells is None and _is_row(child):
                self._row(child, marks)
            else:
                ordered = element.tag == "ol" and child.tag == "li"
                self._block(child, marks, number if ordered else None)
            self.spans.append(replace(marks, text=child.tail or ""))

    def flush(self) -> None:
        """End the block that is being written."""
        self._end_line()
        lines, self.lines = self.lines, []
        if not lines:
            return
        self.where += 1
        whole = lines[:1]
        for line in lines[1:]:
            if starts_lower(str(line)):
                whole[-1] += line
            else:
                whole.append(line)
        for prose in whole:
            self._emit(prose)

    def _end_line(self) -> None:
        prose = FormattedText.of(self.spans)
        self.spans = []
        if prose:
            self.lines.append(prose)

    def _emit(self, prose: FormattedText) -> None:
        if self.cells is not None:
            self.cells[-1].append(prose)
        elif self.heading:
            self.reading.blocks.append(Heading(prose, self.where, self.heading))
        elif self.marker and not self.marker.taken:
            self.marker.taken = True
            self.reading.blocks.append(Item(prose, self.where, self.marker.number))
        else:
            self.reading.blocks.append(paragraph_or_heading(prose, self.where))

    def _block(self, child: lxml_html.HtmlElement, marks: Span, number: int | None) -> None:
        self.flush()
        heading, marker = self.heading, self.marker
        if child.tag == "table" and self.cells is None:
            self.merged = MergedCells()
        if child.tag in _LEVELS:
            self.heading = _LEVELS[child.tag]
        elif child.tag == "li":
            self.marker = _Marker(number)
        self.walk(child, replace(marks, strong=True) if child.tag == "dt" else marks)
        self.flush()
        self.heading, self.marker = heading, marker

    def _quotation(self, child: lxml_html.HtmlElement, marks: Span) -> None:
        """Take in a quotation: a speaker that the page marks as such has a dash before the name."""
        for cite in child.iter("cite"):
            text = cite.text or ""
            if text[:1].isalnum() and cite.getparent().tag in {"blockquote", "footer"}:
                cite.text = f"— {text}"
                cite.tag = "p"
        self._block(child, marks, None)

    def _row(self, row: lxml_html.HtmlElement, marks: Span) -> None:
        self.flush()
        cells: list[list[FormattedText]] = []
        self.cells = cells
        for cell in row.iterchildren():
            cells += [[]] * self.merged.covered(len(cells))
            cells.append([])
            self._block(cell, marks, None)
            cells += self.merged.reach(len(cells), cell.get("colspan"), cell.get("rowspan"))
        cells += [[]] * self.merged.covered(len(cells))
        self.cells = None
        if any(cells):
            self.reading.blocks.append(Row(tuple(map(tuple, cells)), self.where))


def _is_row(element: lxml_html.HtmlElement) -> bool:
    """Return whether a row of a table is one of several cells, or spans several columns."""
    return len(element) > 1 or any(child.get("colspan", "1") != "1" for child in element)


def inside(element: lxml_html.HtmlElement, marks: Span) -> Span:
    """Return the marks of the text in an element inside of text with *marks*."""
    if element.tag in _STRONG:
        return replace(marks, strong=True)
    if element.tag in _EMPHASIS:
        return replace(marks, emphasis=True)
    href = element.get("href", "")
    return replace(marks, href=href) if is_safe_address(href) else marks
