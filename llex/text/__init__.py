"""Rich text: a small, safe Markdown, parsed once into nodes that every renderer walks."""

from llex.text.markdown import to_markdown
from llex.text.nodes import (
    Block,
    Break,
    Bullets,
    Emphasis,
    Inline,
    Item,
    Link,
    Paragraph,
    Phrase,
    RichText,
    Run,
    Strong,
    Table,
)
from llex.text.parse import parse, parse_inline
from llex.text.plain import to_plain

__all__ = [
    "Block",
    "Break",
    "Bullets",
    "Emphasis",
    "Inline",
    "Item",
    "Link",
    "Paragraph",
    "Phrase",
    "RichText",
    "Run",
    "Strong",
    "Table",
    "parse",
    "parse_inline",
    "to_markdown",
    "to_plain",
]
