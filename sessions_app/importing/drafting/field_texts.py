"""Blocks as the Markdown that fields hold, and lines that are short enough for theirs."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import models

from llex.core.text import Block as Node
from llex.core.text import Bullets, Inline, RichText, Table, to_markdown
from llex.core.text import Item as ListItem
from sessions_app.briefing.document import Section
from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Block, Cell, Heading, Item, Paragraph, Row, plain
from sessions_app.importing.recognising import ImportedNote

_CUT = "…"
# A model and the name of one of its fields.
Column = tuple[type[models.Model], str]


def markdown(blocks: Iterable[Block]) -> str:
    """Return *blocks* as Markdown; headings become paragraphs in bold."""
    return to_markdown(RichText("", tuple(_nodes(list(blocks), 0))))


def _nodes(blocks: Sequence[Block], depth: int) -> Iterator[Node]:
    """Yield the nodes of blocks that are in so many lists; what is in more belongs to an item."""
    at = 0
    while at < len(blocks):
        kind = _kind(blocks[at])
        end = at + 1
        while end < len(blocks) and (
            _depth(blocks[end]) > depth or (kind and _kind(blocks[end]) == kind)
        ):
            end += 1
        run, at = blocks[at:end], end
        if kind == "table":
            rows = tuple(tuple(map(_cell, row.cells)) for row in run if isinstance(row, Row))
            yield Table(rows, has_head=True)
        elif kind:
            # What was an inner list may be without the list around it.
            depth_here = max(depth, _depth(run[0]))
            yield Bullets(tuple(_items(run, depth_here)), start=_first_number(run[0]))
        else:
            for block in run:
                if _prose(block):
                    yield _prose(block).paragraph()


def _items(run: Sequence[Block], depth: int) -> Iterator[ListItem]:
    starts = [at for at, block in enumerate(run) if _depth(block) <= depth]
    for start, end in zip(starts, [*starts[1:], len(run)], strict=True):
        first = _prose(run[start]).paragraph()
        yield ListItem((first, *_nodes(run[start + 1 : end], depth + 1)))


def _cell(cell: Cell) -> tuple[Inline, ...]:
    whole = FormattedText()
    for text in cell:
        whole = whole + text
    return whole.paragraph().children


def _depth(block: Block) -> int:
    return block.known.depth if block.known else 0


def fitting(note: ImportedNote, text: str, column: Column, section: Section, where: int = 0) -> str:
    """Return *text*, or as much as *column* can hold; the whole is then kept as text."""
    model, name = column
    limit = getattr(model._meta.get_field(name), "max_length", None)
    if limit is None or len(text) <= limit:
        return text
    paragraph = Paragraph(FormattedText.plain(text), where)
    note.texts[section].append(note.keep(section, paragraph))
    short = text[: limit - len(_CUT)]
    return (short.rpartition(" ")[0] or short) + _CUT


def _kind(block: Block) -> str:
    """Return what kind of list or table a block is a part of, or nothing."""
    if isinstance(block, Row):
        return "table" if block.known else ""
    if not isinstance(block, Item):
        return ""
    return "bullets" if block.number is None else "numbers"


def _first_number(block: Block) -> int | None:
    return block.number if isinstance(block, Item) else None


def _prose(block: Block) -> FormattedText:
    if isinstance(block, Row):
        return FormattedText.plain(plain(block))
    return block.text.bold() if isinstance(block, Heading) else block.text
