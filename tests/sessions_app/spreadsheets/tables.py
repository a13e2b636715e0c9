"""Spreadsheets as people make them, written by several programs, and their import."""

import csv
import io
import os

import openpyxl
import xlwt
from odf import opendocument, table, text

from llex.core.spreadsheets import formats
from sessions_app.spreadsheets.city_table.preview import Answers, prepare
from sessions_app.spreadsheets.city_table.writing import write

HEADS = ["City", "Country", "Representative", "Position", "Responses", "Challenges"]
LISBON = ["Lisbon", "Portugal", "Ana Silva", "Mayor", "Tents\nSoup kitchens", "Rents"]
QUITO = ["Quito", "Ecuador", "José Paz", "Deputy mayor", "Buses at night", "Water\nMasks"]
ROWS = [HEADS, LISBON, QUITO]


def xlsx(rows, *, merged=(), sheet="Sheet1", others=None):
    """Return a workbook; *merged* are its blocks, *others* further sheets by name."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    fill(book.active, rows)
    for block in merged:
        book.active.merge_cells(block)
    for name, more in (others or {}).items():
        fill(book.create_sheet(name), more)
    return saved(book)


def fill(worksheet, rows):
    for number, row in enumerate(rows, start=1):
        for position, value in enumerate(row, start=1):
            if value not in (None, ""):
                worksheet.cell(number, position).value = value


def saved(book):
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xls(rows, *, merged=()):
    """Return a file of Excel 97; *merged* has (top, bottom, left, right), counted from 0."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Feuil1")
    blocks = {(top, left): (top, bottom, left, right) for top, bottom, left, right in merged}
    for number, row in enumerate(rows):
        for position, value in enumerate(row):
            if block := blocks.get((number, position)):
                sheet.write_merge(*block, value)
            elif value not in (None, ""):
                sheet.write(number, position, value)
    return saved(book)


def ods(rows, *, spans=None):
    """Return a file of LibreOffice; *spans* has (rows, columns) by the place of a cell."""
    document = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="Tabelle1")
    for number, row in enumerate(rows):
        line = table.TableRow()
        for position, value in enumerate(row):
            down, across = (spans or {}).get((number, position), (1, 1))
            cell = table.TableCell(
                valuetype="string", numberrowsspanned=down, numbercolumnsspanned=across
            )
            for part in str(value or "").split("\n") if value else ():
                cell.addElement(text.P(text=part))
            line.addElement(cell if value else table.TableCell())
        sheet.addElement(line)
    # As LibreOffice does: the rest of the sheet is one empty row, repeated.
    rest = table.TableRow(numberrowsrepeated=1_048_000)
    rest.addElement(table.TableCell(numbercolumnsrepeated=16_384))
    sheet.addElement(rest)
    document.spreadsheet.addElement(sheet)
    stream = io.BytesIO()
    document.write(stream)
    return stream.getvalue()


def as_csv(rows, separator=",", encoding="utf-8", line_end="\r\n"):
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator=line_end).writerows(rows)
    return stream.getvalue().encode(encoding)


def as_clipboard(rows):
    """Return what Excel puts into the clipboard."""

    def cell(value):
        value = str(value)
        return '"' + value.replace('"', '""') + '"' if "\n" in value or "\t" in value else value

    return os.linesep.join("\t".join(map(cell, row)) for row in rows) + os.linesep


def preview(data, session, user, **answers):
    """Read a file, or a text that was pasted, and return what it would change."""
    if isinstance(data, str):
        grids = formats.read_pasted(data, name="Pasted cells")
    else:
        grids = formats.read_file(data, name="cities")
    return prepare(grids, Answers(**answers), session, user)


def written(data, session, user, **answers):
    """Import a file as a confirmed preview does."""
    found = preview(data, session, user, **answers)
    assert found.is_writable, (list(map(str, found.problems)), found.open_choices)
    write(session, found.changes, found.language)
    return found


def stored(session, language="en"):
    """Return what the session has: {city: (representative, position, responses, challenges)}."""
    return {
        one.city.name_en: (
            one.representative_name,
            one.representative_position,
            [getattr(row, f"text_{language}") for row in one.responses.all()],
            [getattr(row, f"text_{language}") for row in one.challenges.all()],
        )
        for one in session.contributions.all()
    }
