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
    Known,
    Paragraph,
    Part,
    Reading,
    Row,
    plain,
)
from sessions_app.importing.reading.file_types import Kind, decoded, kind_of
from sessions_app.importing.reading.own_files import (
    data_reader,
    markdown_reader,
    page_reader,
    word_reader,
)
from sessions_app.importing.reading.repair import mended

__all__ = [
    "Block",
    "Cell",
    "Dropped",
    "Heading",
    "Item",
    "Known",
    "Paragraph",
    "Part",
    "Reading",
    "Row",
    "plain",
    "read",
]


def _read_page(data: bytes) -> Reading:
    page = decoded(data)
    return page_reader.read(page) or html_reader.read(page)


def _read_word(data: bytes) -> Reading:
    document = docx_reader.opened(data)
    own = word_reader.read(document)
    if own is None:
        return docx_reader.read(document)
    docx_reader.drop_margins(document, own)
    return own


def _read_markdown(data: bytes) -> Reading:
    text = decoded(data)
    text_reader.check_size(text)
    return markdown_reader.read(text) or text_reader.read(text, markdown=True)


_READERS: Final[Mapping[Kind, Callable[[bytes], Reading]]] = {
    "json": lambda data: data_reader.read(decoded(data)),
    "docx": _read_word,
    "odt": odt_reader.read,
    "pdf": pdf_reader.read,
    "html": _read_page,
    "markdown": _read_markdown,
    "text": lambda data: text_reader.read(decoded(data), markdown=False),
}


def read(data: bytes, name: str) -> Reading:
    """Read the content of a file called *name*. Raise ImportRefused if it cannot be a note."""
    reading = _READERS[kind_of(data, name)](data)
    if reading.own_language:
        return reading
    return replace(reading, blocks=mended(reading.blocks))
