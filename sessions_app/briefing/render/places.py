"""Every text that is printed from a note, with the place where an organiser would look for it."""

from collections.abc import Iterator
from typing import cast, get_args

from django.utils.translation import gettext as _

from llex.text import Phrase, RichText, to_plain
from sessions_app.briefing import wording
from sessions_app.briefing.document import (
    Axis,
    CityRow,
    Consultation,
    Document,
    Organisation,
    Section,
    Stamp,
)

Place = tuple[str, str]


def texts(document: Document) -> Iterator[Place]:
    """Yield place and text, in the order of the note; places are named in the active language."""
    yield from _head(document)
    for section in cast(tuple[Section, ...], get_args(Section)):
        where = wording.section_title(section)
        yield from _each(where, getattr(document, section))
        for quotation in document.quotations_in(section):
            quote = _("%(place)s, quotation of %(name)s") % {
                "place": where,
                "name": quotation.speaker,
            }
            yield from _each(quote, quotation.speaker, quotation.position, quotation.text)
    for consultation in document.consultations:
        yield from _consultation(consultation)
    for row in document.rows:
        yield from _row(row)
    for axis in document.axes:
        yield from _axis(axis)
    for person in document.attendees:
        where = _("Participant %(name)s") % {"name": person.name}
        yield from _each(where, person.name, person.position, person.affiliation)


def stamp_texts(stamp: Stamp) -> Iterator[Place]:
    """Yield what an edition adds."""
    yield from _each(_("Change note"), stamp.change_note)


def _each(where: str, *values: Phrase | RichText | str | None) -> Iterator[Place]:
    for value in values:
        if value:
            yield where, to_plain(value) if isinstance(value, RichText) else str(value)


def _head(document: Document) -> Iterator[Place]:
    series = document.series
    yield from _each(_("Title of the session"), document.event.title)
    yield from _each(_("Series"), series.title, series.tagline, series.hashtag, series.contact)
    for organisation in series.conveners:
        yield from _organisation(organisation)


def _organisation(organisation: Organisation) -> Iterator[Place]:
    where = _("Convener %(name)s") % {"name": organisation.name}
    yield from _each(where, organisation.name, organisation.acronym)


def _consultation(consultation: Consultation) -> Iterator[Place]:
    where = _("Consultation")
    yield from _each(
        where, consultation.question, consultation.low, consultation.high, consultation.caveat
    )
    for item in consultation.items:
        yield from _each(where, item.service.name)


def _row(row: CityRow) -> Iterator[Place]:
    city = {"city": row.city.name}
    yield from _each(
        _("City table, %(city)s") % city,
        row.city.name,
        row.country,
        row.representative,
        row.position,
    )
    for number, response in enumerate(row.responses, start=1):
        where = _("City table, %(city)s, policy response %(number)s") % {**city, "number": number}
        yield from _each(where, response.title, response.text, response.source)
        for service in response.services:
            yield from _each(where, service.name)
    for number, challenge in enumerate(row.challenges, start=1):
        where = _("City table, %(city)s, challenge %(number)s") % {**city, "number": number}
        yield from _each(where, challenge.text)
        for service in challenge.services:
            yield from _each(where, service.name)
        for name in challenge.answered_by:
            yield from _each(where, name.name)


def _axis(axis: Axis) -> Iterator[Place]:
    where = _("Axis %(number)s") % {"number": axis.number}
    yield from _each(where, axis.statement, axis.heading, axis.text)
    for number, point in enumerate(axis.points, start=1):
        place = _("%(axis)s, key point %(number)s") % {"axis": where, "number": number}
        yield from _each(place, point.lead, point.text)
        for item in point.evidence:
            yield from _each(place, item.city.name)
