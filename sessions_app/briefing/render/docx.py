"""The note as a Word file: real headings, lists, links and tables, in the language of each text."""

from io import BytesIO
from typing import Final

from docx.table import _Cell

from llex.core.languages.phrases import join_items
from llex.core.text import Run
from sessions_app.briefing import phrases, updates
from sessions_app.briefing.document import (
    Axis,
    Challenge,
    CityRow,
    Consultation,
    Document,
    KeyPoint,
    Quotation,
    Response,
    Section,
    ServiceName,
    Stamp,
)
from sessions_app.briefing.render.word.body import Writer
from sessions_app.briefing.render.word.results import write_results
from sessions_app.briefing.render.word.styles import SMALL
from sessions_app.briefing.render.word.title_page import write_front
from sessions_app.briefing.render.word.xml import clean

# The widths of the city table's columns, in millimetres.
_CITY_WIDTHS: Final = (38, 72, 56)


def render(document: Document, stamp: Stamp | None) -> bytes:
    """Return *document* as DOCX; without a stamp it is marked as a draft."""
    writer = Writer(document.language)
    with phrases.activate_language(document):
        write_front(writer, document, stamp)
        _Body(writer, document).write()
    target = BytesIO()
    writer.file.save(target)
    return target.getvalue()


class _Body:
    """The sections of one document, on their way into a Word file."""

    def __init__(self, writer: Writer, document: Document) -> None:
        self.writer = writer
        self.document = document
        self.words = phrases.labels()

    def write(self) -> None:
        for section in phrases.sections(self.document):
            self._section(section)
        self._people()

    def _section(self, section: Section) -> None:
        number = phrases.section_number(self.document, section)
        title = phrases.section_title(section)
        self.writer.heading(f"{number}. {title}" if number else title, 1)
        self.writer.rich(getattr(self.document, section))
        if section == "priorities":
            for consultation in self.document.consultations:
                self._consultation(consultation)
        if section == "front_line":
            if self.document.rows:
                self._cities()
            for line in updates.withdrawals(self.document.withdrawn):
                self.writer.line(line, SMALL)
        if section == "vision":
            self._vision()
        for quotation in self.document.quotations_in(section):
            self._quotation(quotation)

    def _quotation(self, quotation: Quotation) -> None:
        self.writer.rich(quotation.text, style="Quote")
        speaker = self.writer.paragraph(SMALL)
        self.writer.run(speaker, f"— {quotation.speaker}", bold=True)
        if quotation.position:
            self.writer.run(speaker, self.words["between"])
            self.writer.phrase(speaker, quotation.position)

    def _consultation(self, consultation: Consultation) -> None:
        writer = self.writer
        writer.phrase_heading(consultation.question, 2)
        if consultation.has_results:
            write_results(writer, self.document, consultation)
        if consultation.caveat:
            writer.phrase(writer.paragraph(SMALL), consultation.caveat, notice=True)

    def _cities(self) -> None:
        heads = (self.words["city"], self.words["responses"], self.words["challenges"])
        table = self.writer.table(heads, _CITY_WIDTHS)
        for row in self.document.rows:
            city, responses, challenges = self.writer.row(table)
            self._city(city, row)
            for response in row.responses:
                self._response(responses, response)
            for challenge in row.challenges:
                self._challenge(challenges, challenge)
            for cell in (responses, challenges):
                self.writer.close(cell)

    def _city(self, cell: _Cell, row: CityRow) -> None:
        writer = self.writer
        writer.phrase(writer.first(cell), row.city.name, bold=True)
        if row.country:
            writer.phrase(writer.paragraph(SMALL, cell), row.country)
        if row.representative:
            writer.line(row.representative, where=cell)
        if row.position:
            writer.phrase(writer.paragraph(SMALL, cell), row.position)

    def _response(self, cell: _Cell, response: Response) -> None:
        writer = self.writer
        if response.title:
            writer.phrase(writer.paragraph(where=cell), response.title, notice=True, bold=True)
        writer.rich(response.text, cell)
        for fact in (phrases.since(response), phrases.answers(self.document, response)):
            if fact:
                writer.line(fact, SMALL, cell)
        self._services(cell, response.services)
        if response.source:
            writer.address(writer.labelled(self.words["source"], cell), response.source)
        if response.update:
            writer.run(writer.paragraph(SMALL, cell), updates.update(response), bold=True)
            writer.rich(response.update.text, cell)

    def _challenge(self, cell: _Cell, challenge: Challenge) -> None:
        self.writer.rich(challenge.text, cell)
        self._services(cell, challenge.services)
        if answered := phrases.answered(challenge):
            self.writer.line(answered, SMALL, cell)

    def _services(self, cell: _Cell, services: tuple[ServiceName, ...]) -> None:
        if services:
            names = join_items(str(service.name) for service in services)
            self.writer.run(self.writer.labelled(self.words["services"], cell), names)

    def _vision(self) -> None:
        for axis in self.document.axes:
            paragraph = self.writer.paragraph()
            self.writer.run(paragraph, f"{phrases.number(axis.number)}  ", bold=True)
            statement = (Run(clean(axis.statement.text)),)
            if phrases.has_theme(axis):
                anchor = f"#{phrases.axis_anchor(axis)}"
                self.writer.link(paragraph, anchor, statement, axis.statement.language)
            else:
                self.writer.phrase(paragraph, axis.statement, notice=True)
        for axis in filter(phrases.has_theme, self.document.axes):
            self._theme(axis)

    def _theme(self, axis: Axis) -> None:
        title = axis.heading or axis.statement
        self.writer.phrase_heading(title, 2, bookmark=phrases.axis_anchor(axis))
        self.writer.rich(axis.text)
        for point in axis.points:
            self._point(point)

    def _point(self, point: KeyPoint) -> None:
        if point.lead:
            self.writer.phrase_heading(point.lead, 3)
        self.writer.rich(point.text)
        if evidence := phrases.evidence(point):
            self.writer.line(evidence, SMALL)

    def _people(self) -> None:
        groups = phrases.groups(self.document)
        if groups:
            self.writer.heading(self.words["participants"], 1)
        for heading, people in groups:
            self.writer.heading(heading, 2)
            for person in people:
                paragraph = self.writer.paragraph("List Bullet")
                self.writer.run(paragraph, person.name, bold=True)
                for detail in (person.position, person.affiliation):
                    if detail:
                        self.writer.run(paragraph, self.words["between"])
                        self.writer.phrase(paragraph, detail)
