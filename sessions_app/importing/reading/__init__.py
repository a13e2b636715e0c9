"""A file in, a neutral stream of blocks out."""

from dataclasses import replace

from sessions_app.importing.reading import docx_reader, html_reader, text_reader
from sessions_app.importing.reading.blocks import (
    Block,
    Cell,
    Dropped,
    Heading,
    Item,
    Paragraph,
    Reading,
    Row,
    plain,
)
from sessions_app.importing.reading.file_types import decoded, kind_of
from sessions_app.importing.reading.repair import mended

__all__ = [
    "Block",
    "Cell",
    "Dropped",
    "Heading",
    "Item",
    "Paragraph",
    "Reading",
    "Row",
    "plain",
    "read",
]


def read(data: bytes, name: str) -> Reading:
    """Read the content of a file called *name*. Raise ImportRefused if it cannot be a note."""
    kind = kind_of(data, name)
    if kind == "docx":
        reading = docx_reader.read(data)
    elif kind == "html":
        reading = html_reader.read(decoded(data))
    else:
        reading = text_reader.read(decoded(data), markdown=kind == "markdown")
    return replace(reading, blocks=mended(reading.blocks))
