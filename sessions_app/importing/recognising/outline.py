"""Where the sections of a note begin, and its closing where no heading says so."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sessions_app.briefing.document import Section
from sessions_app.importing.reading import Block, Heading, Item, Paragraph, Row, plain
from sessions_app.importing.reading.headings import is_short_line
from sessions_app.importing.recognising.dates import dates_in
from sessions_app.importing.recognising.imported_note import SECTIONS
from sessions_app.importing.recognising.title_page import hashtags, is_contact
from sessions_app.importing.vocabulary import content_words, has_word, mentions, phrases
from sessions_app.importing.words import fold

_NUMBERING = re.compile(
    r"\s*(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Z]|[a-z](?=\)))(?:[.):]|\s[–—-])\s+"
    r"|\s*\d\s+|\s*\d{1,2}(?:\.\d{1,2})+\s+"
)
_LONGEST = 12
# How much of a heading must be the section's name: all of it in a plain line, most of it among the
# themes of the vision, less elsewhere.
_WHOLE, _MOST, _SOME = 1.0, 0.6, 0.3
# A paragraph with this many words is running text, not a line of a title page.
_RUNNING = 25
_SENTENCE = 12


@dataclass(slots=True)
class Part:
    """A section of the file; None is the title page."""

    section: Section | None
    heading: Heading | Paragraph | None = None
    blocks: list[Block] = field(default_factory=list)


def outline(blocks: list[Block], headings: Mapping[int, Section] | None = None) -> list[Part]:
    """Cut a note into its title page and its sections, in the order of the file.

    *headings* are the places of blocks that begin a section, whatever they look like.
    """
    parts = [Part(None)]
    for block in blocks:
        current = parts[-1]
        told = (headings or {}).get(block.where)
        if told and not isinstance(block, Row):
            parts.append(Part(told, Paragraph(block.text, block.where)))
            continue
        section = _section(block, parts)
        if section and section != current.section:
            parts.append(Part(section, block))  # type: ignore[arg-type]
            continue
        if current.section is None and is_running(block):
            parts.append(Part("introduction"))
        parts[-1].blocks.append(block)
    return parts


def section_at(parts: list[Part], where: int) -> Section:
    """Return the section that the place *where* is in; the title page counts to the first."""
    section: Section = "introduction"
    for part in parts[1:]:
        first = part.heading or next(iter(part.blocks), None)
        if part.section and first and first.where <= where:
            section = part.section
    return section


def part_closing(blocks: list[Block], series_title: str) -> tuple[list[Block], list[Block]]:
    """Part the last section of a note from the closing that follows it without a heading.

    After a list of key points it is whatever paragraphs follow; else the last paragraphs that take
    leave, invite, or speak of the series.
    """
    end = len(blocks)
    while end and _is_paragraph(blocks[end - 1]):
        end -= 1
    if end and isinstance(blocks[end - 1], Item) and end < len(blocks):
        return blocks[:end], blocks[end:]
    at = len(blocks)
    while at > end and _takes_leave(plain(blocks[at - 1]), series_title):
        at -= 1
    return blocks[:at], blocks[at:]


def without_number(text: str) -> str:
    """Return a heading without the number before it."""
    return text[match.end() :] if (match := _NUMBERING.match(text)) else text


def is_running(block: Block) -> bool:
    """Return whether a block is the note's text and not a line of its title page."""
    if isinstance(block, Row):
        return True
    words = len(plain(block).split())
    ends = plain(block).rstrip("\"'»”’) ").endswith((".", "!", "?"))
    if words < _RUNNING and mentions(plain(block), "publication") and any(dates_in(plain(block))):
        # “Learning note. Session of 8 April 2020, online.”
        return False
    return not isinstance(block, Heading) and (words >= _RUNNING or (words >= _SENTENCE and ends))


def _section(block: Block, parts: list[Part]) -> Section | None:
    if not isinstance(block, Heading | Paragraph):
        return None
    line = without_number(str(block.text)).rstrip(" :.?!")
    if not is_short_line(line) or len(line.split()) > _LONGEST or mentions(line, "publication"):
        return None
    coverage, section = max(
        ((_coverage(line, name), name) for name in SECTIONS), key=lambda it: it[0]
    )
    return section if coverage >= _needed(block, parts) else None


def _needed(block: Heading | Paragraph, parts: list[Part]) -> float:
    if isinstance(block, Paragraph):
        return _WHOLE
    if parts[-1].section is None:
        return _MOST
    if parts[-1].section == "vision":
        # Among its themes, only what looks like the other sections' headings may begin a section.
        opened = parts[-1].heading
        alike = isinstance(opened, Heading) and opened.style == block.style
        return _MOST if alike else _WHOLE
    return _SOME


def _coverage(line: str, section: Section) -> float:
    """Return how much of *line* is the name of *section*, between 0 and 1."""
    words = content_words(line)
    if not words:
        # “Et après ?” is made of little words only.
        return _WHOLE if fold(line) in phrases("sections", section) else 0.0
    named: set[str] = set()
    padded = f" {fold(line)} "
    for phrase in phrases("sections", section):
        if f" {phrase} " in padded:
            named.update(phrase.split())
    return sum(word in named for word in words) / len(words)


def _is_paragraph(block: Block) -> bool:
    return isinstance(block, Paragraph) and not isinstance(block, Heading)


def _takes_leave(text: str, series_title: str) -> bool:
    series = fold(series_title)
    speaks_of_series = bool(series) and series in fold(text)
    return (
        speaks_of_series or bool(hashtags(text)) or is_contact(text) or has_word(text, "farewell")
    )
