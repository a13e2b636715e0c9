"""Conversion of Markdown to nodes."""

from collections.abc import Sequence
from typing import Final

from markdown_it.tree import SyntaxTreeNode

from llex.core.text import pasted
from llex.core.text.links import find_addresses, href_of, is_safe_address
from llex.core.text.nodes import (
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
from llex.core.text.rules import FileMarkdown, TypedMarkdown

# Only what a note needs. Whatever is not enabled (headings, images, HTML, code) stays as it was
# typed and is printed as text, so that no text can vanish or become markup.
# People type plain text, not Markdown: &amp; and links without a URL stay as they are.
_RULES: Final = ["list", "table", "emphasis", "link", "autolink", "escape", "newline"]
_MARKDOWN: Final = TypedMarkdown(*_RULES)
_MARKDOWN_FILE: Final = FileMarkdown(*_RULES, "entity")


def parse(source: str, language: str) -> RichText:
    """Parse a small Markdown (paragraphs, emphasis, lists, links) into nodes.

    A line end inside a paragraph is kept: officers press Enter and expect a new line. Lists and
    tables pasted from a word processor are read as such, addresses become links, and a star or low
    line inside a word is a letter.
    """
    blocks = (block for part in pasted.parts(source) for block in _blocks_of(part))
    return RichText(language=language, blocks=tuple(blocks))


def parse_inline(source: str, *, is_file: bool = False) -> tuple[Inline, ...]:
    """Parse one paragraph's Markdown into inline nodes; what begins like a list item stays text.

    In a *file* of Markdown entities are resolved, and a link that leads nowhere is its words.
    """
    markdown = _MARKDOWN_FILE if is_file else _MARKDOWN
    tree = SyntaxTreeNode(markdown.parseInline(source))
    return _inlines(tree.children[0].children) if tree.children else ()


def shows_address(link: Link) -> bool:
    """Return whether the text of *link* is its own URL."""
    match link.children:
        case (Run(text=text),):
            return href_of(text) == link.href
    return False


def link_addresses(text: str) -> tuple[Inline, ...]:
    """Return a line without markup as nodes, the addresses in it as links."""
    nodes: list[Inline] = []
    end = 0
    for address in find_addresses(text):
        nodes.append(Run(text[end : address.start]))
        nodes.append(Link(address.href, (Run(text[address.start : address.end]),)))
        end = address.end
    nodes.append(Run(text[end:]))
    return tuple(node for node in nodes if not (isinstance(node, Run) and not node.text))


def _blocks_of(part: str | pasted.Cells) -> tuple[Block, ...]:
    if isinstance(part, str):
        return _blocks(SyntaxTreeNode(_MARKDOWN.parse(part)).children)
    rows = tuple(tuple(map(parse_inline, row)) for row in part.rows)
    return (Table(rows, part.has_head),)


def _blocks(nodes: Sequence[SyntaxTreeNode]) -> tuple[Block, ...]:
    return tuple(block for node in nodes for block in _block(node))


def _block(node: SyntaxTreeNode) -> tuple[Block, ...]:
    if node.type == "paragraph":
        children = _inlines(node.children[0].children)
        return (Paragraph(children),) if children else ()
    if node.type == "table":
        return _table(node)
    items = tuple(Item(_blocks(item.children)) for item in node.children)
    if node.type == "bullet_list":
        return (Bullets(items=items),)
    numbers = [int(item.info) for item in node.children]
    if _counts_up(numbers):
        return (Bullets(items=items, start=numbers[0]),)
    typed = [f"{item.info}{item.markup} " for item in node.children]
    return tuple(
        block for mark, item in zip(typed, items, strict=True) for block in _with_mark(mark, item)
    )


def _table(node: SyntaxTreeNode) -> tuple[Block, ...]:
    rows = tuple(_row(row) for part in node.children for row in part.children)
    # Markdown has no table without a head: it is empty there.
    has_head = any(rows[0])
    return (Table(rows if has_head else rows[1:], has_head),) if rows[1:] else ()


def _counts_up(numbers: list[int]) -> bool:
    """Return whether a list is numbered in sequence; if all numbers are equal we number it."""
    counted = list(range(numbers[0], numbers[0] + len(numbers)))
    return numbers == counted or len(set(numbers)) == 1


def _with_mark(mark: str, item: Item) -> tuple[Block, ...]:
    """Return a numbered item as paragraphs that begin with its number as it was typed."""
    match item.blocks:
        case (Paragraph(children=children), *rest):
            return (Paragraph((Run(mark), *children)), *rest)
    return (Paragraph((Run(mark.strip()),)), *item.blocks)


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
