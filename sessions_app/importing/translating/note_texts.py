"""List what a note in another language has for a session that is there."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from llex.core.text.name_keys import normalize_key
from sessions_app.importing.drafting.field_texts import markdown
from sessions_app.importing.recognising import (
    SECTIONS,
    ImportedNote,
    RecognisedCityRow,
    RecognisedTheme,
)
from sessions_app.importing.recognising.imported_note import AnswerKind
from sessions_app.importing.recognising.persons import without_honorific
from sessions_app.importing.section_names import section_name
from sessions_app.importing.translating.text_kinds import ONLY, PLACE, NoteText


def note_texts(note: ImportedNote) -> list[NoteText]:
    """Return the texts of *note*, parents before their children."""
    return [*_head(note), *_cities(note), *_vision(note), *_people(note)]


def person_key(name: str) -> frozenset[str]:
    """Return what a person of this name is found by."""
    return frozenset({normalize_key(without_honorific(name))} - {""})


def _head(note: ImportedNote) -> Iterator[NoteText]:
    if note.title:
        yield NoteText("title", "title", _("Title"), 0, {ONLY: note.title})
    names = {"title": note.series_title, "tagline": note.tagline}
    if any(names.values()):
        yield NoteText("series", "series", _("Series"), 0, {n: t for n, t in names.items() if t})
    for section in SECTIONS:
        if text := markdown(note.texts[section]):
            label = section_name(section)
            yield NoteText(f"text-{section}", "text", label, 0, {ONLY: text})
    for question in note.questions:
        if not question.quoted:
            yield NoteText(
                f"question-{question.where}",
                "question",
                _("Question of the consultation"),
                question.where,
                {ONLY: question.text},
                language=question.language,
            )


def _cities(note: ImportedNote) -> Iterator[NoteText]:
    for number, row in enumerate(note.rows):
        key = f"city-{row.where}-{number}"
        yield NoteText(key, "city", row.name, row.where, names=_of_city(row), name=row.name)
        person = row.representative
        if person.name or person.position:
            values = {ONLY: person.position} if person.position else {}
            yield NoteText(
                f"{key}-position",
                "position",
                person.name or _("Position"),
                row.where,
                values,
                key,
                person_key(person.name),
                person.name,
            )
        yield from _answers("response", _("Response"), key, row)
        yield from _answers("challenge", _("Challenge"), key, row)


def _answers(kind: AnswerKind, label: str, key: str, row: RecognisedCityRow) -> Iterator[NoteText]:
    for index, answer in enumerate(row.answers(kind)):
        said = {"title": answer.title, "text": markdown(answer.blocks)}
        yield NoteText(
            f"{key}-{kind}-{index}",
            kind,
            label,
            row.where,
            {name: text for name, text in said.items() if text},
            key,
            language=answer.language,
        )


def _of_city(row: RecognisedCityRow) -> frozenset[str]:
    names = {normalize_key(row.name)}
    if row.place:
        names |= {normalize_key(row.place.name), f"{PLACE}{row.place.geoname_id}"}
    return frozenset(names - {""})


def _vision(note: ImportedNote) -> Iterator[NoteText]:
    for number, theme in enumerate(note.themes):
        key = f"theme-{theme.where}-{number}"
        values = _of_theme(theme)
        yield NoteText(key, "theme", theme.heading or theme.statement, theme.where, values)
        for index, point in enumerate(theme.points):
            said = {"lead": point.lead, "text": markdown(point.blocks)}
            yield NoteText(
                f"{key}-point-{index}",
                "point",
                point.lead or _("Key point"),
                point.where,
                {name: text for name, text in said.items() if text},
                key,
            )


def _of_theme(theme: RecognisedTheme) -> dict[str, str]:
    # A theme without an axis is its own line in the list of axes, as in the draft.
    statement = theme.statement or theme.heading
    heading = theme.heading if theme.statement else ""
    said = {"statement": statement, "heading": heading, "text": markdown(theme.blocks)}
    return {name: text for name, text in said.items() if text}


def _people(note: ImportedNote) -> Iterator[NoteText]:
    for number, quotation in enumerate(note.quotations):
        speaker = quotation.speaker
        key = f"quote-{quotation.where}-{number}"
        text = markdown(quotation.blocks)
        names = person_key(speaker.name)
        yield NoteText(
            key, "quote", speaker.name, quotation.where, {ONLY: text}, "", names, speaker.name
        )
        if speaker.position:
            yield NoteText(
                f"{key}-speaker",
                "participant",
                speaker.name,
                quotation.where,
                {ONLY: speaker.position},
                "",
                names,
                speaker.name,
            )
    for number, attendee in enumerate(note.attendees):
        person = attendee.person
        values = {ONLY: person.position} if person.position else {}
        yield NoteText(
            f"person-{attendee.where}-{number}",
            "participant",
            person.name,
            attendee.where,
            values,
            "",
            person_key(person.name),
            person.name,
        )
