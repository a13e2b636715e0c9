"""The note as a Word file: real headings, lists, links and tables, in the language of each text."""

from collections.abc import Iterable
from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from cities import photograph_files
from cities.public.city_table import Cell, CityCell, EntriesCell, Entry, TextCell, city_table
from cities.public.facts import Fact, FactValue, WebNoteFacts, arranged
from cities.wording.published_row import CityName, PublishedPhotograph, PublishedRow
from llex.core.languages import NO_LANGUAGE
from llex.core.languages.phrases import comma, join_items
from llex.core.text import Run
from sessions_app.briefing import anchors, phrases, summary
from sessions_app.briefing.document import (
    Axis,
    Consultation,
    Document,
    KeyPoint,
    Quotation,
    Section,
    Stamp,
)
from sessions_app.briefing.render.docx.body import Writer
from sessions_app.briefing.render.docx.city_index import write_city_index
from sessions_app.briefing.render.docx.contents import write_contents
from sessions_app.briefing.render.docx.imprint import write_imprint
from sessions_app.briefing.render.docx.pictures import add_picture
from sessions_app.briefing.render.docx.results import write_results
from sessions_app.briefing.render.docx.styles import HEAD, SMALL, colours_of
from sessions_app.briefing.render.docx.title_page import write_front
from sessions_app.briefing.render.docx.xml import clean
from sessions_app.briefing.render.pdf import draw_map
from sessions_app.briefing.render.typst_back_matter import anchor as row_anchor
from sessions_app.briefing.render.typst_data import typst_map_data

# The width of the city table, in millimetres.
_TABLE_WIDTH: Final = 166
# The width of photographs, in millimetres.
_WIDE: Final = 110
_UPRIGHT: Final = 70


def render(document: Document, stamp: Stamp | None) -> bytes:
    """Return *document* as DOCX; without a stamp it is marked as a draft."""
    writer = Writer(document.language, colours_of(document.series))
    with phrases.activate_language(document):
        write_front(writer, document, stamp)
        above = writer.file.paragraphs[-1]
        _Body(writer, document).write()
        write_city_index(writer, document)
        write_imprint(writer, document, stamp)
        has_picture = document.series.cover is not None
        write_contents(writer, phrases.labels()["contents"], above, on_new_page=has_picture)
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
        if section == "summary" and (line := summary.priorities_line(self.document)):
            self.writer.line(line, SMALL)
        if section == "priorities":
            for consultation in self.document.consultations:
                self._consultation(consultation)
        if section == "front_line":
            self._map()
            if self.document.rows:
                self._cities()
            for city, photograph in self.document.photographs():
                self._photograph(city, photograph)
            for line in phrases.withdrawals(self.document.withdrawn):
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

    def _map(self) -> None:
        """Set the map of the cities, and the key to the numbers on it."""
        sheet = typst_map_data(self.document)
        if sheet is None:
            return
        writer, drawn = self.writer, sheet["map"]
        writer.line(drawn["title"], HEAD)
        add_picture(writer, draw_map(sheet), drawn["width"], drawn["alternative"])
        if not drawn["key"]:
            return
        key = writer.paragraph(SMALL)
        for one in drawn["key"]:
            names = join_items(name["text"] for name in one["names"])
            writer.run(key, f"{one['number']} ", bold=True)
            writer.run(key, f"{names}   ")

    def _cities(self) -> None:
        rows = self.document.rows
        facts = WebNoteFacts(self.document.language, rows)
        table = city_table(self.document.language, rows, facts)
        whole = sum(column.share for column in table.columns)
        widths = [_TABLE_WIDTH * column.share / whole for column in table.columns]
        target = self.writer.table([column.label for column in table.columns], widths)
        for number, line in enumerate(table.rows):
            places = self.writer.row(target)
            for (_column, cell), place in zip(line.cells, places, strict=True):
                self._cell(place, cell)
            self.writer.headings.mark(places[0].paragraphs[0], row_anchor(number))

    def _photograph(self, city: CityName, photograph: PublishedPhotograph) -> None:
        """Set a photograph with its city, caption and credit; of one that is gone, its text."""
        writer, alternative = self.writer, photograph.alternative
        if content := photograph_files.read(photograph.digest, photograph_files.LARGE):
            is_upright = photograph.height > photograph.width
            width = _UPRIGHT if is_upright else _WIDE
            add_picture(writer, content, width, str(alternative or ""))
        elif alternative:
            writer.phrase(writer.paragraph(), alternative, notice=True)
        writer.phrase(writer.paragraph(SMALL), city.name, bold=True)
        if photograph.caption:
            writer.phrase(writer.paragraph(SMALL), photograph.caption, notice=True)
        if photograph.credit:
            writer.run(writer.labelled(self.words["photograph"]), photograph.credit)

    def _cell(self, place: _Cell, cell: Cell) -> None:
        match cell:
            case CityCell():
                self._city(place, cell.row)
            case TextCell():
                self.writer.cell(place, cell.text or "–")
            case EntriesCell():
                for entry in cell.entries:
                    self._entry(place, entry)
                self.writer.close(place)

    def _city(self, cell: _Cell, row: PublishedRow) -> None:
        writer = self.writer
        writer.phrase(writer.first(cell), row.city.name, bold=True)
        if row.country:
            writer.phrase(writer.paragraph(SMALL, cell), row.country)
        if row.representative:
            writer.line(row.representative, where=cell)
        if row.position:
            writer.phrase(writer.paragraph(SMALL, cell), row.position)

    def _entry(self, cell: _Cell, entry: Entry) -> None:
        writer = self.writer
        with writer.headings.bookmark(cell, entry.anchor):
            if entry.title:
                writer.phrase(writer.paragraph(where=cell), entry.title, notice=True, bold=True)
            writer.rich(entry.text, cell)
        for fact in arranged(entry.facts, "since", "answers"):
            self._fact(cell, fact)

    def _fact(self, cell: _Cell, fact: Fact) -> None:
        writer = self.writer
        if not fact.values:
            writer.run(writer.paragraph(SMALL, cell), fact.label, bold=True)
        else:
            paragraph = (
                writer.labelled(fact.label, cell) if fact.label else writer.paragraph(SMALL, cell)
            )
            self._values(paragraph, fact)
        writer.rich(fact.text, cell)

    def _values(self, paragraph: WordParagraph, fact: Fact) -> None:
        """Write plain values as one run, and one that may hold addresses with its links."""
        if any(value.text.language == NO_LANGUAGE for value in fact.values):
            for value in fact.values:
                self.writer.inlines(paragraph, value.nodes(), NO_LANGUAGE)
        elif any(value.address for value in fact.values):
            self._links(paragraph, fact.values)
        else:
            self.writer.run(paragraph, fact.line())

    def _links(self, paragraph: WordParagraph, values: Iterable[FactValue]) -> None:
        """Write values that lead to other entries of the note."""
        for position, value in enumerate(values):
            self.writer.run(paragraph, comma() if position else "")
            if value.address:
                nodes = (Run(clean(value.text.text)),)
                self.writer.link(paragraph, value.address, nodes, value.text.language)
            else:
                self.writer.phrase(paragraph, value.text)

    def _vision(self) -> None:
        for axis in self.document.axes:
            paragraph = self.writer.paragraph()
            self.writer.run(paragraph, f"{phrases.number(axis.number)}  ", bold=True)
            statement = (Run(clean(axis.statement.text)),)
            if phrases.has_theme(axis):
                anchor = f"#{anchors.axis_anchor(axis)}"
                self.writer.link(paragraph, anchor, statement, axis.statement.language)
            else:
                self.writer.phrase(paragraph, axis.statement, notice=True)
        for axis in filter(phrases.has_theme, self.document.axes):
            self._theme(axis)

    def _theme(self, axis: Axis) -> None:
        title = axis.heading or axis.statement
        self.writer.phrase_heading(title, 2, bookmark=anchors.axis_anchor(axis))
        self.writer.rich(axis.text)
        for point in axis.points:
            self._point(point)

    def _point(self, point: KeyPoint) -> None:
        with self.writer.headings.bookmark(self.writer.file, f"point-{point.id}"):
            if point.lead:
                self.writer.phrase_heading(point.lead, 3)
            self.writer.rich(point.text)
        if not point.evidence:
            return
        # The phrase is written around the names, each of which leads to its response.
        before, _names, after = _("Seen in: %(cities)s").partition("%(cities)s")
        paragraph = self.writer.paragraph(SMALL)
        self.writer.run(paragraph, before)
        self._links(
            paragraph,
            (FactValue(one.city.name, f"#response-{one.response}") for one in point.cities()),
        )
        self.writer.run(paragraph, after)

    def _people(self) -> None:
        groups = phrases.groups(self.document)
        if groups:
            self.writer.heading(self.words["participants"], 1)
            self.writer.line(phrases.participants_note(self.document), SMALL)
        for heading, people in groups:
            self.writer.heading(heading, 2)
            for person in people:
                paragraph = self.writer.paragraph("List Bullet")
                self.writer.run(paragraph, person.name, bold=True)
                for detail in (person.position, person.affiliation):
                    if detail:
                        self.writer.run(paragraph, self.words["between"])
                        self.writer.phrase(paragraph, detail)
