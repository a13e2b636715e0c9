"""The index of cities of a Word file: links to the rows of a long table, by the alphabet."""

import math
from typing import Final

from docx.enum.table import WD_TABLE_DIRECTION

from llex.core.languages import direction
from llex.core.text import Run
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document
from sessions_app.briefing.render.docx.body import Writer
from sessions_app.briefing.render.docx.xml import clean
from sessions_app.briefing.render.typst_back_matter import index

_COLUMNS: Final = 3


def write_city_index(writer: Writer, document: Document) -> None:
    """Write the index where the table is long enough to need one; links have no page numbers."""
    cities = index(document)
    if not cities:
        return
    writer.heading(phrases.labels()["index"], 1)
    table = writer.file.add_table(rows=1, cols=_COLUMNS)
    if direction(writer.language) == "rtl":
        table.table_direction = WD_TABLE_DIRECTION.RTL
    height = math.ceil(len(cities) / _COLUMNS)
    for number, cell in enumerate(table.rows[0].cells):
        for city in cities[number * height : (number + 1) * height]:
            name = (Run(clean(city["name"])),)
            writer.link(writer.paragraph(where=cell), f"#{city['anchor']}", name, document.language)
        writer.close(cell)
