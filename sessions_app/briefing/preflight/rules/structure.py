"""Leads, sections and cells that are not as the rest of the note has them."""

import re
from collections.abc import Iterator
from statistics import median
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rapidfuzz import fuzz

from llex.core.languages import name_in_sentence
from llex.core.languages.numbers import number
from llex.core.text import Paragraph, RichText
from llex.core.text.nodes import Bullets, Inline, Strong
from llex.core.text.plain import inline_to_plain
from llex.core.text.sentences import words
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Axis
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote, CheckedText, shortened
from sessions_app.briefing.short_version import LONGEST_FINDING, summary_lines
from sessions_app.briefing.text_locations import SECTION_FIELDS, Target, axis_place, section_text

# What most have is asked of all.
_MOST: Final = 0.6
_FEWEST: Final = 2
# Languages differ: shares of the main text's letters are compared with those of the other texts.
_LEAST: Final = 0.5
_LEAST_OF_LONG: Final = 0.62
_LONG_ENOUGH: Final = 90
_LONG: Final = 300
_LONG_CELL: Final = 160
# Of a quotation and the same in slightly other words, of 100.
_SAME_WORDS: Final = 80
_QUOTATION: Final = re.compile(r"[«“„\"‘][^«»“”„\"]*[»”“\"’]\s*[.!?]?")


def check_leads(note: CheckedNote) -> Iterator[Finding]:
    """Find key points without a lead, and paragraphs without a bold beginning, among others."""
    document = note.shown
    for axis in document.axes:
        yield from _points(axis)
    for field in SECTION_FIELDS:
        for code, other in note.documents.items():
            text = section_text(other, field)
            if text is not None and text.language == code:
                for beginning in without_lead(text):
                    message = _(
                        "The paragraph has no bold beginning, as others have: “%(passage)s”"
                    ) % {"passage": beginning}
                    yield Finding(
                        "warning", "lead_missing", code, phrases.section_title(field), message,
                        Target("session", field=SECTION_FIELDS[field]), passage=beginning,
                        context=beginning,
                    )  # fmt: skip


def without_lead(text: RichText) -> list[str]:
    """Return how the paragraphs or items begin that have no bold lead, where most others have."""
    found: list[tuple[bool, str]] = []
    for block in text.blocks:
        if isinstance(block, Paragraph):
            found.append(_lead(block.children))
        elif isinstance(block, Bullets):
            firsts = (item.blocks[0] for item in block.items if item.blocks)
            found += [_lead(one.children) for one in firsts if isinstance(one, Paragraph)]
    with_lead = sum(has for has, _text in found)
    if with_lead < _FEWEST or with_lead < _MOST * len(found):
        return []
    # An opening or a closing sentence introduces the others.
    return [beginning for has, beginning in found[1:-1] if not has]


def _lead(nodes: tuple[Inline, ...]) -> tuple[bool, str]:
    plain = inline_to_plain(nodes)
    has = bool(nodes) and isinstance(nodes[0], Strong) and inline_to_plain(nodes[:1]) != plain
    return has, " ".join(plain.split()[:6])


def _points(axis: Axis) -> Iterator[Finding]:
    without = [point for point in axis.points if not point.lead]
    others = len(axis.points) - len(without)
    for point in without if others else ():
        message = _("The key point has no lead, as others have.")
        yield Finding(
            "warning", "lead_missing", "", axis_place(axis.number), message,
            Target("point", point.id, "lead"),
        )  # fmt: skip


def check_introduction(note: CheckedNote) -> Iterator[Finding]:
    """Find introductions that are a quotation and nothing else."""
    document = note.shown
    text = document.introduction
    place, target = phrases.section_title("introduction"), Target("session", field="introduction")
    message = _("The introduction has a quotation, and no text of its own.")
    is_quoted = bool(text) and is_quotation(note, text)
    if is_quoted or (not text and document.quotations_in("introduction")):
        yield Finding("error", "empty_section", "", place, message, target)


def is_quotation(note: CheckedNote, text: RichText | None) -> bool:
    """Return whether a text is a quotation alone."""
    found = [one for one in note.passages if one.text is text]
    plain = found[0].plain.strip() if found else ""
    return bool(_QUOTATION.fullmatch(plain))


def check_lengths(note: CheckedNote) -> Iterator[Finding]:
    """Find translations that are much shorter or longer than those of the note usually are."""
    pairs = [(one, other) for one, other in note.pairs() if other.is_prose and one.is_prose]
    usual = {
        code: median(shares)
        for code in note.documents
        if (
            shares := [
                _share(*pair) for pair in pairs if pair[1].language == code and _is_long(*pair)
            ]
        )
    }
    for source, passage in pairs:
        for before, after in _parts(source, passage):
            if len(before) < _LONG_ENOUGH or passage.language not in usual:
                continue
            share = len(after) / len(before)
            if is_unusual(share / usual[passage.language], len(before)):
                message = _("The text is %(share)s%% as long as in %(language)s: “%(passage)s”") % {
                    "share": number(round(share * 100)),
                    "language": name_in_sentence(source.language),
                    "passage": shortened(after),
                }
                yield passage.finding("length_differs", message, excerpt=after, values=(before,))
                break


def _parts(source: CheckedText, passage: CheckedText) -> list[tuple[str, str]]:
    """Return the texts, paragraph by paragraph where both have as many."""
    if len(source.paragraphs) == len(passage.paragraphs):
        return list(zip(source.paragraphs, passage.paragraphs, strict=True))
    return [(source.plain, passage.plain)]


def is_unusual(share: float, length: int) -> bool:
    """Return whether a text has lost or won too much, for a source of so many letters."""
    least = _LEAST_OF_LONG if length >= _LONG else _LEAST
    return not least <= share <= 1 / least


def _share(source: CheckedText, passage: CheckedText) -> float:
    return len(passage.plain) / len(source.plain)


def _is_long(source: CheckedText, passage: CheckedText) -> bool:
    return min(len(source.plain), len(passage.plain)) > 0 and len(source.plain) >= _LONG_ENOUGH


def check_cells(note: CheckedNote) -> Iterator[Finding]:
    """Find measures and challenges that are too long for the cell of a table."""
    for passage in note.passages:
        if passage.target.kind not in ("response", "challenge"):
            continue
        count = len(words(passage.plain))
        if count > _LONG_CELL:
            message = ngettext(
                "The text has %(number)s word; in the table, %(most)s are read easily.",
                "The text has %(number)s words; in the table, %(most)s are read easily.",
                count,
            ) % {"number": number(count), "most": number(_LONG_CELL)}
            yield passage.finding("cell_too_long", message)


def check_findings_in_short(note: CheckedNote) -> Iterator[Finding]:
    """Find findings of the summary for which the short version has no room."""
    for passage in note.passages:
        if passage.target.field != SECTION_FIELDS["summary"] or not passage.is_section:
            continue
        text = passage.text if isinstance(passage.text, RichText) else None
        for place, line in enumerate(summary_lines(text), start=1):
            if len(line.text) > LONGEST_FINDING:
                message = _(
                    "Finding %(finding)s has %(number)s characters; the short version has room for"
                    " %(most)s and prints its first sentences."
                ) % {
                    "finding": number(place),
                    "number": number(len(line.text)),
                    "most": number(LONGEST_FINDING),
                }
                yield passage.finding("finding_too_long", message, values=(place,))


def check_quotations(note: CheckedNote) -> Iterator[Finding]:
    """Find quotations that two people are said to have said."""
    seen: list[tuple[str, str]] = []
    for quotation in note.main.quotations:
        passages = [one for one in note.passages if one.text is quotation.text]
        for passage in passages[:1]:
            key = " ".join(words(passage.plain)).casefold()
            speaker = next((who for said, who in seen if fuzz.ratio(said, key) >= _SAME_WORDS), "")
            if speaker and speaker != quotation.speaker:
                message = _("The same words are a quotation of %(speaker)s.") % {"speaker": speaker}
                yield passage.finding("quotation_twice", message, values=(speaker,))
            seen.append((key, quotation.speaker))
