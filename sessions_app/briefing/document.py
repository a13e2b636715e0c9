"""The note as a document: what `compose` makes, what an edition freezes, what renderers walk.

Plain dataclasses in one language. No ORM, no HTML, no request; nothing here is looked up later.
Every text carries its own language, because a text that is missing in the note's language
is printed in another. Counts, means, ranks and weekdays are computed, never typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from pydantic import TypeAdapter

from cities.wording.published_row import (
    CityName,
    PublishedPhotograph,
    PublishedQuotation,
    PublishedRow,
)
from llex.core.text import Phrase, RichText
from priorities.results.published import Consultation as Consultation  # noqa: PLC0414
from priorities.results.published import ServiceName as ServiceName  # noqa: PLC0414

SCHEMA: Literal["llex-note/4"] = "llex-note/4"

Role = Literal["chair", "speaker", "city", "partner", "rapporteur", "participant"]
Section = Literal["summary", "introduction", "priorities", "front_line", "vision", "closing"]


@dataclass(frozen=True, slots=True)
class Organisation:
    """A convener or partner. *website* is an address or empty."""

    name: Phrase
    acronym: Phrase | None = None
    website: str = ""


@dataclass(frozen=True, slots=True)
class Logo:
    """The logo of a convener or partner, by the checksum of its files; the size is in pixels."""

    digest: str
    width: int
    height: int
    alternative: Phrase
    website: str = ""


@dataclass(frozen=True, slots=True)
class CoverPicture:
    """The picture on the cover, by the checksum of its files; an ornament has no *alternative*."""

    digest: str
    width: int
    height: int
    alternative: Phrase | None = None
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a series in print, such as “#0b4f6c”; an empty one is the program's."""

    main: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """The series a session belongs to. *hashtag* comes without its sign; *contact* is an e-mail.

    *number* is that under which its publisher counts it.
    """

    slug: str
    title: Phrase
    tagline: Phrase | None = None
    hashtag: str = ""
    contact: str = ""
    conveners: tuple[Organisation, ...] = ()
    issn: str = ""
    number: str = ""
    disclaimer: RichText | None = None
    cover: CoverPicture | None = None
    colours: Colours | None = None


@dataclass(frozen=True, slots=True)
class Credits:
    """The names of those who worked on the note; *translated_by* are those of its language."""

    written_by: tuple[str, ...] = ()
    edited_by: tuple[str, ...] = ()
    translated_by: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.written_by or self.edited_by or self.translated_by)


@dataclass(frozen=True, slots=True)
class GenderSum:
    """How many speakers, five or more, described themselves so."""

    gender: Literal["woman", "man", "other"]
    number: int


@dataclass(frozen=True, slots=True)
class Event:
    """The session itself. *attendance* is a head count, *duration* in minutes.

    *countries* and *continents* are those of the cities of the participants who were present; 0
    where none is known, and in documents of earlier versions. *speaker_genders* are there where the
    series prints them.
    """

    slug: str
    title: Phrase
    starts_at: datetime
    time_zone: str
    number: int | None = None
    duration: int | None = None
    attendance: int | None = None
    countries: int = 0
    continents: int = 0
    recording: str = ""
    speaker_genders: tuple[GenderSum, ...] = ()


@dataclass(frozen=True, slots=True)
class Attendee:
    """A participant who consented to be listed, as of that day."""

    id: int
    name: str
    role: Role
    position: Phrase | None = None
    affiliation: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Quotation(PublishedQuotation):
    """A quotation with its *id*, 0 in documents of before November 2026."""

    section: Section
    id: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """A policy response that a key point rests on."""

    response: int
    city: CityName


@dataclass(frozen=True, slots=True)
class KeyPoint:
    id: int
    text: RichText
    lead: Phrase | None = None
    evidence: tuple[Evidence, ...] = ()

    def cities(self) -> tuple[Evidence, ...]:
        """Return the evidence with each city once, by the first of its responses."""
        first: dict[str, Evidence] = {}
        for evidence in self.evidence:
            first.setdefault(evidence.city.slug, evidence)
        return tuple(first.values())


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis of the shared vision and the theme it leads to. *number* counts from 1."""

    number: int
    statement: Phrase
    heading: Phrase | None = None
    text: RichText | None = None
    points: tuple[KeyPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A city that was in an earlier edition and took its contribution back.

    *former* are other slugs under which earlier editions print it.
    """

    slug: str
    name: Phrase
    day: date
    former: tuple[str, ...] = ()

    def was_in(self, slugs: set[str]) -> bool:
        """Return whether the city is among the *slugs* of an edition."""
        return not slugs.isdisjoint({self.slug, *self.former})


@dataclass(frozen=True, slots=True)
class Document:
    """A whole Briefing & Learning Note in *language*; *languages* are all those it is kept in.

    *summary* are the findings of the note as a numbered list. *withdrawn* are the cities of earlier
    editions that are no longer in it. *logos* are those of conveners and partners that have one.
    """

    language: str
    languages: tuple[str, ...]
    series: Series
    event: Event
    summary: RichText | None = None
    introduction: RichText | None = None
    priorities: RichText | None = None
    front_line: RichText | None = None
    vision: RichText | None = None
    closing: RichText | None = None
    attendees: tuple[Attendee, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    rows: tuple[PublishedRow, ...] = ()
    axes: tuple[Axis, ...] = ()
    withdrawn: tuple[Withdrawal, ...] = ()
    logos: tuple[Logo, ...] = ()
    credits: Credits = Credits()
    schema: Literal["llex-note/1", "llex-note/2", "llex-note/3", "llex-note/4"] = SCHEMA

    def photographs(self) -> tuple[tuple[CityName, PublishedPhotograph], ...]:
        """Return the photographs with their cities, in the order of the table."""
        return tuple((row.city, one) for row in self.rows for one in row.photographs)

    def quotations_in(self, section: Section) -> tuple[Quotation, ...]:
        """Return the quotations set in *section*."""
        return tuple(quotation for quotation in self.quotations if quotation.section == section)

    def partners(self) -> tuple[Phrase, ...]:
        """Return the names of the organisations of listed partners, each once."""
        named = [one.affiliation for one in self.attendees_as("partner") if one.affiliation]
        return tuple(dict.fromkeys(named))

    def attendees_as(self, *roles: Role) -> tuple[Attendee, ...]:
        """Return the listed participants who had one of *roles*."""
        return tuple(attendee for attendee in self.attendees if attendee.role in roles)


@dataclass(frozen=True, slots=True)
class Stamp:
    """The edition of a document. A draft has no stamp.

    *published_at* is in the time zone of the session; *superseded_by* is the number of the current
    edition where that is another one. *redacted_at* is when the name of an erased person was taken
    out, *original_checksum* that of the document as published.
    """

    number: int
    published_at: datetime
    checksum: str
    change_note: Phrase | None = None
    superseded_by: int | None = None
    redacted_at: datetime | None = None
    original_checksum: str = ""


_ADAPTER: TypeAdapter[Document] = TypeAdapter(Document)


def to_data(document: Document) -> dict[str, Any]:
    """Return the document as JSON-ready data."""
    data: dict[str, Any] = _ADAPTER.dump_python(document, mode="json")
    # Left out where there are none, so that notes published before still have their checksums.
    _drop_empty(data["event"], "speaker_genders")
    _drop_empty(data["series"], "issn", "number", "disclaimer", "cover", "colours")
    for quotation in data["quotations"]:
        _drop_empty(quotation, "id")
    for row in data["rows"]:
        _drop_empty(row, "coordinates")
    if not document.credits:
        del data["credits"]
    _drop_empty(data, "logos", "summary")
    return data


def _drop_empty(data: dict[str, Any], *names: str) -> None:
    for name in names:
        if not data[name]:
            del data[name]


def from_data(data: dict[str, Any]) -> Document:
    """Read what `to_data` wrote. Raise pydantic.ValidationError for anything else."""
    return _ADAPTER.validate_python(data, strict=False)
