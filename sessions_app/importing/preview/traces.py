"""Traces of recognising: the meaning given to each block of a note, in the order of the file.

An imported note knows the places of its blocks; where two blocks became one, the second is
found by its words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from llex.core.languages.countries import country_name
from llex.core.languages.phrases import join_items
from sessions_app.importing.preview.own_labels import own_label
from sessions_app.importing.reading import Block, Reading, Row, plain
from sessions_app.importing.recognising import (
    SECTIONS,
    ImportedNote,
    RecognisedAnswer,
    RecognisedCityRow,
    RecognisedFact,
    RecognisedTheme,
)
from sessions_app.importing.recognising.dates import dates_in
from sessions_app.importing.section_names import section_name
from sessions_app.importing.words import fold
from sessions_app.models import Participant

Style = Literal["sure", "text", "kept", "out", "lost"]


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that a block was taken for; *details* are labels and texts."""

    label: str
    text: str = ""
    details: tuple[tuple[str, str], ...] = ()
    style: Style = "sure"


def trace(reading: Reading, note: ImportedNote, language: str) -> list[list[Trace]]:
    """Return what each block of *reading* was taken for; names of countries are in *language*.

    A block of which nothing is known has a trace that says so.
    """
    found: dict[int, list[Trace]] = {}
    for where, one in _located(note, language):
        traces = found.setdefault(where, [])
        if one not in traces:
            traces.append(one)
    _title_page(found, reading, note)
    return [_of_block(block, found.get(block.where, []), note) for block in reading.blocks]


def _located(note: ImportedNote, language: str) -> Iterator[tuple[int, Trace]]:
    """Yield what knows its place; what a block is above all comes first."""
    rows = {row.where for row in note.rows}
    for fact in note.facts:
        if fact.kind == "section":
            yield fact.where, Trace(_("Heading"), section_name(fact.about))
        elif (label := _label_of(fact)) and not (fact.kind == "city" and fact.where in rows):
            yield fact.where, Trace(label, fact.about if fact.kind == "city" else "")
    for row in note.rows:
        yield row.where, _of_row(row, language)
    for theme in note.themes:
        yield from _of_theme(theme, note)
    for question in note.questions:
        yield question.where, Trace(_("Question of the consultation"), question.text)
    yield from _people(note)
    kept = _kept(note)
    for section in SECTIONS:
        for block in note.texts[section]:
            is_kept = (block.where, section) in kept
            yield block.where, _of_text(section, is_kept=is_kept)
    for dropped in note.dropped:
        yield (
            dropped.where,
            Trace(pgettext("a text of a note", "Left out"), dropped.reason, style="out"),
        )


def _people(note: ImportedNote) -> Iterator[tuple[int, Trace]]:
    for quotation in note.quotations:
        speaker = join_items(filter(None, (quotation.speaker.name, quotation.speaker.position)))
        yield quotation.where, Trace(_("Quotation"), speaker)
    for attendee in note.attendees:
        role = str(Participant.Role(attendee.role).label)
        person = filter(None, (attendee.person.name, attendee.person.position, role))
        yield attendee.where, Trace(_("Participant"), join_items(person))


def _label_of(fact: RecognisedFact) -> str:
    """Return what the line of a fact is, or "" where that goes without saying."""
    kinds = {
        "date": _("Date of the session"),
        "column": _("Head of the table of cities"),
        "hashtag": _("Hashtag"),
        "publication": _("Kind of publication"),
        "city": _("City row"),
    }
    if fact.kind == "number" and fact.about == "session":
        return _("Number of the session")
    if fact.kind == "label" and fact.about == "attendees":
        return _("Head of a list of participants")
    return kinds.get(fact.kind, "")


def _of_row(row: RecognisedCityRow, language: str) -> Trace:
    country = country_name(row.country, language) if row.country else _("country not found")
    person = row.representative
    details = [
        (_("City"), f"{row.name} ({country})"),
        (_("Representative"), person.name or "–"),
        (_("Position"), person.position or "–"),
        *((_("Response"), _said(one)) for one in row.answers("response")),
        *((_("Challenge"), _said(one)) for one in row.answers("challenge")),
    ]
    return Trace(_("City row"), row.name, tuple(details))


def _said(answer: RecognisedAnswer) -> str:
    return " ".join(filter(None, (answer.title, *map(plain, answer.blocks))))


def _kept(note: ImportedNote) -> set[tuple[int, str]]:
    return {(one.where, one.section) for one in note.kept if one.where}


def _of_theme(theme: RecognisedTheme, note: ImportedNote) -> Iterator[tuple[int, Trace]]:
    kept = _kept(note)
    axis = ((_("Axis"), theme.statement),) if theme.statement and theme.heading else ()
    label = _("Theme") if theme.heading else _("Axis")
    yield theme.where, Trace(label, theme.heading or theme.statement, axis)
    for block in theme.blocks:
        name = theme.heading or theme.statement
        if (block.where, "vision") in kept:
            yield block.where, Trace(_("Not recognised; kept as text"), name, style="kept")
        else:
            yield block.where, Trace(pgettext("in a note", "Text of a theme"), name, style="text")
    for point in theme.points:
        yield point.where, Trace(_("Key point"), point.lead)
        for block in point.blocks[1:]:
            yield block.where, Trace(_("Goes on with a key point"), point.lead, style="text")


def _of_text(section: str, *, is_kept: bool) -> Trace:
    if is_kept:
        return Trace(_("Not recognised; kept as text"), section_name(section), style="kept")
    return Trace(pgettext("in a note", "Text"), section_name(section), style="text")


def _title_page(found: dict[int, list[Trace]], reading: Reading, note: ImportedNote) -> None:
    """Add what the first lines are, which is known by its words alone."""
    for label, value in (
        (_("Series"), note.series_title),
        (_("Line under the series"), note.tagline),
        (_("Title"), note.title),
    ):
        for block in reading.blocks:
            if value and fold(value) in fold(plain(block)):
                one = Trace(label, value)
                traces = found.setdefault(block.where, [])
                traces[:] = [one, *(old for old in traces if old.label != _("Kind of publication"))]
                break
    dated = any(fact.kind == "date" for fact in note.facts)
    held_on = note.held_on
    for block in () if dated or held_on is None else reading.blocks:
        if held_on and any(day.day == held_on for day in dates_in(plain(block))):
            date = formats.date_format(held_on, "DATE_FORMAT")
            found.setdefault(block.where, []).insert(0, Trace(_("Date of the session"), date))
            break


def _by_words(block: Block, note: ImportedNote) -> list[Trace]:
    """Find a block that was joined to another one, or became a part of it, by its words."""
    text = fold(plain(block))
    for one, said in _texts(note) if text else ():
        folded = fold(said)
        if folded and (text in folded or (one.style == "sure" and folded in text)):
            return [one]
    return []


def _texts(note: ImportedNote) -> Iterator[tuple[Trace, str]]:
    """Yield the texts of the note that may have come from several blocks."""
    for row in note.rows:
        person = row.representative
        for label, answers in (
            (_("Response"), row.answers("response")),
            (_("Challenge"), row.answers("challenge")),
        ):
            yield from ((Trace(label, row.name), _said(one)) for one in answers)
        yield Trace(_("Representative"), row.name), person.name
        yield Trace(_("Position"), row.name), person.position
    for quotation in note.quotations:
        name = quotation.speaker.name
        yield Trace(_("Speaker of a quotation"), name), name
    for theme in note.themes:
        yield Trace(_("Axis"), theme.heading or theme.statement), theme.statement
        of_theme = Trace(pgettext("in a note", "Text of a theme"), theme.heading, style="text")
        yield from ((of_theme, plain(one)) for one in theme.blocks)
    for section in SECTIONS:
        of_section = _of_text(section, is_kept=False)
        yield from ((of_section, plain(one)) for one in note.texts[section])


def _of_block(block: Block, traces: list[Trace], note: ImportedNote) -> list[Trace]:
    head = Trace(_("Head of the table of cities"))
    if traces == [head] and not isinstance(block, Row):
        # A label within the text of a city, with what it labels behind it.
        return _by_words(block, note) or traces
    if traces:
        return traces
    if block.known:
        return [Trace(own_label(block.known), style="text")]
    return _by_words(block, note) or [
        Trace(_("Found nowhere in what was recognised"), style="lost")
    ]
