"""Markdown in, nodes out."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from llex.text import pasted
from llex.text.nodes import (
    Block,
    Break,
    Bullets,
    Emphasis,
    Inline,
    Item,
    Link,
    Paragraph,
    RichText,
    Run,
    Strong,
    Table,
)

# Only what a note needs. Whatever is not enabled (headings, images, HTML, code) stays as it was
# typed and is printed as text, so nothing that somebody wrote can vanish or become markup.
_MARKDOWN = MarkdownIt("zero").enable(
    ["list", "table", "emphasis", "link", "autolink", "escape", "entity", "newline"]
)
_SCHEMES = frozenset({"http", "https", "mailto"})


def parse(source: str, language: str) -> RichText:
    """Parse a small Markdown (paragraphs, emphasis, lists, links) into nodes.

    A line end inside a paragraph is kept: officers press Enter and expect a new line. Lists and
    tables pasted from a word processor are read as such.
    """
    blocks = (block for part in pasted.parts(source) for block in _blocks_of(part))
    return RichText(language=language, blocks=tuple(blocks))


def parse_inline(source: str) -> tuple[Inline, ...]:
    """Parse one paragraph's Markdown into inline nodes; what begins like a list item stays text."""
    tree = SyntaxTreeNode(_MARKDOWN.parseInline(source))
    return _inlines(tree.children[0].children) if tree.children else ()


def is_safe_address(href: str) -> bool:
    """Tell whether *href* may become a link: http and https with a host, or mailto."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return False
    if parts.scheme not in _SCHEMES:
        return False
    return bool(parts.path) if parts.scheme == "mailto" else bool(parts.netloc)


def _blocks_of(part: str | pasted.Cells) -> tuple[Block, ...]:
    if isinstance(part, str):
        return _blocks(SyntaxTreeNode(_MARKDOWN.parse(part)).children)
    rows = tuple(tuple(map(parse_inline, row)) for row in part.rows)
    return (Table(rows, part.has_head),)


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> tuple[Block, ...]:
    return tuple(block for node in nodes if (block := _block(node)) is not None)


def _block(node: SyntaxTreeNode) -> Block | None:
    if node.type == "paragraph":
        children = _inlines(node.children[0].children)
        return Paragraph(children) if children else None
    if node.type == "table":
        rows = tuple(_row(row) for part in node.children for row in part.children)
        # Markdown has no table without a head: it is empty there.
        has_head = any(rows[0])
        return Table(rows if has_head else rows[1:], has_head) if rows[1:] else None
    items = tuple(Item(_blocks(item.children)) for item in node.children)
    start = None if node.type == "bullet_list" else int(node.attrs.get("start", 1))
    return Bullets(items=items, start=start)


def _row(row: SyntaxTreeNode) -> tuple[tuple[Inline, ...], ...]:
    return tuple(_inlines(cell.children[0].children) for cell in row.children)


def _inlines(nodes: Sequence[SyntaxTreeNode]) -> tuple[Inline, ...]:
    return tuple(inline for node in nodes for inline in _inline(node))


def _inline(node: SyntaxTreeNode) -> tuple[Inline, ...]:
    match node.type:
        case "em":
            return (Emphasis(_inlines(node.children)),)
        case "strong":
            return (Strong(_inlines(node.children)),)
        case "link":
            children = _inlines(node.children)
            href = str(node.attrs["href"])
            return (Link(href, children),) if is_safe_address(href) else children
        case "softbreak" | "hardbreak":
            return (Break(),)
    return (Run(node.content),) if node.content else ()
