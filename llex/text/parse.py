"""Markdown in, nodes out."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

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
)

# Only what a note needs. Whatever is not enabled (headings, images, HTML, code) stays as it was
# typed and is printed as text, so nothing that somebody wrote can vanish or become markup.
_MARKDOWN = MarkdownIt("zero").enable(
    ["list", "emphasis", "link", "autolink", "escape", "entity", "newline"]
)
_SCHEMES = frozenset({"http", "https", "mailto"})


def parse(source: str, language: str) -> RichText:
    """Parse a small Markdown (paragraphs, emphasis, lists, links) into nodes.

    A line end inside a paragraph is kept: officers press Enter and expect a new line.
    """
    tree = SyntaxTreeNode(_MARKDOWN.parse(source))
    return RichText(language=language, blocks=_blocks(tree.children))


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


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> tuple[Block, ...]:
    return tuple(block for node in nodes if (block := _block(node)) is not None)


def _block(node: SyntaxTreeNode) -> Block | None:
    if node.type == "paragraph":
        children = _inlines(node.children[0].children)
        return Paragraph(children) if children else None
    items = tuple(Item(_blocks(item.children)) for item in node.children)
    start = None if node.type == "bullet_list" else int(node.attrs.get("start", 1))
    return Bullets(items=items, start=start)


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
