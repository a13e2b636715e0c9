"""The nodes of a rich text: dataclasses that are serialised to JSON without loss.

Each node has a kind, by which it is recognised when it is read from JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field


@dataclass(frozen=True, slots=True)
class Run:
    """A run of characters."""

    text: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Break:
    """A line that ends inside its paragraph."""

    kind: Literal["break"] = "break"


@dataclass(frozen=True, slots=True)
class Emphasis:
    children: tuple[Inline, ...]
    kind: Literal["emphasis"] = "emphasis"


@dataclass(frozen=True, slots=True)
class Strong:
    children: tuple[Inline, ...]
    kind: Literal["strong"] = "strong"


@dataclass(frozen=True, slots=True)
class Link:
    """A link; *href* is an http, https or mailto address, nothing else."""

    href: str
    children: tuple[Inline, ...]
    kind: Literal["link"] = "link"


Inline = Annotated[Run | Break | Emphasis | Strong | Link, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class Paragraph:
    children: tuple[Inline, ...]
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list. *start* is its first number where it is numbered, else None."""

    items: tuple[Item, ...]
    start: int | None = None
    kind: Literal["list"] = "list"


@dataclass(frozen=True, slots=True)
class Table:
    """A table: rows of as many cells each. The first names the columns where it *has_head*."""

    rows: tuple[tuple[tuple[Inline, ...], ...], ...]
    has_head: bool = False
    kind: Literal["table"] = "table"


Block = Annotated[Paragraph | Bullets | Table, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True)
class RichText:
    """Paragraphs, lists and tables in one language (a BCP 47 code)."""

    language: str
    blocks: tuple[Block, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.blocks)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A single line without markup in one language (a BCP 47 code)."""

    language: str
    text: str

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text
