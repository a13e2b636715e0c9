"""Our own Word file in, blocks with their parts out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from sessions_app.importing.formatted_text import FormattedText, Span
from sessions_app.importing.reading.blocks import Reading
from sessions_app.importing.reading.docx_reader import DocxWalker, texts_of
from sessions_app.importing.reading.own_files import parts
from sessions_app.importing.reading.own_files.nodes import Node
from sessions_app.importing.reading.own_files.parts import PartWriter
from sessions_app.importing.reading.own_files.structure import BodyReader, labelled
from sessions_app.importing.reading.own_files.word_tables import city_nodes, is_city_table
from sessions_app.importing.reading.own_files.words import language_of_publication
from sessions_app.importing.reading.word_styles import Styles
from sessions_app.importing.words import count

KICKER: Final = "note kicker"
SMALL: Final = "note small"
HEAD: Final = "note head"
_DEPTH: Final = re.compile(r"list (?:bullet|number)(?: (\d))?")
_AXIS: Final = re.compile(r"\d{1,3}")
_BETWEEN: Final = " · "


@dataclass(slots=True)
class Line:
    """A paragraph with its *style*, or a table with its *rows* of cells of lines."""

    style: str
    text: FormattedText = field(default_factory=FormattedText)
    anchors: tuple[str, ...] = ()
    number: int | None = None
    rows: list[list[list["Line"]]] = field(default_factory=list)


def read(document: Document) -> Reading | None:
    """Read *document*, or return None where the site did not write it."""
    if not any(style.name.lower() == KICKER for style in document.styles if style.name):
        return None
    lines = list(_Lines(document).lines(document.element.body))
    kicker = next((line for line in lines if line.style == KICKER), None)
    language = language_of_publication(str(kicker.text).split(_BETWEEN)[0]) if kicker else ""
    if not language:
        return None
    writer = PartWriter(language)
    writer.reading.words += count(texts_of(document.element.body))
    at = next((i for i, line in enumerate(lines) if line.style == "heading 1"), len(lines))
    listed = [line for line in lines[:at] if line.style.startswith("toc ")]
    for line in listed:
        writer.out(parts.contents(), line.text)
    _read_front(writer, [line for line in lines[:at] if line not in listed])
    BodyReader(writer).read(list(_nodes(writer, list(_without_map(writer, lines[at:])))))
    return writer.close()


class _Lines:
    def __init__(self, document: Document) -> None:
        self.names = {style.style_id: (style.name or "").lower() for style in document.styles}
        self.styles = Styles(document)
        self.walker = DocxWalker(
            parts.empty_reading(), self.styles, document.part, {}, keeps_anchors=True
        )

    def lines(self, container: etree._Element) -> Iterator[Line]:
        """Yield the paragraphs and tables right under *container*."""
        for child in container.iterchildren(qn("w:p"), qn("w:tbl"), qn("w:sdt")):
            if child.tag == qn("w:p"):
                yield self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                rows = [
                    [list(self.lines(cell)) for cell in row.iterchildren(qn("w:tc"))]
                    for row in child.iterchildren(qn("w:tr"))
                ]
                yield Line("table", rows=rows)
            else:
                for content in child.iterchildren(qn("w:sdtContent")):
                    yield from self.lines(content)

    def _paragraph(self, paragraph: etree._Element) -> Line:
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        name = self.names.get("" if style is None else style.get(qn("w:val"), ""), "")
        marks = paragraph.iter(qn("w:bookmarkStart"))
        marker = self.styles.marker(paragraph) if name.startswith("list ") else None
        return Line(
            name,
            FormattedText.of(self.walker.spans(paragraph, Span(""))),
            tuple(mark.get(qn("w:name"), "") for mark in marks),
            marker.number if marker else None,
        )


def _read_front(writer: PartWriter, lines: list[Line]) -> None:
    state = ""
    for line in lines:
        found = labelled(writer, line.text)
        if line.style == KICKER:
            publication, *number = _pieces(line.text)
            writer.put("publication", publication)
            for piece in number:
                writer.put("number", piece, (writer.words.part_of(str(piece)) or ("", ""))[1])
            state = "series"
        elif not state and line.style == SMALL:
            _conveners(writer, line.text)
        elif line.style in ("title", "subtitle"):
            writer.put("title" if line.style == "title" else "tagline", line.text)
            state = "date"
        elif state == "series":
            writer.put("series", line.text)
        elif found and found[0] != "out":
            writer.put(found[0], line.text, (found[1].addresses or [str(found[1])])[0])
        elif state == "date" and line.text.is_bold:
            writer.put("date", line.text)
            state = "edition"
        elif state == "edition" and _BETWEEN in str(line.text):
            writer.figures(_pieces(line.text))
        else:
            writer.out(parts.of_edition(), line.text)


def _conveners(writer: PartWriter, text: FormattedText) -> None:
    for piece in _pieces(text):
        writer.put("convener", piece.without_bold())


def _pieces(text: FormattedText) -> Iterator[FormattedText]:
    """Yield the pieces of a line that dots part."""
    start = 0
    for piece in str(text).split(_BETWEEN):
        yield text.cut(start, start + len(piece))
        start += len(piece) + len(_BETWEEN)


def _without_map(writer: PartWriter, lines: list[Line]) -> Iterator[Line]:
    """Yield the lines without the head of the map of the cities and the key to its numbers."""
    in_map = False
    for line in lines:
        is_key = in_map and line.style == SMALL
        if line.style == HEAD or is_key:
            writer.out(parts.computed(), line.text)
        else:
            yield line
        in_map = line.style == HEAD or (in_map and not line.text)


def _nodes(writer: PartWriter, lines: list[Line]) -> Iterator[Node]:
    """Yield what the body reader reads: headings, paragraphs, lists, cities, quotations."""
    at, section = 0, ""
    while at < len(lines):
        line = lines[at]
        if line.style.startswith("heading ") and line.style != "heading 3":
            level = int(line.style[-1]) + 1
            title = re.sub(r"^\s*\d+[.]\s+", "", str(line.text))
            if level == 2:  # noqa: PLR2004 - a section
                section = writer.words.section_called(title)
            axis = next((name for name in line.anchors if name.startswith("axis-")), "")
            yield Node("heading", [line.text], level=level, key=axis.removeprefix("axis-"))
            at += 1
        elif line.style == "quote":
            end = next(
                (i for i in range(at, len(lines)) if lines[i].style == SMALL), len(lines) - 1
            )
            yield Node("quote", inner=list(flow(lines[at : end + 1])))
            at = end + 1
        elif section == "vision" and _is_axis(line):
            end = next((i for i in range(at, len(lines)) if not _is_axis(lines[i])), len(lines))
            axes = []
            for one in lines[at:end]:
                edge = one.text.bold_runs()[0][1]
                writer.aid(one.text.cut(0, edge))
                axes.append(one.text.cut(edge))
            yield Node("list", start=1, items=[[Node("paragraph", [said])] for said in axes])
            at = end
        elif section == "vision" and _begins_point(line):
            end = next((i for i in range(at, len(lines)) if _ends_points(lines[i])), len(lines))
            yield Node("list", items=list(_points(lines[at:end])))
            at = end
        elif section == "front_line" and line.rows and is_city_table(writer.words, line):
            yield from city_nodes(writer.words, line, flow)
            at += 1
            yield Node("heading", [FormattedText.plain(writer.words.photographs)], level=3)
        else:
            end = next(
                (i for i in range(at + 1, len(lines)) if not _flows(section, lines[i])), len(lines)
            )
            yield from flow(lines[at:end])
            at = end


def _flows(section: str, line: Line) -> bool:
    """Return whether a line is running text, a list or a table of figures."""
    return not (
        line.style.startswith("heading ")
        or line.style == "quote"
        or (section == "vision" and (_is_axis(line) or _begins_point(line)))
        or (section == "front_line" and line.rows)
    )


def _is_axis(line: Line) -> bool:
    runs = line.text.bold_runs()
    first = str(line.text)[: runs[0][1]].strip() if runs and not runs[0][0] else ""
    return not line.style.startswith("heading") and bool(_AXIS.fullmatch(first))


def _begins_point(line: Line) -> bool:
    return line.style == "heading 3" or any(name.startswith("point-") for name in line.anchors)


def _ends_points(line: Line) -> bool:
    return line.style in ("heading 1", "heading 2", "quote")


def _points(lines: list[Line]) -> Iterator[list[Node]]:
    """Yield the nodes of each key point, its lead in bold."""
    starts = [at for at, line in enumerate(lines) if _begins_point(line)]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        first, *rest = lines[start:end]
        nodes = list(flow(rest))
        if first.style == "heading 3":
            nodes.insert(0, Node("paragraph", [first.text.bold()]))
        else:
            nodes = list(flow(lines[start:end]))
        if nodes:
            key = next((name for name in first.anchors if name.startswith("point-")), "")
            nodes[0].key = key.removeprefix("point-")
        yield nodes


def flow(lines: list[Line]) -> Iterator[Node]:
    """Yield paragraphs, tables and lists; the items of a list follow one another."""
    for kind, group in groupby(lines, key=_kind_of_list):
        run = list(group)
        if kind:
            yield _list(run)
            continue
        for line in run:
            if line.rows:
                cells = [[_of_cell(cell) for cell in row] for row in line.rows]
                yield Node("table", rows=cells)
            elif line.text:
                yield Node("paragraph", [line.text])


def _kind_of_list(line: Line) -> str:
    """Return what parts one list from the next: its numbering; what goes on with one is in it."""
    return "list" if line.style.startswith("list ") else ""


def _list(lines: list[Line]) -> Node:
    """Return the list of *lines*, with the lists that are inside of it."""
    top = Node("list", start=lines[0].number)
    open_lists = [top]
    for line in lines:
        match = _DEPTH.fullmatch(line.style)
        if match is None:
            target = open_lists[-1].items
            if target:
                target[-1].append(Node("paragraph", [line.text]))
                continue
        depth = int(match[1] or 1) if match else 1
        del open_lists[depth:]
        while len(open_lists) < depth:
            inner = Node("list", start=line.number)
            items = open_lists[-1].items
            if not items:
                items.append([])
            items[-1].append(inner)
            open_lists.append(inner)
        open_lists[-1].items.append([Node("paragraph", [line.text])])
    return top


def _of_cell(lines: list[Line]) -> FormattedText:
    whole = FormattedText()
    for line in lines:
        whole = whole + line.text
    return whole
