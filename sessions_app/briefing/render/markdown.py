"""The note as Markdown (CommonMark with tables).

The consultation is a table of numbers. The cities are set under headings instead: their texts hold
paragraphs and lists, which no cell of a Markdown table can, and nothing of them may be lost.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from cities.public.city_table import CityCell, EntriesCell, Entry, TextCell, city_table
from cities.public.facts import Fact
from cities.wording.published_row import PublishedRow
from llex.core.languages import name_of, only_in
from llex.core.languages.phrases import comma
from llex.core.text import Phrase, RichText, to_markdown
from llex.core.text.links import href_of
from llex.core.text.markdown import escape, inlines_to_markdown
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
from sessions_app.briefing.render.markdown_results import results


def render(document: Document, stamp: Stamp | None) -> bytes:
    """Return *document* as UTF-8 Markdown; without a stamp it is marked as a draft."""
    with phrases.activate_language(document):
        blocks = list(_Markdown(document, stamp).blocks())
    return ("\n\n".join(block for block in blocks if block) + "\n").encode()


class _Markdown:
    """One document, block by block; blocks are parted by a blank line."""

    def __init__(self, document: Document, stamp: Stamp | None) -> None:
        self.document = document
        self.stamp = stamp
        self.words = phrases.labels()

    def blocks(self) -> Iterator[str]:
        yield from self._head()
        for section in phrases.sections(self.document):
            yield from self._section(section)
        yield from self._people()

    def _head(self) -> Iterator[str]:
        document, series = self.document, self.document.series
        yield f"# {self._phrase(document.event.title) or escape(phrases.publication())}"
        yield f"*{escape(phrases.publication())}*"
        yield _lines(
            self._phrase(series.title, notice=True), self._phrase(series.tagline, notice=True)
        )
        yield f"**{escape(phrases.day(document.event))}**"
        yield _lines(*map(self._organisation, series.conveners))
        if document.logos:
            names = " · ".join(self._phrase(one.alternative) for one in document.logos)
            yield self._labelled("logos", names)
        yield from self._standing()
        figures = [f"- {number} {label}" for number, label in phrases.figures(document)]
        yield "\n".join(figures)
        yield from self._imprint()

    def _standing(self) -> Iterator[str]:
        edition = escape(phrases.edition(self.stamp))
        yield edition if self.stamp else f"**{edition}**"
        if self.stamp and (superseded := phrases.superseded(self.stamp)):
            yield f"**{escape(superseded)}**"
        if self.stamp and self.stamp.change_note:
            yield self._labelled("change", self._phrase(self.stamp.change_note))

    def _imprint(self) -> Iterator[str]:
        series, event = self.document.series, self.document.event
        yield self._labelled("contact", escape(series.contact))
        yield self._labelled("follow", series.hashtag and escape(f"#{series.hashtag}"))
        yield self._labelled("recording", _address(event.recording))
        yield self._labelled("checksum", self.stamp.checksum if self.stamp else "")

    def _section(self, section: Section) -> Iterator[str]:
        number = phrases.section_number(self.document, section)
        title = escape(phrases.section_title(section))
        yield f"## {number}\\. {title}" if number else f"## {title}"
        yield self._text(getattr(self.document, section))
        if section == "summary":
            yield escape(summary.priorities_line(self.document))
        if section == "priorities":
            yield from chain.from_iterable(map(self._consultation, self.document.consultations))
        if section == "front_line":
            yield from self._cities()
            yield from self._photographs()
            yield from map(escape, phrases.withdrawals(self.document.withdrawn))
        if section == "vision":
            yield from self._vision()
        yield from map(self._quotation, self.document.quotations_in(section))

    def _quotation(self, quotation: Quotation) -> str:
        speaker = f"**{escape(quotation.speaker)}**"
        if quotation.position:
            speaker += escape(self.words["between"]) + self._phrase(quotation.position)
        return _quoted(f"{self._text(quotation.text)}\n\n— {speaker}")

    def _consultation(self, consultation: Consultation) -> Iterator[str]:
        yield f"### {self._phrase(consultation.question, notice=True)}"
        if consultation.has_results:
            yield from results(consultation, self._phrase)
        yield self._phrase(consultation.caveat, notice=True)

    def _cities(self) -> Iterator[str]:
        for line in city_table(self.document.language, self.document.rows).rows:
            for column, cell in line.cells:
                match cell:
                    case CityCell():
                        yield from self._city(cell.row)
                    case TextCell() if cell.text:
                        yield _labelled(column.label, self._phrase(cell.text))
                    case EntriesCell() if cell.entries:
                        yield f"#### {escape(column.label)}"
                        yield _items(map(self._entry, cell.entries))

    def _photographs(self) -> Iterator[str]:
        """Yield what is to be seen on each photograph, its caption and its credit."""
        if photographs := self.document.photographs():
            yield f"### {escape(self.words['photographs'])}"
        for city, one in photographs:
            name = f"**{self._phrase(city.name)}**"
            credit = self._labelled("photograph", escape(one.credit))
            seen = self._phrase(one.alternative, notice=True)
            yield _lines(name, seen, self._phrase(one.caption, notice=True), credit)

    def _city(self, row: PublishedRow) -> Iterator[str]:
        yield f"### {self._phrase(row.city.name)}"
        representative = row.representative and f"**{escape(row.representative)}**"
        yield _lines(self._phrase(row.country), representative, self._phrase(row.position))

    def _entry(self, entry: Entry) -> Iterator[str]:
        yield f"**{self._phrase(entry.title, notice=True)}**" if entry.title else ""
        yield self._text(entry.text)
        yield _lines(*(_fact(fact) for fact in entry.facts if not fact.text and fact.values))
        for fact in entry.facts:
            if fact.text or not fact.values:
                yield f"**{escape(fact.label)}**"
                yield self._text(fact.text)

    def _vision(self) -> Iterator[str]:
        axes = self.document.axes
        yield "\n".join(
            f"{axis.number}. {self._phrase(axis.statement, notice=True)}" for axis in axes
        )
        for axis in filter(phrases.has_theme, axes):
            yield from self._theme(axis)

    def _theme(self, axis: Axis) -> Iterator[str]:
        yield f"### {self._phrase(axis.heading or axis.statement, notice=True)}"
        yield self._text(axis.text)
        yield _items(map(self._point, axis.points))

    def _point(self, point: KeyPoint) -> Iterator[str]:
        yield f"**{self._phrase(point.lead, notice=True)}**" if point.lead else ""
        yield self._text(point.text)
        yield escape(phrases.evidence(point))

    def _people(self) -> Iterator[str]:
        groups = phrases.groups(self.document)
        if groups:
            yield f"## {escape(self.words['participants'])}"
            yield escape(phrases.participants_note(self.document))
        for heading, people in groups:
            yield f"### {escape(heading)}"
            yield "\n".join(map(self._person, people))

    def _person(self, person: Attendee) -> str:
        details = map(self._phrase, (person.position, person.affiliation))
        name = f"**{escape(person.name)}**"
        return "- " + escape(self.words["between"]).join(filter(None, (name, *details)))

    def _organisation(self, organisation: Organisation) -> str:
        name = self._phrase(organisation.name)
        if organisation.acronym:
            name += f" ({self._phrase(organisation.acronym)})"
        if address := href_of(organisation.website):
            return f"[{name}](<{address}>)"
        return name

    def _phrase(self, phrase: Phrase | None, *, notice: bool = False) -> str:
        """Return a line; with *notice* it names a language that is not the note's."""
        if not phrase:
            return ""
        text = escape(clean_line(phrase.text))
        if notice and phrase.language != self.document.language:
            return f"{text} ({escape(name_of(phrase.language))})"
        return text

    def _text(self, text: RichText | None) -> str:
        if not text:
            return ""
        markdown = to_markdown(text, line_end="\\\n")
        if text.language == self.document.language:
            return markdown
        return f"*{escape(only_in(text.language))}*\n\n{markdown}"

    def _labelled(self, key: str, value: str) -> str:
        return _labelled(self.words[key], value)


def _labelled(label: str, value: str) -> str:
    return f"**{escape(label)}** {value}" if value else ""


def _fact(fact: Fact) -> str:
    """Return a fact as a line."""
    nodes = (inlines_to_markdown(value.nodes()) for value in fact.values)
    value = escape(comma()).join(nodes)
    return _labelled(fact.label, value) if fact.label else value


def _lines(*lines: str) -> str:
    """Return *lines* as one paragraph in which each keeps its line."""
    return "\\\n".join(filter(None, lines))


def _items(items: Iterable[Iterable[str]]) -> str:
    """Return a list; each of *items* is a run of blocks."""
    bodies = ("\n\n".join(filter(None, blocks)) for blocks in items)
    return "\n\n".join("- " + re.sub(r"\n(?=[^\n])", "\n  ", body) for body in bodies)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _address(value: str) -> str:
    """Return a line, the addresses in it as links."""
    return inlines_to_markdown(link_addresses(value))
