"""Rich text: a small, safe Markdown, parsed once into nodes that every renderer walks."""

from llex.core.text.links import find_addresses, href_of, is_safe_address, without_addresses
from llex.core.text.markdown import to_markdown
from llex.core.text.nodes import (
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
from llex.core.text.parse import link_addresses, parse, parse_inline, shows_address
from llex.core.text.plain import excerpt, first_sentence, to_plain

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
    "excerpt",
    "find_addresses",
    "first_sentence",
    "href_of",
    "is_safe_address",
    "link_addresses",
    "parse",
    "parse_inline",
    "shows_address",
    "to_markdown",
    "to_plain",
    "without_addresses",
]
