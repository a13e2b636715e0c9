"""The passages of a note that can be commented on, each at its anchor in the page of the note."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from llex.core.text import Phrase, to_plain
from sessions_app.briefing import anchors, phrases
from sessions_app.briefing.document import Document
from sessions_app.briefing.text_locations import (
    SECTION_FIELDS,
    Target,
    Text,
    axis_place,
    city_place,
    section_text,
)

_EXCERPT: Final = 300
# The anchor of remarks on the note as a whole.
WHOLE: Final = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the note: its *place* in the active language, its text, and where it is edited."""

    anchor: str
    place: str
    text: str
    target: Target

    @property
    def excerpt(self) -> str:
        """Return the beginning of the text, in one line."""
        return str(Truncator(" ".join(self.text.split())).chars(_EXCERPT))


def passages(document: Document) -> dict[str, Passage]:
    """Return the passages in the order of the note, by anchor; the note as a whole comes first."""
    return {passage.anchor: passage for passage in _all(document)}


def _all(document: Document) -> Iterator[Passage]:
    yield Passage(WHOLE, _("The whole note"), "", Target("session"))
    title = document.event.title.text
    yield Passage("title", _("Title"), title, Target("session", field="title"))
    for section in phrases.sections(document):
        text = section_text(document, section)
        target = Target("session", field=SECTION_FIELDS[section])
        yield _passage(section, phrases.section_title(section), text, target=target)
    yield from _quotations(document)
    for number, consultation in enumerate(document.consultations, start=1):
        target = Target("consultations", field="question")
        place = _("Consultation")
        yield _passage(f"question-{number}", place, consultation.question, target=target)
    yield from _cities(document)
    yield from _vision(document)
    if document.attendees:
        names = "\n".join(person.name for person in document.attendees)
        yield Passage("participants", _("Participants"), names, Target("participants"))


def _quotations(document: Document) -> Iterator[Passage]:
    for quotation in document.quotations:
        place = _("Quotation of %(speaker)s") % {"speaker": quotation.speaker}
        anchor = anchors.quotation_anchor(document, quotation)
        yield _passage(anchor, place, quotation.text, target=Target("quotations"))


def _cities(document: Document) -> Iterator[Passage]:
    for row in document.rows:
        place, slug = city_place(row.city.name), row.city.slug
        name = "\n".join(filter(None, [row.city.name.text, row.representative]))
        yield Passage(f"city-{slug}", place, name, Target("contribution", slug))
        for number, response in enumerate(row.responses, start=1):
            label = _("response %(number)s") % {"number": phrases.number(number)}
            target = Target("response", response.id, "text")
            anchor, named = f"response-{response.id}", f"{place} · {label}"
            yield _passage(anchor, named, response.title, response.text, target=target)
        for number, challenge in enumerate(row.challenges, start=1):
            label = _("challenge %(number)s") % {"number": phrases.number(number)}
            target = Target("challenge", challenge.id, "text")
            anchor = f"challenge-{challenge.id}"
            yield _passage(anchor, f"{place} · {label}", challenge.text, target=target)


def _vision(document: Document) -> Iterator[Passage]:
    for axis in document.axes:
        place = axis_place(axis.number)
        target = Target("axis", axis.number, "statement")
        if phrases.has_theme(axis):
            anchor, heading = anchors.axis_anchor(axis), axis.heading or axis.statement
            yield _passage(anchor, place, heading, axis.text, target=target)
        for number, point in enumerate(axis.points, start=1):
            label = _("key point %(number)s") % {"number": phrases.number(number)}
            target = Target("point", point.id, "text")
            anchor, named = f"point-{point.id}", f"{place} · {label}"
            yield _passage(anchor, named, point.lead, point.text, target=target)


def _passage(anchor: str, place: str, *texts: Text | None, target: Target) -> Passage:
    plain = (text.text if isinstance(text, Phrase) else to_plain(text) for text in texts if text)
    return Passage(anchor, place, "\n".join(plain), target)
