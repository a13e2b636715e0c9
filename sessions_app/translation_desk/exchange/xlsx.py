"""A spreadsheet of texts: source and translation side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from llex.core.languages import direction
from llex.core.spreadsheets import reading
from llex.core.spreadsheets.cells import typed
from llex.core.spreadsheets.sheets import UnreadableFile
from llex.core.spreadsheets.tables import read_table
from llex.core.spreadsheets.writing import SheetTable, as_xlsx
from llex.core.text.name_keys import normalize_key
from sessions_app.translation_desk.exchange.units import (
    ExchangeUnit,
    ReadUnit,
    UnreadableExchange,
    read_identity,
)

_HEADS: Final = ("id", "place", "language", "source", "translation", "state")
_NEEDED: Final = ("id", "source", "translation")
_KNOWN: Final = {normalize_key(head): head for head in _HEADS}


def write(units: Iterable[ExchangeUnit], target: str) -> bytes:
    """Return the texts as a workbook of one sheet."""
    rows = [
        (unit.identity, unit.place, unit.source_language, unit.source, unit.target, str(unit.state))
        for unit in units
    ]
    fixed = frozenset(_HEADS) - {"translation"}
    is_right_to_left = direction(target) == "rtl"
    return as_xlsx([SheetTable(target, _HEADS, rows, fixed, is_right_to_left=is_right_to_left)])


def read(name: str, data: bytes) -> list[ReadUnit]:
    """Return the texts of a file. Raise UnreadableExchange."""
    try:
        sheet = read_table(reading.read_single(name, data), "texts", _KNOWN)
    except UnreadableFile as problem:
        raise UnreadableExchange(str(problem)) from problem
    missing = [head for head in _NEEDED if head not in sheet.letters]
    if missing:
        text = _("The column “%(name)s” is missing.") % {"name": missing[0]}
        raise UnreadableExchange(text)
    if sheet.problems:
        raise UnreadableExchange(str(sheet.problems[0]))
    found = []
    for row in sheet.rows:
        try:
            unit = read_identity(
                typed(row.cells["id"]), typed(row.cells["source"]), typed(row.cells["translation"])
            )
        except UnreadableExchange as problem:
            text = _("Row %(row)s: the id %(id)s is none of this desk; leave this column as it is.")
            raise UnreadableExchange(text % {"row": row.number, "id": problem}) from problem
        found.append(unit)
    return found
