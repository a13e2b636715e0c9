"""Editing a workbook as an organiser would, with openpyxl for the spreadsheet program."""

import io

import openpyxl

from llex.core.spreadsheets.importing import import_sheets
from llex.core.text.name_keys import normalize_key
from sessions_app.spreadsheets.workbook import export_workbook, steps


class Book:
    """An exported workbook: read a cell, set a cell, add a row; then take its bytes."""

    def __init__(self, data):
        self.book = openpyxl.load_workbook(io.BytesIO(data))

    def _column(self, sheet, name):
        heads = [normalize_key(str(cell.value)) for cell in self.book[sheet][1]]
        return heads.index(normalize_key(name)) + 1

    def cell(self, sheet, row, name):
        return self.book[sheet].cell(row, self._column(sheet, name))

    def put(self, sheet, row, **values):
        for name, value in values.items():
            self.cell(sheet, row, name).value = value
        return self

    def add(self, sheet, **values):
        return self.put(sheet, self.book[sheet].max_row + 1, **values)

    def drop(self, sheet, name):
        self.book[sheet].delete_cols(self._column(sheet, name))
        return self

    def keep(self, *sheets):
        """Drop the other sheets, which take their time to read."""
        for sheet in self.book.sheetnames:
            if sheet not in sheets:
                del self.book[sheet]
        return self

    def head(self, sheet, column, name):
        self.book[sheet].cell(1, column).value = name
        return self

    @property
    def data(self):
        stream = io.BytesIO()
        self.book.save(stream)
        return stream.getvalue()


def exported(session, user):
    return Book(export_workbook(session, user))


def preview(book, session, user, answers=None):
    return _preview(book.data, session, user, answers)


def _preview(data, session, user, answers):
    return import_sheets(steps("book.xlsx", data, session, user), user, answers=answers)


def write(book, session, user, answers=None, on_written=lambda outcome, journal: None):
    """Import as a confirmed preview does."""
    data = book.data
    expected = _preview(data, session, user, answers).fingerprint
    found = steps("book.xlsx", data, session, user)
    return import_sheets(found, user, expected=expected, answers=answers, on_written=on_written)


def rows_of(outcome):
    """Return what would be written: {(sheet, row): {column: (old, new)}}."""
    return {
        (sheet.name, row.number): {cell.column: (cell.old, cell.new) for cell in row.cells}
        for sheet in outcome.sheets
        for row in sheet.rows
    }


def problems_of(outcome):
    return [str(problem) for problem in outcome.problems]


def remarks_of(outcome):
    return [str(remark) for sheet in outcome.sheets for remark in sheet.remarks]
