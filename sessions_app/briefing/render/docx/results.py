"""The outcome of a consultation in a Word file: the chart as a picture, the figures as a table."""

from functools import singledispatch
from typing import Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from llex.core.text import Phrase
from priorities.results.published import ConsultationResult, WordsResult
from sessions_app.briefing import result_texts
from sessions_app.briefing.document import Document
from sessions_app.briefing.labels import labels
from sessions_app.briefing.render.docx.body import Writer
from sessions_app.briefing.render.docx.pictures import add_picture
from sessions_app.briefing.render.docx.styles import MUTED, SMALL
from sessions_app.briefing.render.docx.xml import narrow_margins
from sessions_app.briefing.render.pdf import draw_chart
from sessions_app.briefing.result_comparisons import GroupTable, group_tables
from sessions_app.briefing.result_tables import PAGE_WIDTH, ResultTable, Typed, result_table

# A table of more columns, which is one of a long scale, gets narrow margins.
_ROOMY: Final = 10
# The column of a group is this wide, or what the services leave of the page.
_GROUP: Final = 34
_SERVICE: Final = 46
# The sizes of the cloud's steps, in points.
_SIZES: Final = (9, 12, 15, 19, 25)


def write_results(writer: Writer, document: Document, result: ConsultationResult) -> None:
    """Write the sentence, the drawing, the figures, and when voting was reopened."""
    writer.line(result_texts.outcome(result))
    draw(result, writer, document)
    table = result_table(result)
    _write_table(writer, table)
    if table.remark:
        writer.line(table.remark, SMALL)
    for groups in group_tables(result):
        _write_groups(writer, groups)
    if result.reopened:
        line = writer.paragraph(SMALL)
        writer.run(line, f"{result_texts.reopened(result)} ", bold=True)
        writer.phrase(line, result.reopened.reason, notice=True)


@singledispatch
def draw(result: ConsultationResult, writer: Writer, document: Document) -> None:
    """Draw the bars; a kind of question that has another drawing registers its own."""
    chart = draw_chart(document, result)
    add_picture(writer, chart, PAGE_WIDTH, result_texts.chart(result))


@draw.register
def _draw_cloud(result: WordsResult, writer: Writer, document: Document) -> None:
    paragraph = writer.paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for position, word in enumerate(result_texts.cloud(result)):
        if position:
            writer.run(paragraph, "   ")
        run = writer.run(paragraph, word.text)
        run.font.size = Pt(_SIZES[word.step - 1])
        run.font.color.rgb = writer.colours.accent if word.step > 2 else MUTED  # noqa: PLR2004 - the larger ones


def _write_table(writer: Writer, figures: ResultTable) -> None:
    columns = figures.columns
    table = writer.table([one.head for one in columns], [one.width for one in columns])
    if len(columns) > _ROOMY:
        narrow_margins(table)
    for row in figures.rows:
        for cell, value in zip(writer.row(table), row.cells, strict=True):
            writer.cell(cell, value.text if isinstance(value, Typed) else value)


def _write_groups(writer: Writer, groups: GroupTable) -> None:
    title = writer.labelled(groups.title).paragraph_format
    title.space_before, title.keep_with_next = Pt(10), True
    width = min(_GROUP, (PAGE_WIDTH - _SERVICE) / len(groups.names))
    widths = [PAGE_WIDTH - width * len(groups.names), *(width for _name in groups.names)]
    table = writer.table([labels()["service"], *groups.names], widths)
    for row in groups.rows:
        values: list[str | Phrase] = [row.name, *(cell.text for cell in row.cells)]
        for cell, value in zip(writer.row(table), values, strict=True):
            writer.cell(cell, value)
    writer.line(groups.remark, SMALL)
