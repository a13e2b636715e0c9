"""The recognised note, as plain dataclasses without the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal, get_args

from sessions_app.briefing.document import Role, Section
from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Block, Dropped, Heading, Item, Paragraph

SECTIONS: Final[tuple[Section, ...]] = get_args(Section)
# What a draft holds in another form than the words of the file.
FactKind = Literal[
    "city",
    "date",
    "publication",
    "hashtag",
    "section",
    "column",
    "country",
    "number",
    "label",
    "own",
]


@dataclass(frozen=True, slots=True)
class RecognisedFact:
    """Words that the draft holds as a fact: it computes them anew wherever it prints them.

    *about* is what the words stand for: a section, a column, or what *kind* says. *own* are words
    of a file that the site wrote itself, such as labels.
    """

    kind: FactKind
    text: str
    where: int
    about: str = ""


@dataclass(frozen=True, slots=True)
class LeftoverText:
    """A piece of the file that was not recognised, kept as text in *section*."""

    section: Section
    text: str
    where: int


@dataclass(frozen=True, slots=True)
class RecognisedQuestion:
    """The question of a consultation, in its own language. *quoted*: a text has its words too."""

    text: str
    language: str
    where: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class RecognisedPlace:
    """A city as the gazetteer has it. *country* is a code of two letters."""

    name: str
    country: str
    geoname_id: int
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, slots=True)
class RecognisedPerson:
    """A name and a position, as they are written."""

    name: str = ""
    position: str = ""


NOBODY: Final = RecognisedPerson()


AnswerKind = Literal["response", "challenge"]


@dataclass(slots=True)
class RecognisedAnswer:
    """A policy response or a challenge.

    All but its *blocks* is only in files of our own: *services* as slugs, where they are known, and
    names; *key* and the keys that it *answers* as the file has them; the *language* of its texts
    where that is not the note's.
    """

    kind: AnswerKind
    blocks: list[Block] = field(default_factory=list)
    title: str = ""
    services: tuple[tuple[str, str], ...] = ()
    since: date | None = None
    source: str = ""
    key: str = ""
    answers: tuple[str, ...] = ()
    language: str = ""
    # The cities that the file joins it with, where it does not say with what of theirs.
    cities: tuple[str, ...] = ()


@dataclass(slots=True)
class RecognisedCityRow:
    """A row of the city table. *name* is the city's, as it is written; *place* what it is."""

    name: str
    where: int
    place: RecognisedPlace | None = None
    country: str = ""
    representative: RecognisedPerson = NOBODY
    responses: tuple[FormattedText, ...] = ()
    challenges: tuple[FormattedText, ...] = ()
    # Those of a file of our own.
    own_answers: list[RecognisedAnswer] = field(default_factory=list)

    def answers(self, kind: AnswerKind) -> list[RecognisedAnswer]:
        """Return its policy responses or challenges."""
        texts = self.responses if kind == "response" else self.challenges
        plain = [RecognisedAnswer(kind, [Paragraph(text, self.where)]) for text in texts]
        return plain + [one for one in self.own_answers if one.kind == kind]


@dataclass(frozen=True, slots=True)
class CountryQuestion:
    """A city whose country is to be confirmed or chosen.

    *country* is the code of the one it has, "" for none; *likely* are those with such a place.
    """

    city: str
    where: int
    country: str
    likely: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecognisedQuotation:
    text: FormattedText
    speaker: RecognisedPerson
    section: Section
    where: int
    more: tuple[Block, ...] = ()

    @property
    def blocks(self) -> list[Block]:
        """Return its paragraphs."""
        return [Paragraph(self.text, self.where), *self.more]


@dataclass(frozen=True, slots=True)
class RecognisedAttendee:
    """A person who took part. *listed* people are in a list, and nowhere else in the draft."""

    person: RecognisedPerson
    role: Role
    where: int
    listed: bool = False
    affiliation: str = ""
    # Named in a published note of ours, which names those who agreed to it.
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """When the note says that it was published or changed, which need not be the session's day."""

    day: date
    text: str
    where: int


@dataclass(frozen=True, slots=True)
class RecognisedOrganisation:
    """A convener of the series."""

    name: str
    acronym: str = ""
    website: str = ""


@dataclass(slots=True)
class RecognisedPoint:
    """A key point. *lead* is empty where it has none."""

    lead: str
    blocks: list[Block]
    where: int
    # The keys of the responses it rests on, in a file of our own.
    evidence: tuple[str, ...] = ()
    # The cities of those responses, where the file does not say which.
    cities: tuple[str, ...] = ()


@dataclass(slots=True)
class RecognisedTheme:
    """An axis and the theme it leads to; either may be missing."""

    statement: str = ""
    heading: str = ""
    blocks: list[Block] = field(default_factory=list)
    points: list[RecognisedPoint] = field(default_factory=list)
    where: int = 0


@dataclass(slots=True)
class ImportedNote:
    """A note, recognised. Texts are blocks; names, titles and headings are plain lines.

    *dropped* is what organisers left out, besides what the file has that is no part of a note.
    """

    language: str
    series_title: str = ""
    tagline: str = ""
    title: str = ""
    number: int | None = None
    held_on: date | None = None
    published: list[PublicationDate] = field(default_factory=list)
    hashtag: str = ""
    contact: str = ""
    attendance: int | None = None
    # Only files of our own say these: when it began, where, for how many minutes; its recording.
    starts_at: datetime | None = None
    time_zone: str = ""
    duration: int | None = None
    recording: str = ""
    conveners: list[RecognisedOrganisation] = field(default_factory=list)
    texts: dict[Section, list[Block]] = field(
        default_factory=lambda: {section: [] for section in SECTIONS}
    )
    sections: list[Section] = field(default_factory=list)
    questions: list[RecognisedQuestion] = field(default_factory=list)
    rows: list[RecognisedCityRow] = field(default_factory=list)
    themes: list[RecognisedTheme] = field(default_factory=list)
    quotations: list[RecognisedQuotation] = field(default_factory=list)
    attendees: list[RecognisedAttendee] = field(default_factory=list)
    facts: list[RecognisedFact] = field(default_factory=list)
    kept: list[LeftoverText] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    # What the cells of a city's row are, by the place of the row.
    columns: dict[int, Sequence[str | None]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    country_questions: list[CountryQuestion] = field(default_factory=list)

    def keep(self, section: Section, block: Block) -> Block:
        """Note that *block* was not recognised and stays in *section*; return it as text."""
        if isinstance(block, Heading):
            block = Paragraph(block.text.bold(), block.where)
        if isinstance(block, Paragraph | Item):
            self.kept.append(LeftoverText(section, str(block.text), block.where))
        return block

    def line(self, prose: FormattedText, section: Section, where: int) -> str:
        """Return *prose* as a plain line; a link, which a line cannot hold, is kept as text."""
        for span in prose.spans:
            if span.href:
                block = Paragraph(FormattedText((span,)), where)
                self.texts[section].append(self.keep(section, block))
        return str(prose)
