"""Rejoining what a page break, a picture or a table's edge had cut in two."""

from dataclasses import dataclass, field, replace
from functools import reduce
from operator import add

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading.blocks import Block, Heading, Paragraph, Row
from sessions_app.importing.reading.headings import ends_sentence, is_short_line
from sessions_app.importing.reading.line_wrapping import starts_lower

# A paragraph shorter than this, in words, is rather a line of its own than half a sentence.
_FEWEST_WORDS = 8
# How many short lines (a caption, the title of a chart) may stand between the two halves.
_MOST_BETWEEN = 4


@dataclass
class _Open:
    """A block, what goes on with it, and what is known of the whole without joining it."""

    block: Block
    tail: list[FormattedText] = field(default_factory=list)

    @property
    def is_line(self) -> bool:
        return (
            isinstance(self.block, Paragraph)
            and not self.tail
            and is_short_line(str(self.block.text))
        )

    @property
    def breaks_off(self) -> bool:
        return not ends_sentence(str(self.tail[-1])) if self.tail else _breaks_off(self.block)

    def whole(self) -> Block:
        return _continued(self.block, reduce(add, self.tail)) if self.tail else self.block


def mended(blocks: list[Block]) -> list[Block]:
    """Rejoin sentences that break off in one block and continue, in lower case, in a later one.

    The blocks between them follow the whole.
    """
    result: list[_Open] = []
    for block in blocks:
        opened = _broken_off(result) if _goes_on(block) else None
        if opened is None:
            result.append(_Open(block))
        else:
            opened.tail.append(block.text)  # type: ignore[union-attr]
    return [opened.whole() for opened in result]


def joined(
    first: tuple[FormattedText, ...], second: tuple[FormattedText, ...]
) -> tuple[FormattedText, ...]:
    """Join two runs of paragraphs, and the sentence that breaks off between them, if one does."""
    if first and second and not ends_sentence(str(first[-1])) and starts_lower(str(second[0])):
        return (*first[:-1], first[-1] + second[0], *second[1:])
    return (*first, *second)


def _goes_on(block: Block) -> bool:
    return isinstance(block, Paragraph) and starts_lower(str(block.text))


def _broken_off(blocks: list[_Open]) -> _Open | None:
    """Find the block whose sentence is not complete, a few short lines back at most.

    A long paragraph that breaks off is the likelier half than a caption just before.
    """
    nearest = None
    for opened in blocks[: -2 - _MOST_BETWEEN : -1]:
        if opened.breaks_off:
            if not opened.is_line:
                return opened
            nearest = opened if nearest is None else nearest
        if not opened.is_line:
            break
    return nearest


def _breaks_off(block: Block) -> bool:
    if isinstance(block, Heading):
        return False
    if isinstance(block, Row):
        last = block.cells[-1] if block.cells else ()
        return bool(last) and _is_half(str(last[-1]))
    return _is_half(str(block.text))


def _is_half(text: str) -> bool:
    return len(text.split()) >= _FEWEST_WORDS and not ends_sentence(text)


def _continued(block: Block, text: FormattedText) -> Block:
    if isinstance(block, Row):
        *cells, last = block.cells
        return replace(block, cells=(*cells, (*last[:-1], last[-1] + text)))
    return replace(block, text=block.text + text)
