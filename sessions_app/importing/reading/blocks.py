"""Blocks, the common form of all kinds of files, with their places in the file."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from sessions_app.importing.formatted_text import FormattedText

# How a heading was told: "1" to "6" where the file says so, else by how it looks.
Style = Literal["1", "2", "3", "4", "5", "6", "numbered", "caps", "bold", "plain"]
# What a block of a file that the site wrote itself is.
Part = Literal[
    "publication", "number", "title", "series", "tagline", "date", "attendance", "convener",
    "contact", "hashtag", "recording",
    "heading", "text", "question",
    "column", "city", "country", "representative", "position",
    "entry_title", "entry", "services", "since", "source", "update",
    "answers", "answered_by", "language",
    "axis", "theme", "theme_text", "lead", "point", "evidence",
    "quote", "speaker", "speaker_position",
    "people", "group", "person", "person_details", "affiliation",
    "out",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """The meaning of a block in a file of our own: its *part* of the note.

    *value* is what a program reads of it: a section, a date, an address, ids. *begins*: it is the
    first block of its entry, key point or quotation. *depth* is in how many lists it is.
    """

    part: Part
    value: str = ""
    begins: bool = False
    depth: int = 0


# A cell of a table holds paragraphs.
Cell = tuple[FormattedText, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that says what follows. *where* is a line or paragraph of the file, from 1."""

    text: FormattedText
    where: int
    style: Style
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: FormattedText
    where: int
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list. *number* is None where the list is not numbered."""

    text: FormattedText
    where: int
    number: int | None = None
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    cells: tuple[Cell, ...]
    where: int
    known: Known | None = None


Block = Heading | Paragraph | Item | Row
Lines = Heading | Paragraph | Item


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something in the file that is no part of the note, and why."""

    reason: str
    text: str
    where: int


@dataclass(slots=True)
class Reading:
    """A file as read: its blocks, and what the completeness check needs.

    *words* counts every word of the file. *mended* are words that a line end had cut in two, as the
    two parts and the whole. *unit* is what `where` counts: lines or paragraphs. *own_language* is
    the language of a file that the site wrote itself, else empty.
    """

    unit: Literal["line", "paragraph"]
    words: Counter[str]
    blocks: list[Block] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    mended: list[tuple[str, str, str]] = field(default_factory=list)
    own_language: str = ""


def plain(block: Block) -> str:
    """Return the characters of *block*; cells are parted by a bar."""
    if isinstance(block, Row):
        return " | ".join(" ".join(map(str, cell)) for cell in block.cells)
    return str(block.text)
