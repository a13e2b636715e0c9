"""Passages of a text with the words that were searched for marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from llex.core.text.search_words import stems, words_of

# The length of a passage, in characters, and how much of it comes before the first mark.
_LENGTH: Final = 260
_BEFORE: Final = 90


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a text as HTML, and the *forms* of words that were marked."""

    html: SafeString
    forms: tuple[str, ...] = ()


def marked(text: str, language: str, wanted: frozenset[str]) -> Passage:
    """Return the whole of a text with its marks."""
    return _html(text, _places(text, language, wanted))


def passage(text: str, language: str, wanted: frozenset[str]) -> Passage:
    """Return the part of a text that has most of its marks; its beginning where it has none."""
    line = " ".join(text.split())
    places = _places(line, language, wanted)
    start, end = _part(line, places)
    inside = [(a - start, b - start) for a, b in places if start <= a and b <= end]
    found = _html(line[start:end], inside)
    before, after = "… " * (start > 0), " …" * (end < len(line))
    return Passage(format_html("{}{}{}", before, found.html, after), found.forms)


def _places(text: str, language: str, wanted: frozenset[str]) -> list[tuple[int, int]]:
    if not wanted:
        return []
    return [
        found.span() for found in words_of(text) if not wanted.isdisjoint(stems(found[0], language))
    ]


def _part(line: str, places: list[tuple[int, int]]) -> tuple[int, int]:
    """Return where the passage begins and ends, between words."""
    if len(line) <= _LENGTH:
        return 0, len(line)
    starts = [max(0, first - _BEFORE) for first, _end in places] or [0]
    start = max(starts, key=lambda at: sum(1 for a, b in places if at <= a and b <= at + _LENGTH))
    if start:
        start = line.find(" ", start) + 1
    end = min(len(line), start + _LENGTH)
    if end < len(line):
        end = line.rfind(" ", start, end)
        end = end if end > start else start + _LENGTH
    return start, end


def _html(text: str, places: list[tuple[int, int]]) -> Passage:
    parts, at = [], 0
    for start, end in places:
        parts += [("", text[at:start], ""), ("<mark>", text[start:end], "</mark>")]
        at = end
    parts.append(("", text[at:], ""))
    safe = [(SafeString(before), part, SafeString(after)) for before, part, after in parts]
    forms = tuple(dict.fromkeys(text[start:end].lower() for start, end in places))
    return Passage(format_html_join("", "{}{}{}", safe), forms)
