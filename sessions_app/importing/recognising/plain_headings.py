"""Headings that nothing marks: short lines above what they are about.

Only what follows tells them from other short lines, so each section looks for its own.
"""

from collections.abc import Callable
from itertools import pairwise

from sessions_app.importing.reading import Block, Heading, Item, Paragraph, Row
from sessions_app.importing.reading.headings import could_be_heading, ends_sentence

_LONGEST = 12
_QUOTE_ENDS = ("”", "»", '"')


def with_headings(
    blocks: list[Block], follows: Callable[[Block], bool], *, after: int = 0
) -> list[Block]:
    """Return *blocks* with each short line made a heading under which one comes that *follows*.

    Blocks before the position *after* stay as they are.
    """
    found = {
        id(line)
        for line, following in pairwise(blocks[after:])
        if is_line(line) and follows(following)
    }
    return [
        Heading(block.text, block.where, "plain")
        if id(block) in found and isinstance(block, Paragraph)
        else block
        for block in blocks
    ]


def with_marked_lines(blocks: list[Block]) -> list[Block]:
    """Return *blocks* with each short line made a heading that text, a list or a table follows."""
    made: list[Block] = []
    for before, block, following in zip([None, *blocks], blocks, [*blocks[1:], None], strict=False):
        quoted = isinstance(before, Paragraph) and str(before.text).endswith(_QUOTE_ENDS)
        is_heading = is_line(block) and not quoted and _goes_below(following)
        if is_heading and isinstance(block, Paragraph) and str(block.text)[:1].isalnum():
            made.append(Heading(block.text, block.where, "plain"))
        else:
            made.append(block)
    return made


def _goes_below(block: Block | None) -> bool:
    if isinstance(block, Paragraph):
        return len(str(block.text).split()) >= _LONGEST and ends_sentence(str(block.text))
    return isinstance(block, Row | Item)


def is_line(block: Block) -> bool:
    """Return whether a paragraph is short enough for a heading, and no sentence."""
    if not isinstance(block, Paragraph):
        return False
    text = str(block.text)
    return could_be_heading(text) and len(text.split()) <= _LONGEST and not text.endswith(":")
