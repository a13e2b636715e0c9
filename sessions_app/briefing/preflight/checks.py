"""The linter of a note, run before publication."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from llex.core.languages import name_in_sentence
from llex.core.text import Phrase, RichText
from sessions_app.briefing import phrases
from sessions_app.briefing.compose.note import compose_rows
from sessions_app.briefing.compose.note_rows import NoteRows, load_rows
from sessions_app.briefing.document import Document, Section
from sessions_app.briefing.preflight.approvals import check_approvals
from sessions_app.briefing.preflight.counts import check_counts
from sessions_app.briefing.preflight.dismissals import NoteCheck, split
from sessions_app.briefing.preflight.findings import Finding as Finding  # noqa: PLC0414
from sessions_app.briefing.preflight.findings import Severity, in_order
from sessions_app.briefing.preflight.findings import errors_in as errors_in  # noqa: PLC0414
from sessions_app.briefing.preflight.numbers import check_numbers
from sessions_app.briefing.preflight.passages import CheckedNote
from sessions_app.briefing.preflight.registry import check_documents
from sessions_app.briefing.preflight.rows import check_rows
from sessions_app.briefing.preflight.rules.announced_sessions import check_day_of_next_session
from sessions_app.briefing.preflight.rules.answers_of_sites import check_answers
from sessions_app.briefing.preflight.rules.city_forms import check_city_forms
from sessions_app.briefing.preflight.rules.city_names import check_city_names
from sessions_app.briefing.preflight.rules.enumerated_cities import check_enumerated_cities
from sessions_app.briefing.preflight.rules.names_written_otherwise import check_names_in_prose
from sessions_app.briefing.preflight.rules.pasted_from_sessions import check_pasted_from_sessions
from sessions_app.briefing.render.glyphs import missing_glyphs
from sessions_app.briefing.summary import FEWEST, MOST, count_findings
from sessions_app.briefing.text_locations import (
    SECTION_FIELDS,
    Target,
    axis_place,
    city_place,
)
from sessions_app.models import LearningSession


def preflight_session(
    session: LearningSession,
    documents: Mapping[str, Document] | None = None,
    rows: NoteRows | None = None,
) -> list[Finding]:
    """Return what is found in a session's note, without what organisers have dismissed.

    Cities that are left out come first, then errors. See `check_note`.
    """
    return check_note(session, documents, rows).findings


def check_note(
    session: LearningSession,
    documents: Mapping[str, Document] | None = None,
    rows: NoteRows | None = None,
) -> NoteCheck:
    """Check a session's note: its *documents*, composed where none are given, and its *rows*.

    Without *rows* they are read now: what was edited since the *documents* were composed is found.
    """
    if documents is None:
        rows = rows or load_rows(session, with_checks=True)
        documents = compose_rows(rows)
    note = CheckedNote(documents)
    found = [
        *preflight(documents, note),
        *check_city_names(note),
        *check_city_forms(note),
        *check_enumerated_cities(note),
        *check_names_in_prose(note),
        *check_answers(note),
        *check_pasted_from_sessions(session, note),
        *check_day_of_next_session(session, note),
        *check_rows(session, documents, rows),
        *check_approvals(session, documents),
    ]
    return split(session, in_order(found))


def preflight(documents: Mapping[str, Document], note: CheckedNote | None = None) -> list[Finding]:
    """Check the documents of one note, one document per language, the main one first.

    Errors come first; within a severity the order is that of the note. Cities and people are named
    in the active language, if the note has it. No query is made.
    """
    findings: list[Finding] = []
    note = note or CheckedNote(documents)
    shown = note.shown
    # A text that is empty is so in every language: it is reported once.
    findings += _empty(shown)
    for document in documents.values():
        findings += _untranslated(document, note)
        findings += _unprintable(document)
        findings += check_counts(document)
        findings += _length_of_summary(document)
    findings += check_numbers(note)
    findings += check_documents(note)
    return in_order(_once(findings))


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Return each finding once: a text of several rows is found in each."""
    return list(dict.fromkeys(findings))


def _empty(document: Document) -> Iterator[Finding]:
    if not document.event.title:
        target = Target("session", field="title")
        message = _("The session has no title.")
        yield Finding("error", "empty_title", "", _("Title"), message, target)
    if not document.series.title:
        target = Target("series", field="title")
        message = _("The series has no title.")
        yield Finding("error", "empty_title", "", _("Series"), message, target)
    yield from _empty_sections(document)
    yield from _without_text(document)
    yield from _empty_rows(document)
    for axis in document.axes:
        if not axis.points and not axis.text:
            target = Target("axis", axis.number)
            message = _("The theme has no key point.")
            place = axis_place(axis.number)
            yield Finding("warning", "empty_section", "", place, message, target)


def _empty_sections(document: Document) -> Iterator[Finding]:
    filled = phrases.sections(document)
    expected: dict[Section, Severity] = {
        "summary": "warning",
        "introduction": "error",
        "priorities": "warning",
        "front_line": "warning",
        "vision": "warning",
        "closing": "warning",
    }
    for section, severity in expected.items():
        if section not in filled:
            place, message = phrases.section_title(section), _("The section is empty.")
            target = Target("session", field=SECTION_FIELDS[section])
            yield Finding(severity, "empty_section", "", place, message, target)


def _without_text(document: Document) -> Iterator[Finding]:
    """Find the one of the two sections with tables and themes that begins without a text."""
    has_text = {"front_line": bool(document.front_line), "vision": bool(document.vision)}
    sections: tuple[Section, ...] = ("front_line", "vision")
    filled = phrases.sections(document)
    for section in sections:
        if section in filled and not has_text[section] and any(has_text.values()):
            place, message = phrases.section_title(section), _("The section is empty.")
            target = Target("session", field=SECTION_FIELDS[section])
            yield Finding("warning", "empty_section", "", place, message, target)


def _length_of_summary(document: Document) -> Iterator[Finding]:
    summary = document.summary
    # A text that only replaces a missing translation is reported as such.
    if not summary or summary.language != document.language:
        return
    count = count_findings(summary)
    if FEWEST <= count <= MOST:
        return
    message = ngettext(
        "“In short” has %(number)s finding; %(fewest)s to %(most)s are expected.",
        "“In short” has %(number)s findings; %(fewest)s to %(most)s are expected.",
        count,
    ) % {
        "number": phrases.number(count),
        "fewest": phrases.number(FEWEST),
        "most": phrases.number(MOST),
    }
    target = Target("session", field=SECTION_FIELDS["summary"])
    place = phrases.section_title("summary")
    yield Finding(
        "warning", "summary_length", document.language, place, message, target, values=(count,)
    )


def _empty_rows(document: Document) -> Iterator[Finding]:
    for row in document.rows:
        place, target = city_place(row.city.name), Target("contribution", row.city.slug)
        if not row.representative:
            message = _("The city has no representative.")
            yield Finding("error", "row_without_representative", "", place, message, target)
        if not row.responses:
            message = _("The city has no policy response.")
            yield Finding("error", "row_without_response", "", place, message, target)
        if not row.challenges:
            message = _("The city has no challenge.")
            yield Finding("warning", "row_without_challenge", "", place, message, target)


def _untranslated(document: Document, note: CheckedNote) -> Iterator[Finding]:
    lenient: list[Phrase | RichText] = [
        consultation.question for consultation in document.consultations
    ]
    reopened = (consultation.reopened for consultation in document.consultations)
    lenient += [reopening.reason for reopening in reopened if reopening]
    cover = document.series.cover
    optional = (document.summary, document.series.disclaimer, cover and cover.alternative)
    lenient += [text for text in optional if text]
    missing: dict[tuple[str, Severity], list[Target]] = {}
    for location in note.texts_in(document.language):
        text = location.text
        if text and text.language != document.language:
            # A question stays as it was asked, a reason and what is said of a whole series may be
            # read in their own language, and a note is whole without a summary.
            severity: Severity = "warning" if text in lenient else "error"
            missing.setdefault((location.place, severity), []).append(location.target)
    for (place, severity), targets in missing.items():
        message = ngettext(
            "%(number)s text is missing in %(language)s.",
            "%(number)s texts are missing in %(language)s.",
            len(targets),
        ) % {
            "number": phrases.number(len(targets)),
            "language": name_in_sentence(document.language),
        }
        code = document.language
        about = tuple(map(astuple, targets))
        yield Finding(severity, "missing_language", code, place, message, targets[0], values=about)


def _unprintable(document: Document) -> Iterator[Finding]:
    for glyph in missing_glyphs(document):
        message = _("The PDF cannot print the character “%(character)s” (%(code)s).") % {
            "character": glyph.character,
            "code": f"U+{ord(glyph.character):04X}",
        }
        yield Finding(
            "warning", "missing_glyph", document.language, glyph.place, message,
            passage=glyph.character, context=glyph.text,
        )  # fmt: skip
