"""Quotation marks, brackets and markup without their counterpart, or of another language."""

import re
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from llex.core.text import without_addresses
from llex.core.text.name_keys import normalize_key
from llex.core.text.sentences import words
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote, shortened
from sessions_app.briefing.preflight.vocabulary_of_checks import (
    frequent_words,
    table_for,
    words_for,
)

_CLOSED_BY: Final = {"(": ")", "[": "]", "{": "}", "«": "»", "“": "”", "„": "“", "‹": "›"}
_CLOSING: Final = frozenset(")]}»”›")
# What is left of markup that the parser could not pair.
_MARKUP: Final = re.compile(
    r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=\w)[*_](?!\w)|\]\(|^#+\s|<\/?[a-z]+>|```"
)
# A list: a), 1).
_NUMBERED: Final = re.compile(r"(?:^|[\s;؛]|[,،]\s)(?:\d{1,3}|[a-zA-Z]|[ivx]+|[أبتثجحدهوزي])$")
# As French writes them.
_SPACED_MARKS: Final = re.compile(r"«[ \u00a0\u202f][^«»]+[ \u00a0\u202f]»")
_QUOTED: Final = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|\([^()]*\)")
_SMILEYS: Final = re.compile(r"[:;]-?\)")


def check_pairs(note: CheckedNote) -> Iterator[Finding]:
    """Find quotation marks, brackets and markup that have no counterpart in their paragraph."""
    for passage in note.passages:
        for paragraph in passage.paragraphs:
            for mark in unpaired(paragraph):
                message = _("“%(mark)s” has no counterpart: “%(passage)s”") % {
                    "mark": mark,
                    "passage": shortened(paragraph),
                }
                yield passage.finding("unpaired_mark", message, excerpt=paragraph, values=(mark,))


def unpaired(paragraph: str) -> list[str]:
    """Return the marks of a paragraph that open or close alone, each once."""
    found = [match[0].strip() for match in _MARKUP.finditer(without_addresses(paragraph))]
    text = _SMILEYS.sub("  ", paragraph)
    opened: list[str] = []
    for place, mark in enumerate(text):
        if opened and mark == _CLOSED_BY[opened[-1]]:
            opened.pop()
        # “ closes what „ has opened, and some write ”…“ in Arabic.
        elif mark in _CLOSED_BY:
            opened.append(mark)
        elif mark in _CLOSING and not (mark == ")" and _NUMBERED.search(text[:place])):
            found.append(mark)
    if opened[-1:] == ["“"] and found == ["”"]:
        return []
    # Inches, minutes and seconds follow a figure.
    if len(re.findall(r'(?<!\d)"', text)) % 2:
        found.append('"')
    return list(dict.fromkeys(found + opened))


def check_opening_marks(note: CheckedNote) -> Iterator[Finding]:
    """Find questions and exclamations without the mark that opens them in their language."""
    for passage in note.prose:
        for paragraph in passage.paragraphs:
            for mark in unopened(paragraph, passage.language):
                message = _("“%(mark)s” has no counterpart: “%(passage)s”") % {
                    "mark": mark,
                    "passage": shortened(paragraph),
                }
                yield passage.finding("unpaired_mark", message, excerpt=paragraph, values=(mark,))


def unopened(paragraph: str, language: str) -> list[str]:
    """Return the closing marks, such as “?”, of which a paragraph has more than opening ones.

    Quotations may be in another language, and a mark in brackets alone is a remark.
    """
    opening = table_for(language, "opening_marks")
    if not opening:
        return []
    text = without_addresses(paragraph)
    kept = _QUOTED.sub(lambda match: match[0] if set(opening.values()) & {*match[0]} else " ", text)
    found: list[str] = []
    # A text left in another language is found as such.
    if not any(normalize_key(word) in frequent_words(language) for word in words(kept)):
        return found
    for closing, mark in opening.items():
        single = re.findall(rf"(?<![?!]){re.escape(closing)}+", kept)
        if len(single) > kept.count(mark):
            found.append(closing)
    return found


def check_quotation_marks(note: CheckedNote) -> Iterator[Finding]:
    """Find quotation marks that another language uses."""
    for passage in note.prose:
        if quoted := foreign_quotation(passage.plain, passage.language):
            message = _("“%(passage)s” has the quotation marks of another language.") % {
                "passage": shortened(quoted)
            }
            yield passage.finding("foreign_quotation_marks", message, excerpt=quoted)


def foreign_quotation(text: str, language: str) -> str:
    """Return the first passage in outer quotation marks that are not those of *language*."""
    own = words_for(language, "quotation_marks")
    if not own:
        return ""
    spaced = _SPACED_MARKS.search(text)
    if spaced and not words_for(language, "spaced_marks"):
        return spaced[0]
    for opening, closing in (("«", "»"), ("„", "“"), ("“", "”"), ("「", "」")):
        if f"{opening}{closing}" in own:
            continue
        for match in re.finditer(f"{opening}[^{opening}{closing}]+{closing}", text):
            before = text[: match.start()]
            is_inside = any(
                before.count(pair[0]) > before.count(pair[1]) for pair in own if pair[0] != pair[1]
            )
            # A work or a quotation in its own language keeps its marks.
            if not is_inside:
                return match[0]
    return ""
