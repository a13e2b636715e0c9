"""Nodes in, Markdown out: the way back of `parse`."""

import re
from collections.abc import Iterable

from llex.text.nodes import (
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
)

_SPECIAL = re.compile(r"([\\*_\[\]<>&])")
# A paragraph that happens to begin like a list item must not become one.
_LIST_START = re.compile(r"^(\s*)([-+*]|\d{1,9}[.)])(?=\s|$)", re.MULTILINE)


def to_markdown(text: RichText | None) -> str:
    """Return Markdown that `parse` reads back into equal nodes."""
    return _blocks(text.blocks) if text else ""


def escape(text: str) -> str:
    """Escape the characters that Markdown would take for markup."""
    escaped = _SPECIAL.sub(r"\\\1", text)
    return _LIST_START.sub(_escape_marker, escaped)


def _escape_marker(match: re.Match[str]) -> str:
    space, marker = match.groups()
    return f"{space}{marker[:-1]}\\{marker[-1]}"


def _blocks(blocks: Iterable[Block]) -> str:
    return "\n\n".join(_block(block) for block in blocks)


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return inline_to_markdown(block.children)
    return _list(block)


def _list(block: Bullets) -> str:
    lines = []
    for offset, item in enumerate(block.items):
        marker = "- " if block.start is None else f"{block.start + offset}. "
        body = _blocks(item.blocks).replace("\n", "\n" + " " * len(marker))
        lines.append(marker + body)
    return "\n".join(lines)


def inline_to_markdown(nodes: Iterable[Inline]) -> str:
    """Return the Markdown of *nodes*."""
    return "".join(_inline(node) for node in nodes)


def _inline(node: Inline) -> str:
    match node:
        case Run():
            return escape(node.text)
        case Break():
            return "\n"
        case Emphasis():
            return f"*{inline_to_markdown(node.children)}*"
        case Strong():
            return f"**{inline_to_markdown(node.children)}**"
        case Link():
            return f"[{inline_to_markdown(node.children)}](<{node.href}>)"
