"""Every text of a document with the place where a reader finds it."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from cities.wording.answer_fields import (
    CHALLENGE_FIELDS,
    RESPONSE_FIELDS,
    AnswerField,
    printed,
    translated,
    untranslated,
)
from cities.wording.published_row import PublishedChallenge, PublishedResponse, PublishedRow
from llex.core.text import Phrase, RichText
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Axis, Consultation, Document

Text = Phrase | RichText


def texts(document: Document) -> Iterator[tuple[str, Text]]:
    """Yield (place, text) in the order of the note; places are named in the active language.

    Acronyms are left out: they are often the same, or none, in another language.
    """
    yield _("Title"), document.event.title
    yield _("Series"), document.series.title
    if document.series.tagline:
        yield _("Tagline of the series"), document.series.tagline
    for organisation in document.series.conveners:
        yield _("Conveners"), organisation.name
    yield from _sections(document)
    for consultation in document.consultations:
        yield from _consultation(consultation)
    for row in document.rows:
        yield from _row(row)
    for axis in document.axes:
        yield from _axis(axis)
    for attendee in document.attendees:
        for text in (attendee.position, attendee.affiliation):
            if text:
                yield _("Participant %(name)s") % {"name": attendee.name}, text


def texts_named_in(shown: Document, document: Document) -> list[tuple[str, Text]]:
    """Return (place, text) of *document*, with cities and people named as in *shown*.

    Both are of one note. Where they differ in the number of texts, *document* keeps its own names.
    """
    places = [place for place, _text in texts(shown)]
    found = list(texts(document))
    if len(places) != len(found):
        return found
    return [(place, text) for place, (_place, text) in zip(places, found, strict=True)]


def typed_values(
    entry: PublishedResponse | PublishedChallenge, fields: Iterable[AnswerField]
) -> list[str]:
    """Return the values of an entry that are the same in every language, as typed."""
    values = (getattr(entry, field.name) for field in untranslated(printed(fields)))
    return [value for value in values if isinstance(value, str)]


def _sections(document: Document) -> Iterator[tuple[str, Text]]:
    parts = {
        "introduction": document.introduction,
        "priorities": document.priorities,
        "front_line": document.front_line,
        "vision": document.vision,
        "closing": document.closing,
    }
    for section, text in parts.items():
        if text:
            yield phrases.section_title(section), text  # type: ignore[arg-type]
    for quotation in document.quotations:
        place = _("Quotation of %(speaker)s") % {"speaker": quotation.speaker}
        yield place, quotation.text
        if quotation.position:
            yield place, quotation.position


def _consultation(consultation: Consultation) -> Iterator[tuple[str, Text]]:
    place = _("Consultation")
    yield place, consultation.question
    if consultation.reopened:
        yield _("Reason for reopening"), consultation.reopened.reason
    for text in (*consultation.scale_ends(), consultation.caveat):
        if text:
            yield place, text
    for service in consultation.services():
        yield place, service.name


def _row(row: PublishedRow) -> Iterator[tuple[str, Text]]:
    place = _("City table, %(city)s") % {"city": row.city.name}
    yield place, row.city.name
    if row.position:
        # Translated in the list of participants, not with the texts of the city.
        yield f"{place} · {_('Position of the representative')}", row.position
    for response in row.responses:
        yield from _entry(place, response, RESPONSE_FIELDS)
    for challenge in row.challenges:
        yield from _entry(place, challenge, CHALLENGE_FIELDS)


def _entry(
    place: str, entry: PublishedResponse | PublishedChallenge, fields: Iterable[AnswerField]
) -> Iterator[tuple[str, Text]]:
    for field in translated(printed(fields)):
        text: Text | None = getattr(entry, field.name)
        if text is not None:
            yield place, text
    if isinstance(entry, PublishedResponse) and entry.update and entry.update.text:
        yield place, entry.update.text
    for service in entry.services:
        yield place, service.name


def _axis(axis: Axis) -> Iterator[tuple[str, Text]]:
    place = _("Axis %(number)s") % {"number": phrases.number(axis.number)}
    for text in (axis.statement, axis.heading, axis.text):
        if text:
            yield place, text
    for point in axis.points:
        if point.lead:
            yield place, point.lead
        if point.text:
            yield place, point.text
