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
)
from llex.text.parse import parse
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
    "parse",
    "to_markdown",
    "to_plain",
]
