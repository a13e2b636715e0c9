"""Our own Markdown in, blocks with their parts out."""

from collections.abc import Iterator
from itertools import takewhile
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import tags
from sessions_app.importing.reading.blocks import Reading
from sessions_app.importing.reading.own_files import parts
from sessions_app.importing.reading.own_files.nodes import Node
from sessions_app.importing.reading.own_files.parts import PartWriter
from sessions_app.importing.reading.own_files.structure import BodyReader, labelled
from sessions_app.importing.reading.own_files.words import language_of_publication
from sessions_app.importing.words import cleanse, count

_MARKDOWN: Final = MarkdownIt("commonmark").enable("table")
_LINE_END: Final = "\\\n"


def read(text: str) -> Reading | None:
    """Read *text*, or return None where it is not Markdown that the site wrote."""
    text = cleanse(text)
    head = [line.strip() for line in text[:2000].split("\n") if line.strip()][:2]
    if len(head) < 2 or not head[0].startswith("# ") or not head[1].startswith("*"):  # noqa: PLR2004 - title and type
        return None
    language = language_of_publication(str(FormattedText.marked(head[1])))
    if not language:
        return None
    nodes = list(_nodes(SyntaxTreeNode(_MARKDOWN.parse(text)).children))
    writer = PartWriter(language)
    writer.reading.words += count([tags.removed(text)]) - count(_numbers(nodes))
    front = list(takewhile(lambda node: node.kind != "heading" or node.level == 1, nodes))
    _read_front(writer, front)
    BodyReader(writer).read(nodes[len(front) :])
    return writer.close()


def _numbers(nodes: list[Node]) -> Iterator[str]:
    """Yield the numbers of lists, which are marks: who prints a list counts anew."""
    for node in nodes:
        if node.start is not None:
            yield from map(str, range(node.start, node.start + len(node.items)))
        for item in (*node.items, node.inner):
            yield from _numbers(item)


def _read_front(writer: PartWriter, nodes: list[Node]) -> None:
    title, publication, *rest = nodes
    writer.put("title", title.text)
    writer.put("publication", publication.text)
    lines = [(node, line) for node in rest for line in (node.lines or [FormattedText()])]
    dated = False
    series: list[FormattedText] = []
    for node, line in lines:
        found = labelled(writer, line)
        computed = writer.words.part_of(str(line))
        if node.kind == "list":
            writer.figures(one.text for item in node.items for one in item)
        elif found and found[0] == "out":
            writer.out(parts.of_edition(), line)
        elif found:
            writer.put(found[0], line, _value(found[1]))
        elif computed and computed[0] == "number":
            writer.put("number", line, computed[1])
        elif computed:
            writer.out(parts.of_edition(), line)
        elif not dated and line.is_bold:
            writer.put("date", line)
            dated = True
        elif dated:
            writer.put("convener", line, (line.addresses or [""])[0])
        else:
            series.append(line)
            writer.put("tagline" if len(series) > 1 else "series", line)


def _value(text: FormattedText) -> str:
    return (text.addresses or [str(text)])[0]


def _nodes(children: list[SyntaxTreeNode]) -> Iterator[Node]:
    for child in children:
        match child.type:
            case "heading":
                yield Node("heading", _lines(child), level=int(child.tag[1]))
            case "paragraph":
                yield Node("paragraph", _lines(child))
            case "bullet_list" | "ordered_list":
                start = int(child.attrs.get("start", 1)) if child.type == "ordered_list" else None
                items = [list(_nodes(item.children)) for item in child.children]
                yield Node("list", start=start, items=items)
            case "blockquote":
                yield Node("quote", inner=list(_nodes(child.children)))
            case "table":
                yield Node("table", rows=list(_rows(child)))
            case _ if child.content:
                yield Node("paragraph", [FormattedText.plain(child.content)])


def _lines(block: SyntaxTreeNode) -> list[FormattedText]:
    content = block.children[0].content if block.children else ""
    return [prose for line in content.split(_LINE_END) if (prose := FormattedText.marked(line))]


def _rows(table: SyntaxTreeNode) -> Iterator[list[FormattedText]]:
    for part in table.children:
        for row in part.children:
            yield [
                FormattedText.marked(cell.children[0].content if cell.children else "")
                for cell in row.children
            ]
