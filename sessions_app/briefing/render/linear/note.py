"""The walk through a note: all its words in reading order, written in a format's markup.

The cities are set under headings: their texts hold paragraphs and lists, which no cell of a table
of characters can, and nothing of them may be lost.
"""

from collections.abc import Iterator
from itertools import chain

from cities.public.city_table import CityCell, EntriesCell, Entry, TextCell, city_table
from cities.public.facts import Fact
from cities.wording.published_row import PublishedRow
from llex.core.languages import name_of, only_in
from llex.core.languages.phrases import comma
from llex.core.text import Phrase, RichText
from llex.core.text.links import href_of
from llex.core.text.normalization import clean_line
from llex.core.text.parse import link_addresses
from sessions_app.briefing import phrases, summary
from sessions_app.briefing.document import (
    Attendee,
    Axis,
    Consultation,
    Document,
    KeyPoint,
    Organisation,
    Quotation,
    Section,
    Stamp,
)
from sessions_app.briefing.render.linear.markup import Markup
from sessions_app.briefing.render.linear.results import results


def blocks(document: Document, stamp: Stamp | None, markup: Markup) -> list[str]:
    """Return the blocks of *document*, in its language; without a stamp it is marked as a draft."""
    with phrases.activate_language(document):
        return [block for block in _LinearNote(document, stamp, markup).blocks() if block]


class _LinearNote:
    """One document, block by block."""

    def __init__(self, document: Document, stamp: Stamp | None, markup: Markup) -> None:
        self.document = document
        self.stamp = stamp
        self.markup = markup
        self.words = phrases.labels()

    def blocks(self) -> Iterator[str]:
        yield from self._head()
        for section in phrases.sections(self.document):
            yield from self._section(section)
        yield from self._people()

    def _head(self) -> Iterator[str]:
        document, series, markup = self.document, self.document.series, self.markup
        publication = markup.text(phrases.publication())
        yield markup.heading(1, self._phrase(document.event.title) or publication)
        yield markup.paragraph(markup.emphasis(publication))
        yield markup.paragraph(markup.text(phrases.session_number(document.event)))
        yield markup.lines(
            self._phrase(series.title, notice=True), self._phrase(series.tagline, notice=True)
        )
        yield markup.paragraph(markup.strong(markup.text(phrases.day(document.event))))
        yield markup.lines(*map(self._organisation, series.conveners))
        if document.logos:
            names = " · ".join(self._phrase(one.alternative) for one in document.logos)
            yield self._labelled("logos", names)
        yield from self._edition()
        figures = phrases.figures(document)
        yield markup.listing(markup.text(f"{number} {label}") for number, label in figures)
        yield from self._imprint()

    def _edition(self) -> Iterator[str]:
        markup, stamp = self.markup, self.stamp
        edition = markup.text(phrases.edition(stamp))
        yield markup.paragraph(edition if stamp else markup.strong(edition))
        if stamp and (superseded := phrases.superseded(stamp)):
            yield markup.paragraph(markup.strong(markup.text(superseded)))
        if stamp and stamp.change_note:
            yield self._labelled("change", self._phrase(stamp.change_note))

    def _imprint(self) -> Iterator[str]:
        series, event, text = self.document.series, self.document.event, self.markup.text
        yield self._labelled("contact", text(series.contact))
        yield self._labelled("follow", series.hashtag and text(f"#{series.hashtag}"))
        yield self._labelled("recording", self.markup.nodes(link_addresses(event.recording)))
        yield self._labelled("checksum", self.stamp.checksum if self.stamp else "")

    def _section(self, section: Section) -> Iterator[str]:
        document, markup = self.document, self.markup
        number = phrases.section_number(document, section)
        yield markup.heading(2, markup.text(phrases.section_title(section)), number)
        yield self._text(getattr(document, section))
        if section == "summary":
            yield markup.paragraph(markup.text(summary.priorities_line(document)))
        if section == "priorities":
            yield from chain.from_iterable(map(self._consultation, document.consultations))
        if section == "front_line":
            yield from self._cities()
            yield from self._photographs()
            for line in phrases.withdrawals(document.withdrawn):
                yield markup.paragraph(markup.text(line))
        if section == "vision":
            yield from self._vision()
        yield from map(self._quotation, document.quotations_in(section))

    def _quotation(self, quotation: Quotation) -> str:
        markup = self.markup
        speaker = markup.strong(markup.text(quotation.speaker))
        if quotation.position:
            speaker += markup.text(self.words["between"]) + self._phrase(quotation.position)
        return markup.quoted([self._text(quotation.text), markup.paragraph(f"— {speaker}")])

    def _consultation(self, consultation: Consultation) -> Iterator[str]:
        yield self.markup.heading(3, self._phrase(consultation.question, notice=True))
        if consultation.has_results:
            yield from results(consultation, self.markup, self._phrase)
        yield self.markup.paragraph(self._phrase(consultation.caveat, notice=True))

    def _cities(self) -> Iterator[str]:
        markup = self.markup
        for line in city_table(self.document.language, self.document.rows).rows:
            for column, cell in line.cells:
                match cell:
                    case CityCell():
                        yield from self._city(cell.row)
                    case TextCell() if cell.text:
                        yield markup.labelled(column.label, self._phrase(cell.text))
                    case EntriesCell() if cell.entries:
                        yield markup.heading(4, markup.text(column.label))
                        yield markup.items(map(self._entry, cell.entries))

    def _photographs(self) -> Iterator[str]:
        """Yield what is to be seen on each photograph, its caption and its credit."""
        markup = self.markup
        if photographs := self.document.photographs():
            yield markup.heading(3, markup.text(self.words["photographs"]))
        for city, one in photographs:
            name = markup.strong(self._phrase(city.name))
            credit = self._labelled("photograph", markup.text(one.credit))
            yield markup.photograph(one)
            seen = self._phrase(one.alternative, notice=True)
            yield markup.lines(name, seen, self._phrase(one.caption, notice=True), credit)

    def _city(self, row: PublishedRow) -> Iterator[str]:
        markup = self.markup
        yield markup.heading(3, self._phrase(row.city.name))
        representative = row.representative and markup.strong(markup.text(row.representative))
        yield markup.lines(self._phrase(row.country), representative, self._phrase(row.position))

    def _entry(self, entry: Entry) -> Iterator[str]:
        markup = self.markup
        if entry.title:
            yield markup.paragraph(markup.strong(self._phrase(entry.title, notice=True)))
        yield self._text(entry.text)
        yield markup.lines(
            *(self._fact(fact) for fact in entry.facts if not fact.text and fact.values)
        )
        for fact in entry.facts:
            if fact.text or not fact.values:
                yield markup.paragraph(markup.strong(markup.text(fact.label)))
                yield self._text(fact.text)

    def _fact(self, fact: Fact) -> str:
        """Return a fact as a line."""
        value = self.markup.text(comma()).join(
            self.markup.nodes(value.nodes()) for value in fact.values
        )
        return self.markup.labelled(fact.label, value) if fact.label else value

    def _vision(self) -> Iterator[str]:
        axes = self.document.axes
        statements = (self._phrase(axis.statement, notice=True) for axis in axes)
        yield self.markup.listing(statements, is_numbered=True)
        for axis in filter(phrases.has_theme, axes):
            yield from self._theme(axis)

    def _theme(self, axis: Axis) -> Iterator[str]:
        yield self.markup.heading(3, self._phrase(axis.heading or axis.statement, notice=True))
        yield self._text(axis.text)
        yield self.markup.items(map(self._point, axis.points))

    def _point(self, point: KeyPoint) -> Iterator[str]:
        markup = self.markup
        if point.lead:
            yield markup.paragraph(markup.strong(self._phrase(point.lead, notice=True)))
        yield self._text(point.text)
        yield markup.paragraph(markup.text(phrases.evidence(point)))

    def _people(self) -> Iterator[str]:
        markup, groups = self.markup, phrases.groups(self.document)
        if groups:
            yield markup.heading(2, markup.text(self.words["participants"]))
            yield markup.paragraph(markup.text(phrases.participants_note(self.document)))
        for heading, people in groups:
            yield markup.heading(3, markup.text(heading))
            yield markup.listing(map(self._person, people))

    def _person(self, person: Attendee) -> str:
        details = map(self._phrase, (person.position, person.affiliation))
        name = self.markup.strong(self.markup.text(person.name))
        return self.markup.text(self.words["between"]).join(filter(None, (name, *details)))

    def _organisation(self, organisation: Organisation) -> str:
        name = self._phrase(organisation.name)
        if organisation.acronym:
            name += f" ({self._phrase(organisation.acronym)})"
        address = href_of(organisation.website)
        return self.markup.link(name, address) if address else name

    def _phrase(self, phrase: Phrase | None, *, notice: bool = False) -> str:
        """Return a line; with *notice* it names a language that is not the note's."""
        if not phrase:
            return ""
        text = self.markup.text(clean_line(phrase.text), phrase.language)
        if notice and phrase.language != self.document.language:
            name = self.markup.text(name_of(phrase.language), phrase.language)
            return f"{text} ({name})"
        return text

    def _text(self, text: RichText | None) -> str:
        return rich_in(self.document, text, self.markup) if text else ""

    def _labelled(self, key: str, value: str) -> str:
        return self.markup.labelled(self.words[key], value) if value else ""


def rich_in(document: Document, text: RichText, markup: Markup) -> str:
    """Return a text of *document*; one in another language says so."""
    written = markup.rich(text)
    if text.language == document.language:
        return written
    notice = markup.paragraph(markup.emphasis(markup.text(only_in(text.language))))
    return f"{notice}\n\n{written}"
