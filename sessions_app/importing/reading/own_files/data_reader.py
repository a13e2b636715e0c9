"""Our own JSON in, blocks with their parts out: the document has everything by its name."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from pydantic import ValidationError

from cities.wording.published_row import PublishedChallenge, PublishedResponse, PublishedRow
from llex.core import languages
from llex.core.text import Block as TextBlock
from llex.core.text import Bullets, Phrase, RichText
from llex.core.text import Paragraph as TextParagraph
from sessions_app.briefing.document import Axis, Document, from_data
from sessions_app.briefing.phrases import section_title, sections
from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading.blocks import Reading
from sessions_app.importing.reading.own_files import parts
from sessions_app.importing.reading.own_files.nodes import Node
from sessions_app.importing.reading.own_files.parts import PartWriter
from sessions_app.importing.words import count

_SCHEMA: Final = re.compile(r"llex-note/\d+")
# Texts that are words of the note beside those that name their language.
_WORDS: Final = frozenset({"name", "representative", "speaker", "credit", "hashtag", "contact"})


def read(text: str) -> Reading:
    """Read *text*. Raise ImportRefused for JSON that is no note of ours."""
    try:
        data = json.loads(text)
        note = data["note"]
        schema = str(note["schema"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ImportRefused(
            _("This JSON is not the file of a note: it has no note with a schema.")
        ) from error
    try:
        document = from_data(note)
    except (ValidationError, RecursionError) as error:
        raise ImportRefused(
            _("The note in this JSON does not follow its schema, %(schema)s.")
            % {"schema": schema[:40]}
        ) from error
    if document.language not in languages.CODES:
        raise ImportRefused(
            _("The note is in a language that this site has not: %(language)s.")
            % {"language": languages.name_of(document.language)}
        )
    writer = PartWriter(document.language)
    writer.reading.words += Counter(count(_words(note)))
    with translation.override(document.language):
        _DataReader(writer, document).read()
    for holder, known in ((note, _PARTS), (note["series"], _SERIES)):
        for name in holder.keys() - known:
            writer.out(parts.of_edition(), *_words(holder[name], name))
    for consultation in document.consultations:
        writer.out(parts.result(), *_words(_data(consultation, note)))
    return writer.close()


def _data(consultation: Any, note: dict[str, Any]) -> Any:
    """Return a consultation as the file has it, without the question."""
    found = next(
        one
        for one in note["consultations"]
        if one["question"]["text"] == str(consultation.question)
    )
    return {name: value for name, value in found.items() if name != "question"}


def _words(value: Any, name: str = "") -> Iterator[str]:
    """Yield the texts of a note; what only programs read is none."""
    if isinstance(value, dict):
        is_phrase = set(value) == {"language", "text"}
        if is_phrase or value.get("kind") == "text":
            yield value["text"]
        elif "children" in value:
            yield "".join(word for child in value["children"] for word in _words(child))
        else:
            for key, inner in value.items():
                yield from _words(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner, name)
    elif isinstance(value, str) and name in _WORDS:
        yield value


_SERIES: Final = frozenset({"title", "tagline", "hashtag", "contact", "conveners"})
_PARTS: Final = frozenset(
    {"series", "event", "summary", "introduction", "priorities", "front_line", "vision", "closing",
     "attendees", "quotations", "consultations", "rows", "axes", "withdrawn", "logos"}
)  # fmt: skip


class _DataReader:
    def __init__(self, writer: PartWriter, document: Document) -> None:
        self.writer = writer
        self.document = document

    def read(self) -> None:
        """Read the document in the order of the note."""
        self._front()
        document = self.document
        for section in sections(document):
            self._put("heading", section_title(section), section)
            self._prose("text", getattr(document, section), section)
            if section == "priorities":
                for consultation in document.consultations:
                    self._put("question", str(consultation.question))
            elif section == "front_line":
                self._front_line()
            elif section == "vision":
                self._vision()
            for quotation in document.quotations_in(section):
                self._prose("quote", quotation.text, section, begins=True)
                self._put("speaker", quotation.speaker)
                self._put("speaker_position", quotation.position)
        self._people()

    def _front_line(self) -> None:
        for row in self.document.rows:
            self._city(row)
        for withdrawal in self.document.withdrawn:
            self.writer.out(parts.computed(), str(withdrawal.name))

    def _vision(self) -> None:
        for axis in self.document.axes:
            self._put("axis", str(axis.statement))
        for axis in self.document.axes:
            self._theme(axis)

    def _front(self) -> None:
        series, event = self.document.series, self.document.event
        self._put("title", event.title)
        self._put("series", series.title)
        self._put("tagline", series.tagline)
        zone, duration = event.time_zone, event.duration or ""
        started = f"{event.starts_at.isoformat()} {zone} {duration}".strip()
        self._put("date", event.starts_at.date().isoformat(), started)
        if event.number is not None:
            self._put("number", str(event.number), str(event.number))
        if event.attendance:
            self._put("attendance", str(event.attendance), str(event.attendance))
        for one in series.conveners:
            acronym = str(one.acronym or "")
            said = f"{one.name} ({acronym})" if acronym else str(one.name)
            self._put("convener", said, f"{one.website}\n{one.name}\n{acronym}")
        self._put("contact", series.contact, series.contact)
        self._put("hashtag", series.hashtag and f"#{series.hashtag}", series.hashtag)
        self._put("recording", event.recording, event.recording)
        for logo in self.document.logos:
            self.writer.out(parts.computed(), str(logo.alternative))

    def _city(self, row: PublishedRow) -> None:
        self._put("city", row.city.name, row.country_code)
        self._put("country", row.country, row.country_code)
        self._put("representative", row.representative)
        self._put("position", row.position)
        for response in row.responses:
            self._entry(f"response {response.id}", response, response.title)
            if response.since:
                self._put("since", response.since.isoformat(), response.since.isoformat())
            self._put("source", response.source, response.source)
            if response.answers:
                ids = " ".join(map(str, response.answers))
                self._put("answers", ids, ids)
            if response.update:
                self.writer.out(
                    parts.update(), *(node.text for node in nodes_of(response.update.text))
                )
        for challenge in row.challenges:
            self._entry(f"challenge {challenge.id}", challenge, None)
            for city in challenge.answered_by:
                self.writer.out(parts.computed(), str(city.name))
        for photograph in row.photographs:
            said = (photograph.alternative, photograph.caption, photograph.credit)
            self.writer.out(parts.photograph(), *(str(text) for text in said if text))

    def _entry(
        self, key: str, entry: PublishedResponse | PublishedChallenge, title: Phrase | None
    ) -> None:
        if title:
            self._put("entry_title", title, key, begins=True)
        self._prose("entry", entry.text, key, begins=not title)
        if entry.services:
            value = "\n".join(f"{one.slug}\t{one.name}" for one in entry.services)
            self._put("services", " ".join(str(one.name) for one in entry.services), value)

    def _theme(self, axis: Axis) -> None:
        if not (axis.heading or axis.text or axis.points):
            return
        self._put("theme", axis.heading or axis.statement, str(axis.number))
        self._prose("theme_text", axis.text)
        for point in axis.points:
            self._put("lead", point.lead, str(point.id), begins=True)
            self._prose("point", point.text, str(point.id), begins=not point.lead)
            if point.evidence:
                names = " ".join(str(one.city.name) for one in point.evidence)
                self._put("evidence", names, " ".join(str(one.response) for one in point.evidence))

    def _people(self) -> None:
        for person in self.document.attendees:
            self._put("person", person.name, person.role)
            self._put("person_details", person.position, "position")
            self._put("affiliation", person.affiliation)

    def _put(
        self, part: Any, text: Phrase | str | None, value: str = "", *, begins: bool = False
    ) -> None:
        self.writer.put(part, FormattedText.plain(str(text or "")), value, begins=begins)

    def _prose(
        self, part: Any, text: RichText | None, value: str = "", *, begins: bool = False
    ) -> None:
        if text and text.language != self.document.language:
            notice = languages.only_in(text.language)
            self._put("language", notice, text.language)
        self.writer.prose(part, nodes_of(text), value, begins=begins)


def nodes_of(text: RichText | None) -> list[Node]:
    """Return the paragraphs, lists and tables of a text."""
    return list(_nodes(text.blocks)) if text else []


def _nodes(blocks: Iterable[TextBlock]) -> Iterator[Node]:
    for block in blocks:
        if isinstance(block, TextParagraph):
            yield Node("paragraph", [FormattedText.of_nodes(block.children)])
        elif isinstance(block, Bullets):
            items = [list(_nodes(item.blocks)) for item in block.items]
            yield Node("list", start=block.start, items=items)
        else:
            rows = [[FormattedText.of_nodes(cell) for cell in row] for row in block.rows]
            yield Node("table", rows=rows)
