"""The chapters of a book, and what its table of contents lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

# A chapter begins with such a heading; the next level is listed below it.
_CHAPTER = 2


@dataclass(frozen=True, slots=True)
class BookHeading:
    """A heading: *title* is XHTML, *block* the whole element."""

    level: int
    title: str
    anchor: str
    block: str


@dataclass(slots=True)
class Chapter:
    """A chapter: the name of its file, its heading, and those of its parts."""

    name: str
    heading: BookHeading
    parts: list[BookHeading] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)


def chapters(blocks: Iterable[str], headings: Iterable[BookHeading]) -> list[Chapter]:
    """Part *blocks* into chapters; the first begins with the title of the note."""
    by_block = {heading.block: heading for heading in headings}
    found: list[Chapter] = []
    for block in blocks:
        heading = by_block.get(block)
        if heading and heading.level <= _CHAPTER:
            found.append(Chapter(f"chapter-{len(found) + 1}.xhtml", heading))
        elif heading and heading.level == _CHAPTER + 1:
            found[-1].parts.append(heading)
        found[-1].blocks.append(block)
    return found
