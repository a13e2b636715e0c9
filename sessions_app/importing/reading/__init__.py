"""A file in, a neutral stream of blocks out."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from sessions_app.importing.reading import (
    docx_reader,
    html_reader,
    odt_reader,
    pdf_reader,
    text_reader,
)
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
from sessions_app.importing.reading.file_types import Kind, decoded, kind_of
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

_READERS: Final[Mapping[Kind, Callable[[bytes], Reading]]] = {
    "docx": docx_reader.read,
    "odt": odt_reader.read,
    "pdf": pdf_reader.read,
    "html": lambda data: html_reader.read(decoded(data)),
    "markdown": lambda data: text_reader.read(decoded(data), markdown=True),
    "text": lambda data: text_reader.read(decoded(data), markdown=False),
}


def read(data: bytes, name: str) -> Reading:
    """Read the content of a file called *name*. Raise ImportRefused if it cannot be a note."""
    reading = _READERS[kind_of(data, name)](data)
    return replace(reading, blocks=mended(reading.blocks))
