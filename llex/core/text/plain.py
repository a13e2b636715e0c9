"""Conversion of nodes to plain text, for search, e-mail, alternative texts and comparisons."""

import re
from collections.abc import Iterable
from typing import Final

from llex.core.text.nodes import Block, Break, Inline, Paragraph, RichText, Run, Table
from llex.core.text.pasted import legible

# Separators of words and lines; no-break spaces stay.
_BREAKS: Final = re.compile(r"[ \t\r\n]+")


def excerpt(source: str, length: int = 80) -> str:
    """Return the beginning of a text as it was typed, in one line."""
    return _BREAKS.sub(" ", legible(source)).strip()[:length]


def to_plain(text: RichText | None) -> str:
    """Return the text without markup; paragraphs are parted by a blank line."""
    return "\n\n".join(_block(block) for block in text.blocks) if text else ""


def inline_to_plain(nodes: Iterable[Inline]) -> str:
    """Return the characters of *nodes*, a break as a line end."""
    return "".join(_inline(node) for node in nodes)


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return inline_to_plain(block.children)
    if isinstance(block, Table):
        return "\n".join("\t".join(map(inline_to_plain, row)) for row in block.rows)
    return "\n".join("\n\n".join(_block(inner) for inner in item.blocks) for item in block.items)


def _inline(node: Inline) -> str:
    if isinstance(node, Run):
        return node.text
    if isinstance(node, Break):
        return "\n"
    return inline_to_plain(node.children)
