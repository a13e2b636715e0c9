"""The texts of a note as its rules read them: plain, in their own language, side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

from cities.directory import gazetteer
from cities.models import Place
from llex.core.text import RichText, to_plain
from llex.core.text.sentences import paragraphs, sentences
from sessions_app.briefing.document import Document
from sessions_app.briefing.preflight.findings import Finding, Severity
from sessions_app.briefing.preflight.names_in_prose import NamesInProse
from sessions_app.briefing.text_locations import SECTION_FIELDS, Target, Text, texts_named_in

# Fields of a session that are a section of its note, without the summary.
_SECTIONS = frozenset(SECTION_FIELDS.values())
_BRACKETS = re.compile(r"\s*\([^()]*\)")
# Names, which are in no language of their own.
_NAMES = frozenset({"city", "service", "participants", "participant"})
# What a series has besides names and a tagline.
_SERIES_PROSE = frozenset({"disclaimer", "cover_alternative"})
_EXCERPT = 60


@dataclass(frozen=True)
class CheckedText:
    """A text of the note in *language*; *position* counts all texts of the note, in each language.

    *place* is what readers call where it is, *target* the field that it comes from.
    """

    position: int
    language: str
    place: str
    target: Target
    text: Text

    @cached_property
    def plain(self) -> str:
        """Return the text without markup."""
        return to_plain(self.text) if isinstance(self.text, RichText) else self.text.text

    @cached_property
    def sentences(self) -> list[str]:
        """Return its sentences."""
        return list(sentences(self.plain))

    @cached_property
    def paragraphs(self) -> list[str]:
        """Return its paragraphs and lines."""
        return paragraphs(self.plain)

    @property
    def is_section(self) -> bool:
        """Return whether it is the text of a section, the summary among them."""
        return self.target.kind == "session" and self.target.field in _SECTIONS

    @property
    def is_prose(self) -> bool:
        """Return whether it is prose, not a name or a person's position."""
        target = self.target
        if target.kind == "series":
            return target.field in _SERIES_PROSE
        is_position = target.kind == "contribution" and target.field == "representative"
        return target.kind not in _NAMES and not is_position

    @property
    def is_name(self) -> bool:
        """Return whether it is the name of a city or a service."""
        return self.target.kind in ("city", "service")

    @property
    def is_entry(self) -> bool:
        """Return whether it is a measure, a challenge or a key point."""
        return self.target.kind in ("response", "challenge", "point") and isinstance(
            self.text, RichText
        )

    @property
    def key(self) -> tuple[str, str]:
        """Return by what a text is recognised in several languages."""
        return (str(self.position), self.language)

    def finding(
        self,
        code: str,
        message: str,
        *,
        severity: Severity = "warning",
        excerpt: str = "",
        values: tuple[object, ...] = (),
    ) -> Finding:
        """Return a finding about this text, or about *excerpt* in it.

        *values* are what else it depends on, the same whatever the active language.
        """
        around = next((one for one in self.paragraphs if excerpt and excerpt in one), self.plain)
        return Finding(
            severity, code, self.language, self.place, message, self.target,
            passage=excerpt or self.plain, context=around, values=values,
        )  # fmt: skip


class CheckedNote:
    """The documents of one note, the main language first, and their texts.

    Places are named in the active language, if the note has it.
    """

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self.documents = documents
        self.shown = documents.get(get_language() or "") or self.main

    @property
    def main(self) -> Document:
        """Return the document in the main language."""
        return next(iter(self.documents.values()))

    @cached_property
    def day(self) -> date:
        """Return the day of the session where it was held."""
        event = self.main.event
        return event.starts_at.astimezone(ZoneInfo(event.time_zone)).date()

    @cached_property
    def passages(self) -> list[CheckedText]:
        """Return the texts of all languages that are not only there instead of a translation."""
        return [one for code in self.documents for one in self._of(code)]

    @cached_property
    def prose(self) -> list[CheckedText]:
        """Return the texts that are prose."""
        return [one for one in self.passages if one.is_prose]

    @cached_property
    def names_in(self) -> dict[str, set[str]]:
        """Return the names of persons, cities and organisations by language."""
        return {code: set(_names(document)) for code, document in self.documents.items()}

    @cached_property
    def places(self) -> dict[str, list[Place]]:
        """Return the places that each name of a city of the table may mean; one query.

        A name with brackets is also there without them.
        """
        rows = [row for document in self.documents.values() for row in document.rows]
        names = {row.city.name.text for row in rows}
        return gazetteer.find_each(names | set(map(without_brackets, names)))

    @cached_property
    def written_names(self) -> NamesInProse:
        """Return the names that its texts write with capitals."""
        return NamesInProse(self.passages)

    def pairs(self) -> Iterator[tuple[CheckedText, CheckedText]]:
        """Yield each text of the main language with the same text in another one."""
        main = self.main.language
        lengths = {code: self._lengths[code] for code in self.documents}
        first = {one.position: one for one in self.passages if one.language == main}
        for one in self.passages:
            # Where one has more texts, nobody knows which is which.
            if one.language != main and lengths[one.language] == lengths[main]:
                source = first.get(one.position)
                if source is not None:
                    yield source, one

    @cached_property
    def versions(self) -> list[dict[str, CheckedText]]:
        """Return each text in all its languages."""
        found: dict[int, dict[str, CheckedText]] = {}
        for one in self.passages:
            if self._lengths[one.language] == self._lengths[self.main.language]:
                found.setdefault(one.position, {})[one.language] = one
        return list(found.values())

    def texts_in(self, code: str) -> list[CheckedText]:
        """Return all texts of a language, those that are there instead of a translation, too."""
        return self._texts[code]

    @cached_property
    def _texts(self) -> dict[str, list[CheckedText]]:
        return {
            code: [
                CheckedText(position, code, one.place, one.target, one.text)
                for position, one in enumerate(texts_named_in(self.shown, document))
            ]
            for code, document in self.documents.items()
        }

    @cached_property
    def _lengths(self) -> dict[str, int]:
        return {code: len(found) for code, found in self._texts.items()}

    def _of(self, code: str) -> Iterator[CheckedText]:
        for one in self._texts[code]:
            if one.text and one.text.language == code:
                yield one


def shortened(text: str) -> str:
    """Return *text* as a message shows it: in one line, and not too long."""
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT else f"{line[:_EXCERPT].rstrip()}…"


def _names(document: Document) -> Iterator[str]:
    yield from (attendee.name for attendee in document.attendees)
    yield from (row.representative for row in document.rows if row.representative)
    yield from (quotation.speaker for quotation in document.quotations)
    yield from (row.city.name.text for row in document.rows)
    for organisation in document.series.conveners:
        yield organisation.name.text


def without_brackets(name: str) -> str:
    """Return the name of a city without what is in brackets: “San José (CR)” is San José."""
    return _BRACKETS.sub("", name)
