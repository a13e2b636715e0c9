"""Blocks in, an `ImportedNote` out: what is a title, a city's row, an axis, a quotation.

Blocks that are not recognised stay, as text, in their section.
"""

from collections.abc import Sequence
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.reading import Dropped, Heading, Reading, plain
from sessions_app.importing.reading.repair import mended
from sessions_app.importing.recognising.attendees import (
    read_attendance,
    read_attendees,
    take_lists,
)
from sessions_app.importing.recognising.cards import take_cards
from sessions_app.importing.recognising.city_lines import take_paragraphs
from sessions_app.importing.recognising.consultation import take_questions
from sessions_app.importing.recognising.countries import ask_countries, put_countries
from sessions_app.importing.recognising.dates import dates_in
from sessions_app.importing.recognising.gazetteer import Gazetteer
from sessions_app.importing.recognising.imported_note import (
    SECTIONS,
    CountryQuestion,
    ImportedNote,
    LeftoverText,
    RecognisedAnswer,
    RecognisedAttendee,
    RecognisedCityRow,
    RecognisedFact,
    RecognisedOrganisation,
    RecognisedPerson,
    RecognisedPlace,
    RecognisedPoint,
    RecognisedQuestion,
    RecognisedQuotation,
    RecognisedTheme,
)
from sessions_app.importing.recognising.labelled import put_front, put_in_place, put_typed
from sessions_app.importing.recognising.labels import NONE, Labels
from sessions_app.importing.recognising.outline import Part, outline, part_closing
from sessions_app.importing.recognising.own_note import read_own
from sessions_app.importing.recognising.quotations import take_quotations, take_quoted
from sessions_app.importing.recognising.sections_by_content import with_unknown_headings
from sessions_app.importing.recognising.tables import TableReader
from sessions_app.importing.recognising.theme_tables import with_theme_rows
from sessions_app.importing.recognising.tidy_blocks import tidied
from sessions_app.importing.recognising.title_page import (
    contradicted,
    emails,
    hashtags,
    only_says_when,
    read_front,
)
from sessions_app.importing.recognising.vision import read_vision
from sessions_app.importing.vocabulary import mentions

__all__ = [
    "SECTIONS",
    "CountryQuestion",
    "Gazetteer",
    "ImportedNote",
    "Labels",
    "LeftoverText",
    "RecognisedAnswer",
    "RecognisedAttendee",
    "RecognisedCityRow",
    "RecognisedFact",
    "RecognisedOrganisation",
    "RecognisedPerson",
    "RecognisedPlace",
    "RecognisedPoint",
    "RecognisedQuestion",
    "RecognisedQuotation",
    "RecognisedTheme",
    "recognise",
    "recognise_labelled",
]


def recognise(
    reading: Reading, *, language: str, gazetteer: Gazetteer, series: Sequence[str] = ()
) -> ImportedNote:
    """Say what the blocks of a note in *language* are.

    *series* are titles that the series is known by. Raise ImportRefused if it is no note.
    """
    note = recognise_labelled(reading, language=language, gazetteer=gazetteer, series=series)
    _check(note)
    return note


def recognise_labelled(
    reading: Reading,
    *,
    language: str,
    gazetteer: Gazetteer,
    series: Sequence[str] = (),
    labels: Labels = NONE,
) -> ImportedNote:
    """Say what the blocks are, as *labels* tell where they do; title and date may be missing.

    Labels find their blocks by their places, of which each block then has one of its own.
    """
    note = ImportedNote(language)
    put_front(note, reading.blocks, labels)
    free = [block for block in reading.blocks if labels.leaves_alone(block.where)]
    free = free if reading.own_language else tidied(free)
    tables = TableReader(note, gazetteer, labels.columns)
    if reading.own_language:
        parts = read_own(note, free, gazetteer, reading.own_language)
    else:
        parts = with_unknown_headings(outline(free, labels.headings), tables.is_place)
        contact = read_front(note, parts[0].blocks, series)
        for part in parts[1:]:
            _read_part(note, part, tables, is_last=part is parts[-1])
        note.texts["closing"] += contact
    put_in_place(note, reading.blocks, labels, parts, tables)
    put_countries(note, labels.countries, gazetteer)
    _look_everywhere(note, reading)
    ask_countries(note, labels.countries, gazetteer)
    put_typed(note, labels)
    return note


def _read_part(note: ImportedNote, part: Part, tables: TableReader, *, is_last: bool) -> None:
    section = part.section or "introduction"
    _note_heading(note, part)
    blocks = with_theme_rows(note, part.blocks) if section == "vision" else part.blocks
    blocks = tables.read(blocks, section)
    if section == "front_line":
        blocks = take_quoted(note, blocks, section)
        blocks = take_paragraphs(note, take_cards(note, blocks, tables), tables)
    if section == "priorities":
        blocks = mended(take_questions(note, blocks))
    blocks = take_lists(note, blocks)
    if is_last and section != "closing":
        blocks, closing = part_closing(blocks, note.series_title)
        note.texts["closing"] += take_quotations(note, closing, "closing")
    read_attendees(note, blocks)
    blocks = take_quotations(note, blocks, section)
    if section == "vision":
        read_vision(note, blocks)
    else:
        note.texts[section] += [
            note.keep(section, block) if isinstance(block, Heading) else block for block in blocks
        ]


def _note_heading(note: ImportedNote, part: Part) -> None:
    """Note that a section has begun. Where it had begun before, its heading is kept as text."""
    heading, section = part.heading, part.section
    if heading is None or section is None:
        return
    if section in note.sections:
        bold = Heading(heading.text, heading.where, "bold")
        note.texts[section].append(note.keep(section, bold))
        return
    note.sections.append(section)
    note.line(heading.text, section, heading.where)
    note.facts.append(RecognisedFact("section", str(heading.text), heading.where, about=section))


def _look_everywhere(note: ImportedNote, reading: Reading) -> None:
    """Find details that may be anywhere: date, hashtag, contact address, attendance."""
    texts = [plain(block) for block in reading.blocks]
    if note.held_on is None:
        note.held_on = _day_anywhere(note, texts)
    _take_day(note)
    _settle_published(note)
    if not note.hashtag:
        note.hashtag = next((tag for text in texts for tag in hashtags(text)), "")
    if not note.contact:
        # An address in a paragraph about something else is not the series' own.
        lines = [plain(block) for block in note.texts["closing"]]
        note.contact = next((address for text in lines for address in emails(text)), "")
    read_attendance(note, note.texts["introduction"])
    for written, found in contradicted(texts, note.held_on.year if note.held_on else None):
        note.remarks.append(
            _("“%(written)s” was a %(weekday)s.")
            % {"written": written, "weekday": formats.date_format(found.day, "l")}
        )


def _day_anywhere(note: ImportedNote, texts: list[str]) -> date | None:
    """Return the day that a text gives for the session, then that of the note, then any day."""
    published = [one.day for one in note.published]
    found = [
        (one.day, text) for text in texts for one in dates_in(text) if one.day not in published
    ]
    of_session = [day for day, text in found if mentions(text, "gatherings")]
    days = of_session + published if published else [day for day, _text in found]
    return next(iter(days), None)


def _settle_published(note: ImportedNote) -> None:
    """Keep the day of publication as the session's where no other is known, else leave it out."""
    for one in note.published:
        if one.day == note.held_on:
            note.facts.append(RecognisedFact("date", one.text, one.where))
        else:
            note.dropped.append(Dropped(_("date of publication"), one.text, one.where))


def _take_day(note: ImportedNote) -> None:
    """Take the line of the title page that only has the day, without the year that is elsewhere."""
    if note.held_on is None:
        return
    for kept in [one for one in note.kept if one.section == "introduction"]:
        found = list(dates_in(kept.text, year=note.held_on.year))
        if [one.day for one in found] == [note.held_on] and only_says_when(kept.text, found[0]):
            note.kept.remove(kept)
            note.facts.append(RecognisedFact("date", kept.text, kept.where))
            note.texts["introduction"] = [
                block for block in note.texts["introduction"] if block.where != kept.where
            ]


def _check(note: ImportedNote) -> None:
    """Raise ImportRefused unless there is a title, a date, and one thing that notes have."""
    is_note = note.sections or note.rows or any(fact.kind == "publication" for fact in note.facts)
    if not is_note or not note.title:
        raise ImportRefused(
            _(
                "This does not look like a briefing note: no title with a section, a table of "
                "cities or the words “briefing note” was found."
            )
        )
    if note.held_on is None:
        raise ImportRefused(
            _("No date was found in the file. Write the session’s date under its title.")
        )
