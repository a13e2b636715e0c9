"""The linter of a note, run before publication."""

from collections.abc import Iterator, Mapping

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from llex.core.languages import name_in_sentence
from sessions_app.briefing import phrases
from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.document import Document, Section
from sessions_app.briefing.preflight.findings import Finding as Finding  # noqa: PLC0414
from sessions_app.briefing.preflight.findings import Severity
from sessions_app.briefing.preflight.findings import errors_in as errors_in  # noqa: PLC0414
from sessions_app.briefing.preflight.numbers import check_numbers
from sessions_app.briefing.preflight.rows import check_rows
from sessions_app.briefing.render.glyphs import missing_glyphs
from sessions_app.briefing.text_locations import texts_named_in
from sessions_app.models import LearningSession


def preflight_session(
    session: LearningSession, documents: Mapping[str, Document] | None = None
) -> list[Finding]:
    """Check a session's note: its *documents*, composed where none are given, and its rows.

    Errors come first. The rows are read last: what is edited after the documents were composed is
    found.
    """
    found = [*preflight(documents or compose_all(session)), *check_rows(session)]
    return _errors_first(found)


def preflight(documents: Mapping[str, Document]) -> list[Finding]:
    """Check the documents of one note, one document per language, the main one first.

    Errors come first; within a severity the order is that of the note. Cities and people are named
    in the active language, if the note has it. No query is made.
    """
    findings: list[Finding] = []
    shown = documents.get(get_language() or "") or next(iter(documents.values()))
    # A text that is empty is so in every language: it is reported once.
    findings += _empty(shown)
    for document in documents.values():
        findings += _untranslated(document, shown)
        findings += _unprintable(document)
    findings += check_numbers(documents, shown)
    return _errors_first(findings)


def _errors_first(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: finding.severity != "error")


def _empty(document: Document) -> Iterator[Finding]:
    if not document.event.title:
        yield Finding("error", "empty_title", "", _("Title"), _("The session has no title."))
    if not document.series.title:
        yield Finding("error", "empty_title", "", _("Series"), _("The series has no title."))
    yield from _empty_sections(document)
    yield from _empty_rows(document)
    for axis in document.axes:
        if not axis.points and not axis.text:
            place = _("Axis %(number)s") % {"number": phrases.number(axis.number)}
            yield Finding("warning", "empty_section", "", place, _("The theme has no key point."))


def _empty_sections(document: Document) -> Iterator[Finding]:
    filled = phrases.sections(document)
    expected: dict[Section, Severity] = {
        "introduction": "error",
        "priorities": "warning",
        "front_line": "warning",
        "vision": "warning",
        "closing": "warning",
    }
    for section, severity in expected.items():
        if section not in filled:
            place = phrases.section_title(section)
            yield Finding(severity, "empty_section", "", place, _("The section is empty."))


def _empty_rows(document: Document) -> Iterator[Finding]:
    for row in document.rows:
        place = _("City table, %(city)s") % {"city": row.city.name}
        if not row.representative:
            message = _("The city has no representative.")
            yield Finding("error", "row_without_representative", "", place, message)
        if not row.responses:
            message = _("The city has no policy response.")
            yield Finding("error", "row_without_response", "", place, message)
        if not row.challenges:
            message = _("The city has no challenge.")
            yield Finding("warning", "row_without_challenge", "", place, message)


def _untranslated(document: Document, shown: Document) -> Iterator[Finding]:
    lenient = [consultation.question for consultation in document.consultations]
    reopened = (consultation.reopened for consultation in document.consultations)
    lenient += [reopening.reason for reopening in reopened if reopening]
    places: dict[tuple[str, Severity], int] = {}
    for place, text in texts_named_in(shown, document):
        if text and text.language != document.language:
            # A question stays as it was asked, and a reason may be read in its own language.
            severity: Severity = "warning" if text in lenient else "error"
            places[place, severity] = places.get((place, severity), 0) + 1
    for (place, severity), count in places.items():
        message = ngettext(
            "%(number)s text is missing in %(language)s.",
            "%(number)s texts are missing in %(language)s.",
            count,
        ) % {"number": phrases.number(count), "language": name_in_sentence(document.language)}
        yield Finding(severity, "missing_language", document.language, place, message)


def _unprintable(document: Document) -> Iterator[Finding]:
    for glyph in missing_glyphs(document):
        message = _("The PDF cannot print the character “%(character)s” (%(code)s).") % {
            "character": glyph.character,
            "code": f"U+{ord(glyph.character):04X}",
        }
        yield Finding("warning", "missing_glyph", document.language, glyph.place, message)
