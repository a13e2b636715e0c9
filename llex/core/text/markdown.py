"""Conversion of nodes to Markdown, the inverse of `parse`."""

import re
from collections.abc import Iterable, Iterator, Sequence

from llex.core.text.nodes import (
    Block,
    Break,
    Bullets,
    Emphasis,
    Inline,
    Link,
    Paragraph,
    RichText,
    Run,
    Strong,
    Table,
)
from llex.core.text.parse import parse_inline
from llex.core.text.plain import inline_to_plain

# A low line between letters is one of them, for each reader of Markdown.
_SPECIAL = re.compile(r"([\\*\[\]<>&`]|(?<![^\W_])_|_(?![^\W_]))")
# A line that happens to begin like a list item must not become one; nor, in readers that know more
# Markdown than ours, a heading, a rule, a fence or the head of a table.
_LIST_START = re.compile(r"^(\s*)([-+*]|\d{1,9}[.)])(?=\s|$)", re.MULTILINE)
_OTHER_START = re.compile(r"^(\s*)(?=#{1,6}(?:\s|$)|[-=]{2,}\s*$|~~~|[|:-][-| :]*$)", re.MULTILINE)


def to_markdown(text: RichText | None, line_end: str = "\n") -> str:
    """Return Markdown that `parse` reads back into the same words, and the same nodes where it can.

    Other readers join the lines of a paragraph, unless *line_end* is a backslash before its end.
    """
    return _blocks(text.blocks, line_end) if text else ""


def inlines_to_markdown(nodes: Iterable[Inline]) -> str:
    """Return the Markdown of what is written inside a line."""
    return _inlines(nodes, "\n")


def escape(text: str) -> str:
    """Escape the characters that Markdown would take for markup."""
    escaped = _SPECIAL.sub(r"\\\1", text)
    escaped = _LIST_START.sub(_escape_marker, escaped)
    return _OTHER_START.sub(r"\1\\", escaped)


def _escape_marker(match: re.Match[str]) -> str:
    space, marker = match.groups()
    return f"{space}{marker[:-1]}\\{marker[-1]}"


def _blocks(blocks: Iterable[Block], line_end: str) -> str:
    return "\n\n".join(_block(block, line_end) for block in blocks)


def _block(block: Block, line_end: str) -> str:
    if isinstance(block, Paragraph):
        return _paragraph(block.children, line_end)
    if isinstance(block, Table):
        return _table(block)
    return _list(block, line_end)


def _table(table: Table) -> str:
    """Write a table as GitHub's Markdown does; one without a head gets an empty one."""
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    head = rows.pop(0) if table.has_head else [""] * len(rows[0])
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(nodes: Iterable[Inline]) -> str:
    return _inlines(nodes, " ").replace("|", "\\|")


def _paragraph(children: Sequence[Inline], line_end: str) -> str:
    """Write a paragraph; without emphasis where its marks would meet others and become characters.

    One emphasis in another, or right behind it, can be typed with two kinds of marks only.
    """
    written = _inlines(children, line_end)
    words, again = inline_to_plain(children), inline_to_plain(parse_inline(written))
    return written if again.split() == words.split() else _inlines(_plain(children), line_end)


def _plain(nodes: Iterable[Inline]) -> Iterator[Inline]:
    for node in nodes:
        if isinstance(node, Emphasis | Strong):
            yield from _plain(node.children)
        else:
            yield node


def _list(block: Bullets, line_end: str) -> str:
    lines = []
    for offset, item in enumerate(block.items):
        marker = "- " if block.start is None else f"{block.start + offset}. "
        body = _blocks(item.blocks, line_end).replace("\n", "\n" + " " * len(marker))
        lines.append(marker + body)
    return "\n".join(lines)


def _inlines(nodes: Iterable[Inline], line_end: str) -> str:
    return "".join(_inline(node, line_end) for node in nodes)


def _inline(node: Inline, line_end: str) -> str:
    match node:
        case Run():
            return escape(node.text)
        case Break():
            return line_end
        case Emphasis():
            return _marked("*", node.children, line_end)
        case Strong():
            return _marked("**", node.children, line_end)
        case Link():
            return _link(node, line_end)


def _link(node: Link, line_end: str) -> str:
    """Write a link; an address that leads to itself as such, so that every reader links it."""
    itself = f"<{node.href}>"
    if node.children == (Run(node.href),) and parse_inline(itself) == (node,):
        return itself
    return f"[{_inlines(node.children, line_end)}](<{node.href}>)"


def _marked(mark: str, children: Iterable[Inline], line_end: str) -> str:
    """Put *mark* around the children, and breaks at their ends outside: a mark needs a word."""
    inside = list(children)
    before = after = ""
    while inside and isinstance(inside[0], Break):
        before += _inline(inside.pop(0), line_end)
    while inside and isinstance(inside[-1], Break):
        after += _inline(inside.pop(), line_end)
    body = f"{mark}{_inlines(inside, line_end)}{mark}" if inside else ""
    return before + body + after
