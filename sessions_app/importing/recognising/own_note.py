"""A note from a file of our own: each block has its part, so nothing is to be guessed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, get_args

from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.text.links import is_safe_address
from sessions_app.briefing.document import Role, Section
from sessions_app.importing.formatted_text import EDGES
from sessions_app.importing.reading import Block, Known, Paragraph, Row, plain
from sessions_app.importing.reading.own_files.words import own_words
from sessions_app.importing.recognising.dates import dates_in
from sessions_app.importing.recognising.gazetteer import Gazetteer
from sessions_app.importing.recognising.imported_note import (
    SECTIONS,
    ImportedNote,
    RecognisedAttendee,
    RecognisedFact,
    RecognisedOrganisation,
    RecognisedPerson,
    RecognisedQuestion,
    RecognisedQuotation,
)
from sessions_app.importing.recognising.outline import Part
from sessions_app.importing.recognising.own_links import join_by_cities
from sessions_app.importing.recognising.own_rows import OwnRows
from sessions_app.importing.recognising.titles import number_in
from sessions_app.importing.words import fold

_ACRONYM: Final = re.compile(r"(?P<name>.+) \((?P<acronym>[^()]+)\)")
_ROLES: Final = get_args(Role)


def read_own(
    note: ImportedNote, blocks: Sequence[Block], gazetteer: Gazetteer, language: str
) -> list[Part]:
    """Take what *blocks* of a file in *language* say, and return the sections they are in."""
    reader = _OwnNoteReader(note, gazetteer, own_words(language))
    for block in blocks:
        reader.take(block)
    reader.finish()
    return reader.parts


@dataclass
class _OwnNoteReader(OwnRows):
    parts: list[Part] = field(default_factory=lambda: [Part(None)])
    role: Role = "participant"
    details: dict[int, str] = field(default_factory=dict)

    def take(self, block: Block) -> None:
        """Put a block where it belongs."""
        known = block.known or Known("text", "introduction")
        self.parts[-1].blocks.append(block)
        method: Callable[[Block, Known], None] = getattr(self, f"_{known.part}", self._own)
        method(block, known)

    def finish(self) -> None:
        """Settle what only the whole file tells."""
        self.put_axes()
        self._part_affiliations()
        join_by_cities(self.note)
        if self.note.title and self.note.number is None:
            self.note.number = number_in(self.note.title)
        if self.words.language != self.note.language:
            self.note.remarks.append(
                _("The file calls itself a note in another language: %(language)s.")
                % {"language": languages.name_in_sentence(self.words.language)}
            )

    # --- Front ------------------------------------------------------------------------------------

    def _title(self, block: Block, known: Known) -> None:
        self.note.title = plain(block)

    def _series(self, block: Block, known: Known) -> None:
        self.note.series_title = plain(block)

    def _tagline(self, block: Block, known: Known) -> None:
        self.note.tagline = plain(block)

    def _publication(self, block: Block, known: Known) -> None:
        self.note.facts.append(RecognisedFact("publication", plain(block), block.where))

    def _number(self, block: Block, known: Known) -> None:
        if known.value.isdecimal():
            self.note.number = int(known.value)
        self.note.facts.append(RecognisedFact("number", plain(block), block.where))

    def _attendance(self, block: Block, known: Known) -> None:
        self.note.attendance = int(known.value)
        self._own(block, known)

    def _date(self, block: Block, known: Known) -> None:
        moment, zone, minutes = (*known.value.split(" "), "", "", "")[:3]
        try:
            self.note.starts_at = datetime.fromisoformat(moment) if moment else None
        except ValueError:
            self.note.starts_at = None
        self.note.time_zone = zone
        self.note.duration = int(minutes) if minutes.isdecimal() else None
        found = next(dates_in(plain(block)), None)
        self.note.held_on = found.day if found else None
        if self.note.held_on is None and self.note.starts_at:
            self.note.held_on = self.note.starts_at.date()
        self._own(block, known)

    def _convener(self, block: Block, known: Known) -> None:
        website, name, acronym = (*known.value.split("\n"), "", "", "")[:3]
        said = plain(block)
        if name and not acronym and said != name:
            acronym = said
        if not name and (match := _ACRONYM.fullmatch(said)):
            name, acronym = match["name"], match["acronym"]
        website = website if is_safe_address(website) else ""
        self.note.conveners.append(RecognisedOrganisation(name or said, acronym, website))
        self._own(block, known)

    def _contact(self, block: Block, known: Known) -> None:
        self.note.contact = known.value.removeprefix("mailto:").strip()
        self._own(block, known)

    def _hashtag(self, block: Block, known: Known) -> None:
        self.note.hashtag = known.value.strip().lstrip("#")
        self._own(block, known)

    def _recording(self, block: Block, known: Known) -> None:
        self.note.recording = known.value if is_safe_address(known.value) else ""
        self._own(block, known)

    # --- Sections ---------------------------------------------------------------------------------

    def _heading(self, block: Block, known: Known) -> None:
        section = _section(known.value)
        self.parts[-1].blocks.pop()
        heading = None if isinstance(block, Row) else Paragraph(block.text, block.where)
        self.parts.append(Part(section, heading))
        self.note.sections.append(section)
        self.note.facts.append(RecognisedFact("section", plain(block), block.where, about=section))

    def _text(self, block: Block, known: Known) -> None:
        self.note.texts[_section(known.value)].append(block)

    def _language(self, block: Block, known: Known) -> None:
        self.language = known.value
        self._own(block, known)

    def _question(self, block: Block, known: Known) -> None:
        self.note.questions.append(
            RecognisedQuestion(plain(block), self.note.language, block.where)
        )

    def _quote(self, block: Block, known: Known) -> None:
        quotations = self.note.quotations
        if known.begins or not quotations:
            text = block.text if not isinstance(block, Row) else None
            if text:
                person = RecognisedPerson()
                section = _section(known.value)
                quotations.append(RecognisedQuotation(text, person, section, block.where))
        else:
            quotations[-1] = replace(quotations[-1], more=(*quotations[-1].more, block))

    def _speaker(self, block: Block, known: Known) -> None:
        if self.note.quotations:
            last = self.note.quotations[-1]
            self.note.quotations[-1] = replace(last, speaker=RecognisedPerson(plain(block)))

    def _speaker_position(self, block: Block, known: Known) -> None:
        if self.note.quotations:
            last = self.note.quotations[-1]
            speaker = replace(last.speaker, position=self._detail(block))
            self.note.quotations[-1] = replace(last, speaker=speaker)

    # --- People -----------------------------------------------------------------------------------

    def _people(self, block: Block, known: Known) -> None:
        self.note.facts.append(
            RecognisedFact("label", plain(block), block.where, about="attendees")
        )

    def _group(self, block: Block, known: Known) -> None:
        self.role = next((role for role in _ROLES if role == known.value), "participant")
        self._people(block, known)

    def _person(self, block: Block, known: Known) -> None:
        role = next((role for role in _ROLES if role == known.value), self.role)
        person = RecognisedPerson(plain(block))
        self.note.attendees.append(
            RecognisedAttendee(person, role, block.where, listed=True, agreed=True)
        )

    def _person_details(self, block: Block, known: Known) -> None:
        if known.value:
            last = self.note.attendees[-1]
            person = replace(last.person, position=plain(block))
            self.note.attendees[-1] = replace(last, person=person)
        else:
            self.details[len(self.note.attendees) - 1] = self._detail(block)

    def _affiliation(self, block: Block, known: Known) -> None:
        self.note.attendees[-1] = replace(self.note.attendees[-1], affiliation=plain(block))
        self._own(block, known)

    def _detail(self, block: Block) -> str:
        """Return what is behind a name, without what parts the two."""
        return plain(block).strip(EDGES + self.words.between)

    def _part_affiliations(self) -> None:
        """Part the position of each listed person from the city or organisation behind it."""
        known = {fold(row.name) for row in self.note.rows}
        known |= {fold(name) for one in self.note.conveners for name in (one.name, one.acronym)}
        positions = {
            fold(row.representative.name): row.representative.position for row in self.note.rows
        }
        for at, details in self.details.items():
            attendee = self.note.attendees[at]
            position, affiliation = details, ""
            before, _between, last = details.rpartition(self.words.between)
            if (given := positions.get(fold(attendee.person.name))) and details.startswith(given):
                position = given
                affiliation = details.removeprefix(given).strip(EDGES + self.words.between)
            elif self._is_known(last, known):
                position, affiliation = before, last
            person = replace(attendee.person, position=position)
            self.note.attendees[at] = replace(attendee, person=person, affiliation=affiliation)
            self.note.facts.append(RecognisedFact("own", affiliation, attendee.where))

    def _is_known(self, name: str, known: set[str]) -> bool:
        return fold(name) in known or bool(name and self.gazetteer.find(name))


def _section(name: str) -> Section:
    return next((section for section in SECTIONS if section == name), "introduction")
