"""A file as read, as data for JSON: kept while an organiser looks at what was recognised."""

from collections import Counter
from dataclasses import astuple, replace
from typing import Any

from sessions_app.importing.formatted_text import FormattedText, Span
from sessions_app.importing.reading.blocks import (
    Block,
    Cell,
    Dropped,
    Heading,
    Item,
    Known,
    Paragraph,
    Reading,
    Row,
)


def to_data(reading: Reading) -> dict[str, Any]:
    """Return *reading* as dictionaries, lists, texts and numbers."""
    return {
        "unit": reading.unit,
        "words": dict(reading.words),
        "blocks": [_block(block) for block in reading.blocks],
        "dropped": [[one.reason, one.text, one.where] for one in reading.dropped],
        "mended": [list(words) for words in reading.mended],
        "own_language": reading.own_language,
    }


def from_data(data: dict[str, Any]) -> Reading:
    """Return the reading that *data* was made of."""
    return Reading(
        data["unit"],
        Counter(data["words"]),
        [_as_block(block) for block in data["blocks"]],
        [Dropped(*one) for one in data["dropped"]],
        [(left, right, whole) for left, right, whole in data["mended"]],
        data.get("own_language", ""),
    )


def numbered(reading: Reading) -> Reading:
    """Return *reading* with its blocks in the places 1, 2, 3 …, so that each has one of its own."""
    blocks = [replace(block, where=number) for number, block in enumerate(reading.blocks, start=1)]
    return replace(reading, blocks=blocks)


def _block(block: Block) -> list[Any]:
    known = list(astuple(block.known)) if block.known else None
    match block:
        case Heading():
            return ["heading", _text(block.text), block.where, known, block.style]
        case Item():
            return ["item", _text(block.text), block.where, known, block.number]
        case Paragraph():
            return ["paragraph", _text(block.text), block.where, known]
        case Row():
            cells = [[_text(text) for text in cell] for cell in block.cells]
            return ["row", cells, block.where, known]


def _as_block(data: list[Any]) -> Block:
    kind, content, where, said, *more = data
    known = Known(*said) if said else None
    if kind == "row":
        cells: list[Cell] = [tuple(_as_text(text) for text in cell) for cell in content]
        return Row(tuple(cells), where, known)
    if kind == "heading":
        return Heading(_as_text(content), where, more[0], known)
    if kind == "item":
        return Item(_as_text(content), where, more[0], known)
    return Paragraph(_as_text(content), where, known)


def _text(text: FormattedText) -> list[list[Any]]:
    return [[span.text, span.strong, span.emphasis, span.href] for span in text.spans]


def _as_text(spans: list[list[Any]]) -> FormattedText:
    return FormattedText(tuple(Span(*span) for span in spans))
