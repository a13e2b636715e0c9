"""Text and Markdown in, blocks out; with what extraction from a PDF leaves behind."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import tags
from sessions_app.importing.reading.blocks import Block, Heading, Item, Reading, Row, Style
from sessions_app.importing.reading.builder import Builder, Built
from sessions_app.importing.reading.headings import could_be_heading, paragraph_or_heading
from sessions_app.importing.reading.pages import PageLine, lines_of, without_furniture
from sessions_app.importing.reading.spaced_tables import spaced_tables
from sessions_app.importing.words import cleanse, count

_FEWEST_CELLS: Final = 3
# In characters. A note has some hundred thousand at most; what is longer would be read for minutes.
LARGEST_TEXT: Final = 500_000
_WIDEST: Final = " " * 160
# How a dash is typed.
_DASHES: Final = re.compile(r"(?:(?<=\S )|(?<=\n)|(?<=\n    )|(?<=    ))--(?= \S)")
_GAP: Final = re.compile(rf"{_WIDEST} +")


def read(text: str, *, markdown: bool) -> Reading:
    """Read *text*. In Markdown a line end is a space; else it may end a paragraph."""
    check_size(text)
    text = _DASHES.sub("–", _evened(cleanse(text)))
    reading = Reading("line", count([tags.removed(text)]))
    lines, reading.dropped = without_furniture(lines_of(text))
    builder = Builder(reading, lines, markdown=markdown)
    tables = {} if markdown else spaced_tables(lines)
    at = 0
    while at < len(lines):
        if at in tables:
            at, rows = tables[at]
            builder.add_table(rows)
        else:
            builder.add(lines[at])
            at += 1
    builder.flush()
    reading.blocks = list(_settled(builder.built, reading))
    return reading


def check_size(text: str) -> None:
    """Raise ImportRefused for a text that would be read for minutes."""
    if len(text) > LARGEST_TEXT:
        raise ImportRefused(_("The file is too large to be a note."))


@dataclass(frozen=True, slots=True)
class Printed:
    """A line of a page whose letters are known: of a heading, a row of a table, or of text.

    A *row* has the lines of each paragraph of each of its cells. *is_small*: smaller than text.
    """

    line: PageLine
    level: Style | None = None
    row: tuple[list[list[str]], ...] = ()
    is_small: bool = False


def read_printed(printed: list[Printed]) -> Reading:
    """Read the lines of printed pages."""
    reading = Reading("line", count(_printed_texts(printed)))
    lines, reading.dropped = without_furniture(
        [one.line for one in printed], heads={one.line for one in printed if one.is_small}
    )
    builder = Builder(reading, lines, markdown=False)
    tables = spaced_tables(
        [
            replace(line, text="") if one.level or one.row else line
            for one, line in zip(printed, lines, strict=True)
        ]
    )
    at = 0
    while at < len(lines):
        one = printed[at]
        if at in tables:
            at, rows = tables[at]
            builder.add_table(rows)
            continue
        if one.row:
            builder.add_row(one.row, one.line.number)
        elif one.level and not lines[at].is_blank:
            builder.add_heading(lines[at], one.level)
        else:
            builder.add(lines[at])
        at += 1
    builder.flush()
    reading.blocks = list(_settled(builder.built, reading))
    return reading


def _printed_texts(printed: list[Printed]) -> Iterator[str]:
    for one in printed:
        yield one.line.text
        yield from (text for cell in one.row for lines in cell for text in lines)


def _evened(text: str) -> str:
    """Shorten gaps of spaces that are wider than any layout needs."""
    return _GAP.sub(_WIDEST, text)


def _settled(built: list[Built], reading: Reading) -> Iterator[Block]:
    """Decide what only the neighbours tell: lone rows are lines, lone numbers are headings."""
    blocks = [it.block for it in built]
    for it, before, after in zip(built, [None, *blocks], [*blocks[1:], None], strict=False):
        match it.block:
            case Row() as row if len(row.cells) < _FEWEST_CELLS and not _is_table(before, after):
                yield paragraph_or_heading(FormattedText.marked(it.raw), row.where)
            case Item() as item if item.number is not None:
                yield _numbered(item, it.raw, before, after, reading)
            case block:
                yield block


def _is_table(*neighbours: Block | None) -> bool:
    return any(isinstance(block, Row) for block in neighbours)


def _numbered(
    item: Item, mark: str, before: Block | None, after: Block | None, reading: Reading
) -> Block:
    """Return an item of a list, or a heading if it has no fellows and is short."""
    if not _has_fellow(item, before, after) and could_be_heading(str(item.text)):
        return Heading(FormattedText.plain(mark) + item.text, item.where, "numbered")
    # A list's numbers are marks, not words: whoever prints the list counts anew.
    reading.words -= count([mark])
    return item


def _has_fellow(item: Item, before: Block | None, after: Block | None) -> bool:
    """Return whether an item is in a list; above a list of its own, a number is a heading's."""
    next_to = {
        near.number - item.number
        for near in (before, after)
        if isinstance(near, Item) and near.number is not None and item.number is not None
    }
    begins_list = isinstance(after, Item) and after.number == 1 != item.number
    return bool(next_to & {-1, 1, 0}) and not (begins_list and 1 not in next_to)
