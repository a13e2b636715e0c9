"""The facts that a note tells beside its texts, as lines: people, dates, figures, sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

from cities.public.city_table import EntriesCell, Entry, city_table
from llex.core.languages.phrases import join_items, labelled
from llex.core.text import Phrase
from sessions_app.briefing import phrases, result_texts
from sessions_app.briefing.document import Document
from sessions_app.briefing.imprint import colophon, imprint_title
from sessions_app.briefing.result_tables import Cell, Typed, result_table
from sessions_app.briefing.text_locations import city_place

Kind = Literal["event", "participants", "row", "entry", "results", "imprint"]


@dataclass(frozen=True, slots=True)
class FactLines:
    """The *lines* about one thing, at a *place* in the active language.

    *key* is the same in every edition and language: an id, a slug or a code, "" for the only one.
    """

    place: str
    kind: Kind
    key: int | str
    lines: tuple[str, ...]


def fact_lines(document: Document) -> Iterator[FactLines]:
    """Yield what readers are told beside the texts, in the order of the note."""
    yield FactLines(_("Session"), "event", "", tuple(_event(document)))
    for result in document.consultations:
        if result.has_results:
            lines = [result_texts.outcome(result)]
            lines += [_line(row.cells) for row in result_table(result).rows]
            place = _("Results of the consultation")
            yield FactLines(place, "results", result.code, tuple(lines))
    for row in city_table(document.language, document.rows).rows:
        place, slug = city_place(row.row.city.name), row.row.city.slug
        yield FactLines(place, "row", slug, (row.row.representative,))
        for _column, cell in row.cells:
            for entry in cell.entries if isinstance(cell, EntriesCell) else ():
                yield FactLines(place, "entry", entry.anchor, tuple(_entry(entry)))
    if document.attendees:
        people = tuple(
            labelled(heading, one.name)
            for heading, group in phrases.groups(document)
            for one in group
        )
        yield FactLines(_("Participants"), "participants", "", people)
    made = tuple(labelled(line.label, line.text) for line in colophon(document))
    yield FactLines(imprint_title(), "imprint", "", made)


def _entry(entry: Entry) -> Iterator[str]:
    for fact in entry.facts:
        if values := join_items(str(one.text) for one in fact.values):
            yield labelled(fact.label, values) if fact.label else values


def _event(document: Document) -> Iterator[str]:
    event = document.event
    yield phrases.day(event)
    yield event.starts_at.strftime("%H:%M")
    for number, counted in phrases.event_figures(document):
        yield f"{number} {counted}"
    if event.recording:
        yield event.recording


def _line(cells: tuple[Cell, ...]) -> str:
    return join_items(text for cell in cells if (text := _cell(cell)))


def _cell(cell: Cell) -> str:
    if isinstance(cell, Phrase):
        return str(cell)
    return cell.text if isinstance(cell, Typed) else cell
