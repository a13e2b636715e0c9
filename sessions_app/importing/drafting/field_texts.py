"""Blocks as the Markdown that fields hold, and lines that are short enough for theirs."""

from collections.abc import Iterable
from itertools import groupby

from django.db import models

from llex.core.text import Block as Node
from llex.core.text import Bullets, RichText, to_markdown
from llex.core.text import Item as ListItem
from sessions_app.briefing.document import Section
from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Block, Heading, Item, Paragraph, Row, plain
from sessions_app.importing.recognising import ImportedNote

_CUT = "…"
# A model and the name of one of its fields.
Column = tuple[type[models.Model], str]


def markdown(blocks: Iterable[Block]) -> str:
    """Return *blocks* as Markdown; headings become paragraphs in bold."""
    nodes: list[Node] = []
    for listed, group in groupby(blocks, key=_list):
        run = list(group)
        if listed:
            items = tuple(ListItem((_prose(item).paragraph(),)) for item in run)
            nodes.append(Bullets(items, start=_first_number(run[0])))
        else:
            nodes += [_prose(block).paragraph() for block in run if _prose(block)]
    return to_markdown(RichText("", tuple(nodes)))


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


def _list(block: Block) -> str:
    """Return which kind of list a block is in, or nothing."""
    if not isinstance(block, Item):
        return ""
    return "bullets" if block.number is None else "numbers"


def _first_number(block: Block) -> int | None:
    return block.number if isinstance(block, Item) else None


def _prose(block: Block) -> FormattedText:
    if isinstance(block, Row):
        return FormattedText.plain(plain(block))
    return block.text.bold() if isinstance(block, Heading) else block.text
