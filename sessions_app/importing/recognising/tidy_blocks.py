"""Blocks as they are meant, where the file only shows them otherwise."""

import re
from typing import Final

from sessions_app.importing.reading import Block, Heading, Item, Paragraph
from sessions_app.importing.recognising.quotations import is_quoted

# A dash may as well be before the name of who said something.
_BULLET: Final = re.compile(r"[·•▪●◦‣∙]\s*(?=\S)")


def tidied(blocks: list[Block]) -> list[Block]:
    """Return paragraphs with a bullet as items, and quotations in large letters as paragraphs."""
    return [_tidy(block) for block in blocks]


def _tidy(block: Block) -> Block:
    if isinstance(block, Paragraph) and (match := _BULLET.match(str(block.text))):
        return Item(block.text.cut(match.end()), block.where)
    if isinstance(block, Heading) and is_quoted(str(block.text)):
        return Paragraph(block.text.without_bold(), block.where)
    return block
