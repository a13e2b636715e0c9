"""Headings that nothing marks: short lines above what they are about.

Only what follows tells them from other short lines, so each section looks for its own.
"""

from collections.abc import Callable
from itertools import pairwise

from sessions_app.importing.reading import Block, Heading, Paragraph
from sessions_app.importing.reading.headings import could_be_heading

_LONGEST = 12


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


def is_line(block: Block) -> bool:
    """Return whether a paragraph is short enough for a heading, and no sentence."""
    if not isinstance(block, Paragraph):
        return False
    text = str(block.text)
    return could_be_heading(text) and len(text.split()) <= _LONGEST and not text.endswith(":")
