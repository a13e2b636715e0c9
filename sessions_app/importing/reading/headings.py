"""Telling headings by how they look, where the file does not say what is one."""

import re

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading.blocks import Heading, Paragraph, Style

_LONGEST = 20
_FEWEST_CAPITALS = 3
_SENTENCE_END = re.compile(r"[.!?;,…:][\"'»”’)\]*]*$")
_STATEMENT_END = (".", ";", ",")
_SUBNUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s+[^\W\d_]")
_ROMAN = re.compile(r"[IVX]{1,5}[.)]\s+\S")


def paragraph_or_heading(text: FormattedText, where: int) -> Paragraph | Heading:
    """Return a heading if *text* looks like one, else a paragraph."""
    style = _style(text)
    return Heading(text, where, style) if style else Paragraph(text, where)


def is_short_line(text: str) -> bool:
    """Return whether *text* is a line by itself: short, and not a sentence."""
    return 0 < len(text.split()) <= _LONGEST and not ends_sentence(text)


def could_be_heading(text: str) -> bool:
    """Return whether *text* is short and no statement; a heading may ask, or end with a colon."""
    return 0 < len(text.split()) <= _LONGEST and not text.endswith(_STATEMENT_END)


def ends_sentence(text: str) -> bool:
    """Return whether *text* ends with a full stop or another mark that ends a sentence or part."""
    return bool(_SENTENCE_END.search(text.rstrip()))


def _style(text: FormattedText) -> Style | None:
    line = str(text)
    if not line or line.startswith("#") or len(line.split()) > _LONGEST:
        return None
    if line.endswith(_STATEMENT_END):
        return None
    if _ROMAN.match(line) or _SUBNUMBER.match(line):
        return "numbered"
    capitals = sum(character.isupper() for character in line)
    if capitals >= _FEWEST_CAPITALS and not any(character.islower() for character in line):
        return "caps"
    return "bold" if text.is_bold else None
