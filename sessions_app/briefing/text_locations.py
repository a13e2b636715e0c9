"""Every text of a document, with the place where a reader finds it and the field it comes from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext as _

from cities.wording.answer_fields import (
    CHALLENGE_FIELDS,
    PHOTOGRAPH_FIELDS,
    RESPONSE_FIELDS,
    AnswerField,
    printed,
    translated,
    untranslated,
)
from cities.wording.published_row import PublishedChallenge, PublishedResponse, PublishedRow
from llex.core.text import Phrase, RichText, to_plain
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Axis, Consultation, Document, Section, Series

Text = Phrase | RichText

# The field of a session that holds the text of each section, by the section's name.
SECTION_FIELDS: Final[dict[Section, str]] = {
    "summary": "summary",
    "introduction": "introduction",
    "priorities": "priorities_text",
    "front_line": "front_line_text",
    "vision": "vision_text",
    "closing": "closing_text",
}

# Fields of an answer that a note prints in each language.
_RESPONSE_TEXTS: Final = translated(printed(RESPONSE_FIELDS))
_CHALLENGE_TEXTS: Final = translated(printed(CHALLENGE_FIELDS))


@dataclass(frozen=True, slots=True)
class Target:
    """The row to edit so that a text changes, as far as a document knows it, and its *field*.

    *key* is a primary key, a slug (cities, contributions by city, services), the number of an axis,
    or nothing where the session has but one of the kind or the document does not know which. Of a
    translation it is the key of a `SessionText`, and the field is its language.
    """

    kind: Literal[
        "session", "series", "quotations", "consultations", "service", "city", "contribution",
        "response", "challenge", "axis", "point", "participants", "participant", "translation",
    ]  # fmt: skip
    key: int | str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A text, and its *place* in the active language."""

    place: str
    text: Text
    target: Target

    @property
    def plain(self) -> str:
        """Return the text without markup."""
        return to_plain(self.text) if isinstance(self.text, RichText) else self.text.text


def texts(document: Document) -> Iterator[Location]:
    """Yield the texts in the order of the note; places are named in the active language.

    Acronyms are left out: they are often the same, or none, in another language.
    """
    yield Location(_("Title"), document.event.title, Target("session", field="title"))
    yield from _series(document.series)
    yield from _sections(document)
    for consultation in document.consultations:
        yield from _consultation(consultation)
    for row in document.rows:
        yield from _row(row)
    for axis in document.axes:
        yield from _axis(axis)
    for attendee in document.attendees:
        place = _("Participant %(name)s") % {"name": attendee.name}
        target = Target("participant", attendee.id, "position")
        for text in (attendee.position, attendee.affiliation):
            if text:
                yield Location(place, text, target)


def texts_named_in(shown: Document, document: Document) -> list[Location]:
    """Return the texts of *document*, with cities and people named as in *shown*.

    Both are of one note. Where they differ in the number of texts, *document* keeps its own names.
    """
    named = list(texts(shown))
    found = list(texts(document))
    if len(named) != len(found):
        return found
    return [
        Location(name.place, one.text, one.target) for name, one in zip(named, found, strict=True)
    ]


def typed_values(
    entry: PublishedResponse | PublishedChallenge, fields: Iterable[AnswerField]
) -> list[str]:
    """Return the values of an entry that are the same in every language, as typed."""
    values = (getattr(entry, field.name) for field in untranslated(printed(fields)))
    return [value for value in values if isinstance(value, str)]


def city_place(city: object) -> str:
    """Return the place of a city's row in the note."""
    return _("City table, %(city)s") % {"city": city}


def axis_place(number: int) -> str:
    """Return the place of an axis in the note."""
    return _("Axis %(number)s") % {"number": phrases.number(number)}


def section_text(document: Document, section: Section) -> RichText | None:
    """Return the text that introduces a section."""
    text: RichText | None = getattr(document, section)
    return text


def _series(series: Series) -> Iterator[Location]:
    yield Location(_("Series"), series.title, Target("series", field="title"))
    if series.tagline:
        place = _("Tagline of the series")
        yield Location(place, series.tagline, Target("series", field="tagline"))
    if series.disclaimer:
        target = Target("series", field="disclaimer")
        yield Location(_("Disclaimer"), series.disclaimer, target)
    if series.cover and series.cover.alternative:
        target = Target("series", field="cover_alternative")
        yield Location(_("Cover picture"), series.cover.alternative, target)
    for organisation in series.conveners:
        yield Location(_("Conveners"), organisation.name, Target("series", field="conveners"))


def _sections(document: Document) -> Iterator[Location]:
    for section, field in SECTION_FIELDS.items():
        if text := section_text(document, section):
            yield Location(phrases.section_title(section), text, Target("session", field=field))
    target = Target("quotations")
    for quotation in document.quotations:
        place = _("Quotation of %(speaker)s") % {"speaker": quotation.speaker}
        yield Location(place, quotation.text, target)
        if quotation.position:
            yield Location(place, quotation.position, Target("participants"))


def _consultation(consultation: Consultation) -> Iterator[Location]:
    place, target = _("Consultation"), Target("consultations", field="question")
    yield Location(place, consultation.question, target)
    if consultation.reopened:
        place_of_reason = _("Reason for reopening")
        target = Target("consultations", field="reopen_reason")
        yield Location(place_of_reason, consultation.reopened.reason, target)
    for text in (*consultation.scale_ends(), consultation.caveat):
        if text:
            yield Location(place, text, Target("consultations"))
    for service in consultation.services():
        yield Location(place, service.name, Target("service", service.slug, "name"))


def _row(row: PublishedRow) -> Iterator[Location]:
    place, slug = city_place(row.city.name), row.city.slug
    yield Location(place, row.city.name, Target("city", slug, "name"))
    if row.position:
        # Translated in the list of participants, not with the texts of the city.
        label = f"{place} · {_('Position of the representative')}"
        yield Location(label, row.position, Target("contribution", slug, "representative"))
    for response in row.responses:
        yield from _entry(place, response, _RESPONSE_TEXTS, "response")
    for challenge in row.challenges:
        yield from _entry(place, challenge, _CHALLENGE_TEXTS, "challenge")
    for photograph in row.photographs:
        for field in translated(PHOTOGRAPH_FIELDS):
            if text := getattr(photograph, field.name):
                yield Location(place, text, Target("contribution", slug, "photographs"))


def _entry(
    place: str,
    entry: PublishedResponse | PublishedChallenge,
    fields: Iterable[AnswerField],
    kind: Literal["response", "challenge"],
) -> Iterator[Location]:
    for field in fields:
        text: Text | None = getattr(entry, field.name)
        if text is not None:
            yield Location(place, text, Target(kind, entry.id, field.name))
    if isinstance(entry, PublishedResponse) and entry.update and entry.update.text:
        yield Location(place, entry.update.text, Target(kind, entry.id))
    for service in entry.services:
        yield Location(place, service.name, Target("service", service.slug, "name"))


def _axis(axis: Axis) -> Iterator[Location]:
    place = axis_place(axis.number)
    for field in ("statement", "heading", "text"):
        if text := getattr(axis, field):
            yield Location(place, text, Target("axis", axis.number, field))
    for point in axis.points:
        for field in ("lead", "text"):
            if text := getattr(point, field):
                yield Location(place, text, Target("point", point.id, field))
