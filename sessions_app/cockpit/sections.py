"""The sections of the note as its readers will see them, with their texts side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from llex.core import languages
from llex.core.admin.merging import text_fingerprint
from llex.core.languages.numbers import number
from llex.core.languages.translation_marks import first_text, text_in
from sessions_app.briefing import phrases
from sessions_app.briefing.compose.note_rows import NoteRows
from sessions_app.briefing.text_locations import SECTION_FIELDS
from sessions_app.cockpit.text_states import LanguageState, Marks, states
from sessions_app.models import LearningSession


@dataclass(frozen=True, slots=True)
class SectionText:
    """The text of a section in one language."""

    code: str
    name: str
    direction: str
    text: str

    @property
    def version(self) -> str:
        """Return the fingerprint of the text that is shown."""
        return text_fingerprint(self.text)


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A section: its text in each language, how far these are, and what else it prints."""

    title: str
    field: str
    summary: str
    texts: list[SectionText]
    states: list[LanguageState]
    is_empty: bool


def section_lines(rows: NoteRows, marks: Marks) -> list[SectionLine]:
    """Return the sections in their order."""
    session = rows.session
    contents = _contents(rows)
    order = languages.fallbacks(session.main_language, first=session.main_language)
    lines = []
    for section, field in SECTION_FIELDS.items():
        texts = [
            SectionText(
                code,
                languages.name_of(code),
                languages.direction(code),
                text_in(session, field, code),
            )
            for code in session.languages
        ]
        found = first_text(session, field, order)
        parts = [*contents.get(section, ())]
        if found:
            parts.insert(0, _words(found[1]))
        own = found[0] if found else session.main_language
        lines.append(
            SectionLine(
                title=phrases.section_title(section),
                field=field,
                summary=" · ".join(parts),
                texts=texts,
                states=states([(session, field)], own, session.languages, marks),
                is_empty=not parts,
            )
        )
    return lines


def _contents(rows: NoteRows) -> dict[str, list[str]]:
    """Return what a section prints besides its text, by section."""
    session = rows.session
    found = {
        "priorities": list(_count_of_consultations(session)),
        "front_line": list(_count_of_cities(rows)),
        "vision": list(_count_of_themes(session)),
    }
    for quote in rows.quotes:
        found.setdefault(quote.section, []).append(
            _("quotation of %(speaker)s") % {"speaker": quote.speaker.name}
        )
    return found


def _count_of_consultations(session: LearningSession) -> Iterator[str]:
    if count := len(session.consultations.all()):
        text = ngettext("%(count)s consultation", "%(count)s consultations", count)
        yield text % {"count": number(count)}


def _count_of_cities(rows: NoteRows) -> Iterator[str]:
    if count := len(rows.printed):
        text = ngettext("%(count)s city", "%(count)s cities", count)
        yield text % {"count": number(count)}


def _count_of_themes(session: LearningSession) -> Iterator[str]:
    if count := len(session.themes.all()):
        text = ngettext("%(count)s theme", "%(count)s themes", count)
        yield text % {"count": number(count)}


def _words(text: str) -> str:
    count = len(text.split())
    return ngettext("%(count)s word", "%(count)s words", count) % {"count": number(count)}
