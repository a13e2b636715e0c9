"""The note as data for the typesetter: plain values, every word and number ready to be printed.

All of it arrives in Typst as JSON strings, which it prints as they are; nothing here is markup.
"""

import math
import re
from typing import Any

from pydantic import TypeAdapter

from cities import photograph_files
from cities.public.city_table import Cell, CityCell, EntriesCell, Entry, TextCell, city_table
from cities.public.facts import Fact
from cities.wording.published_row import CityName, PublishedPhotograph
from llex.core.languages import NO_LANGUAGE, direction, name_of, only_in
from llex.core.text import Inline, Phrase, RichText, Run, to_plain
from priorities.results.published import ConsultationResult
from sessions_app.briefing import anchors, phrases, summary
from sessions_app.briefing.document import (
    Axis,
    Document,
    KeyPoint,
    Quotation,
    Section,
    Stamp,
)
from sessions_app.briefing.render import typst_back_matter as back_matter
from sessions_app.briefing.render import typst_front
from sessions_app.briefing.render.glyphs import printable_values
from sessions_app.briefing.render.typst_map import typst_map
from sessions_app.briefing.render.typst_pictures import typst_colours
from sessions_app.briefing.render.typst_results import typst_results

Data = dict[str, Any]

_TEXT: TypeAdapter[RichText] = TypeAdapter(RichText)
_NODES: TypeAdapter[tuple[Inline, ...]] = TypeAdapter(tuple[Inline, ...])
# A text of fewer characters than this is kept on the page of what it introduces.
_BRIEF = 900
# A row of fewer lines than this is kept on one page: a longer one would leave a hole before it.
_BRIEF_ROW = 18
# About so many characters go into a line of a column, for each unit of its share of the width.
_LINE = 26
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-[a-z]{4})?(?:-(?P<region>[a-z]{2}))?(?![a-z])", re.IGNORECASE
)


def typst_data(document: Document, stamp: Stamp | None) -> Data:
    """Return all that the page needs; call it inside `phrases.activate_language`."""
    return printable_values(_TypstData(document, stamp).data())


def typst_chart_data(document: Document, consultation: ConsultationResult) -> Data:
    """Return what the picture of one chart needs; call it inside `phrases.activate_language`."""
    sheet = _TypstData(document, None)
    return printable_values(
        _frame(document) | {"consultation": typst_results(consultation, sheet.phrase)}
    )


def typst_map_data(document: Document) -> Data | None:
    """Return what the picture of the map needs, in its `map`; None without one."""
    drawn = typst_map(document, _TypstData(document, None).phrase)
    return printable_values(_frame(document) | {"map": drawn}) if drawn else None


def typst_cover_data(document: Document, stamp: Stamp | None) -> Data:
    """Return what the cover of a book needs; call it inside `phrases.activate_language`."""
    sheet = _TypstData(document, stamp)
    return printable_values(_frame(document) | sheet.front())


def _frame(document: Document) -> Data:
    """Return what every template needs."""
    return {
        "language": language_parts(document.language),
        "dir": direction(document.language),
        "labels": phrases.labels(),
        "colours": typst_colours(document),
    }


class _TypstData:
    """One document on its way to paper."""

    def __init__(self, document: Document, stamp: Stamp | None) -> None:
        self.document = document
        self.stamp = stamp

    def data(self) -> Data:
        document = self.document
        return {
            **_frame(document),
            **self.front(),
            "title": phrases.file_title(document),
            "authors": [str(convener.name) for convener in document.series.conveners],
            "keywords": self._keywords(),
            "sections": [self._section(section) for section in phrases.sections(document)],
            "people": back_matter.people(document, self.phrase),
            "people-note": phrases.participants_note(document),
            "index": back_matter.index(document),
            "colophon": back_matter.colophon(document, self.stamp, self._text),
        }

    def front(self) -> Data:
        """Return what is on the cover."""
        return {
            "cover": typst_front.cover(self.document, self.phrase),
            "edition": typst_front.edition(self.stamp, self.phrase),
        }

    def _keywords(self) -> list[str]:
        words = [phrases.publication(), self.document.series.hashtag]
        words += [str(row.city.name) for row in self.document.rows]
        return [word for word in dict.fromkeys(words) if word]

    def _section(self, section: Section) -> Data:
        document = self.document
        text: RichText | None = getattr(document, section)
        data: Data = {
            "kind": section,
            "title": phrases.section_title(section),
            "number": phrases.section_number(document, section),
            "text": self._text(text),
            "brief": len(to_plain(text)) < _BRIEF,
            "quotes": [self._quote(quote) for quote in document.quotations_in(section)],
        }
        if section == "summary":
            data["rated"] = summary.priorities_line(document)
        if section == "priorities":
            data["consultations"] = [
                typst_results(one, self.phrase) for one in document.consultations
            ]
        if section == "front_line":
            data["map"] = typst_map(document, self.phrase)
            data["table"] = self._table() if document.rows else None
            data["photographs"] = [
                self._photograph(city, one) for city, one in document.photographs()
            ]
            data["withdrawn"] = phrases.withdrawals(document.withdrawn)
        if section == "vision":
            data["axes"] = [self._axis(axis) for axis in document.axes]
        return data

    def _quote(self, quote: Quotation) -> Data:
        return {
            "text": self._text(quote.text),
            "speaker": quote.speaker,
            "position": self.phrase(quote.position),
        }

    def _photograph(self, city: CityName, photograph: PublishedPhotograph) -> Data:
        return {
            "digest": photograph.digest,
            "file": photograph_files.file_name(photograph.digest, photograph_files.LARGE),
            "alternative": str(photograph.alternative or ""),
            "caption": self.phrase(photograph.caption),
            "credit": photograph.credit,
            "city": self.phrase(city.name),
        }

    def _table(self) -> Data:
        table = city_table(self.document.language, self.document.rows)
        return {
            "columns": [{"label": one.label, "share": one.share} for one in table.columns],
            "rows": [
                {
                    "anchor": back_matter.anchor(number),
                    "cells": [self._cell(cell) for _column, cell in line.cells],
                    "brief": max(_lines(cell, one.share) for one, cell in line.cells) < _BRIEF_ROW,
                }
                for number, line in enumerate(table.rows)
            ],
        }

    def _cell(self, cell: Cell) -> Data:
        data: Data = {"kind": cell.kind}
        match cell:
            case CityCell(row):
                data |= {
                    "city": self.phrase(row.city.name),
                    "country": self.phrase(row.country),
                    "representative": row.representative,
                    "position": self.phrase(row.position),
                }
            case TextCell(text):
                data["text"] = self.phrase(text)
            case EntriesCell(entries):
                data["entries"] = [self._entry(entry) for entry in entries]
        return data

    def _entry(self, entry: Entry) -> Data:
        return {
            "title": self.phrase(entry.title),
            "text": self._text(entry.text),
            "facts": [
                {
                    "role": fact.role,
                    "label": fact.label,
                    "line": _value(fact),
                    "text": self._text(fact.text),
                }
                for fact in entry.facts
            ],
        }

    def _axis(self, axis: Axis) -> Data:
        return {
            "anchor": anchors.axis_anchor(axis),
            "number": phrases.number(axis.number),
            "statement": self.phrase(axis.statement),
            "heading": self.phrase(axis.heading or axis.statement),
            "text": self._text(axis.text),
            "points": [self._point(point) for point in axis.points],
            "leads": phrases.has_theme(axis),
        }

    def _point(self, point: KeyPoint) -> Data:
        return {
            "lead": self.phrase(point.lead),
            "text": self._text(point.text),
            "evidence": phrases.evidence(point),
        }

    def phrase(self, phrase: Phrase | None) -> Data | None:
        if not phrase:
            return None
        return {"text": phrase.text} | self._tongue(phrase.language, name_of(phrase.language))

    def _text(self, text: RichText | None) -> Data | None:
        if not text:
            return None
        data: Data = _TEXT.dump_python(text, mode="json")
        return {"blocks": data["blocks"]} | self._tongue(text.language, only_in(text.language))

    def _tongue(self, language: str, notice: str) -> Data:
        """Return the language of a text, with a notice where it is not that of the document."""
        foreign = language != self.document.language
        return {"language": language_parts(language), "notice": notice if foreign else ""}


def _lines(cell: Cell, share: float) -> int:
    """Return about how many lines *cell* has in a column of that *share* of the width."""
    texts: list[str] = []
    for entry in cell.entries if isinstance(cell, EntriesCell) else ():
        texts += (str(entry.title or ""), *to_plain(entry.text).split("\n"))
        texts += (f"{one.label} {one.line()} {to_plain(one.text)}" for one in entry.facts)
    return sum(math.ceil(len(text) / (share * _LINE)) for text in texts)


def _value(fact: Fact) -> list[Data]:
    """Return the values of a fact as nodes, the addresses in them as links."""
    if any(value.text.language == NO_LANGUAGE for value in fact.values):
        nodes = tuple(node for value in fact.values for node in value.nodes())
    else:
        nodes = (Run(fact.line()),) if fact.values else ()
    return _NODES.dump_python(nodes, mode="json")


def language_parts(code: str) -> list[str]:
    """Return the ISO 639 code and, where there is one, the region of a BCP 47 code."""
    found = _TAG.match(code)
    if not found:
        return ["und", ""]
    return [found["language"].lower(), (found["region"] or "").upper()]
