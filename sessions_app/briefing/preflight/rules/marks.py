"""Quotation marks, brackets and signs of markup without their counterpart, and missing spaces."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _

from llex.core.text import without_addresses
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote, shortened
from sessions_app.briefing.preflight.vocabulary_of_checks import words_for

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
_SMILEYS: Final = re.compile(r"[:;]-?\)")
_GLUED: Final = re.compile(
    r"[^\W\d_]{2,}[.!?…؟](?=[A-ZÀ-ÝÉŒ«“¿¡][^\W\d_])[^\W\d_]+"
    r"|[\u0621-\u064a]{2,}[.،؛؟!](?=[\u0621-\u064a])[\u0621-\u064a]+"
    r"|[^\W\d_]{2,}[,;](?=[^\W\d_])[^\W\d_]+"
    r"|[^\W\d_]{2,}[\s\u202f]?;(?=[^\W\d_])[^\W\d_]+"
    r"|[^\W\d_]{3,}\((?=[^\W\d_]{4,})[^\W\d_]+"
    r"|(?<!\w)[a-zà-ÿ]{3,}[A-ZÀ-Ý][a-zà-ÿ]{2,}(?!\w)"
)
# What each of these has in it: most texts have none, and are not looked through.
_SIGN_OF_GLUED: Final = re.compile(
    r"[.!?…؟،؛,;(](?<=[^\W\d_].)[^\W\d_«“¿¡]|;[^\W\d_]|[a-zà-ÿ][A-ZÀ-Ý]"
)
_CAMEL: Final = re.compile(r"[^\W\d_]+")
_NAMES_OF_FIRMS: Final = re.compile(
    r"^(?:e|i|you|[Mm]ac|[Mm]c|[Dd]e|[Dd]i|[Vv]an|[Ll]a|[Ll]e|open|micro|eco|auto|agro)[A-Z]"
    r"|(?:Tube|App|Book|Hub|Link|Pal|Phone|Map|Street)s?$"
)


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


def check_spaces(note: CheckedNote) -> Iterator[Finding]:
    """Find words that are glued together."""
    for passage in note.prose:
        for glued in glued_words(passage.plain):
            message = _("A space is missing: “%(passage)s”") % {"passage": glued}
            yield passage.finding("glued_words", message, excerpt=glued)


def glued_words(text: str) -> list[str]:
    """Return what is written without the space that belongs in it."""
    text = without_addresses(text)
    found = _GLUED.finditer(text) if _SIGN_OF_GLUED.search(text) else ()
    return [
        match[0]
        for match in found
        if not (_CAMEL.fullmatch(match[0]) and _NAMES_OF_FIRMS.search(match[0]))
        and not _is_in_capitals(match[0])
    ]


def _is_in_capitals(text: str) -> bool:
    letters = [one for one in text if one.isalpha()]
    return all(one.isupper() for one, _next in pairwise(letters)) if len(letters) > 1 else True
