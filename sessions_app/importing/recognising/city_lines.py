"""Lines and paragraphs that name a city, who spoke for it and what it does, without a table."""

import re
from typing import Final

from django.utils.translation import gettext as _

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Block, Cell, Item, Paragraph
from sessions_app.importing.recognising.identity import is_name, person_of
from sessions_app.importing.recognising.imported_note import ImportedNote
from sessions_app.importing.recognising.table_heads import Column
from sessions_app.importing.recognising.tables import TableReader

# “Lima – Ana Torres, Mayor: what the city does …”
_CITY_END: Final = re.compile(r"(?<=[^\W\d_]|\))\s*:\s+")
_PERSON: Final = re.compile(r"\s[–—-]\s|(?<=\)),\s")
_LONGEST_CITY: Final = 160
_FEWEST: Final = 2


def city_line(text: FormattedText) -> dict[Column, Cell]:
    """Take apart “Lima – Ana Torres, Mayor: what the city does”."""
    cells: dict[Column, Cell] = {"city": (text,)}
    if match := _CITY_END.search(str(text), 0, _LONGEST_CITY):
        cells["responses"] = (text.cut(match.end()),)
        text = text.cut(0, match.start())
        cells["city"] = (text,)
    if match := _PERSON.search(str(text)):
        cells["representative"] = (text.cut(match.end()),)
        cells["city"] = (text.cut(0, match.start()),)
    return cells


def take_paragraphs(note: ImportedNote, blocks: list[Block], tables: TableReader) -> list[Block]:
    """Take the paragraphs that are about one city each as rows to confirm; return the others.

    Only where no table or card has a row, and more than one paragraph begins so.
    """
    if note.rows:
        return blocks
    found = {
        id(block): cells
        for block in blocks
        if isinstance(block, Paragraph | Item) and (cells := _about_city(block.text, tables))
    }
    if len(found) < _FEWEST:
        return blocks
    left: list[Block] = []
    for block in blocks:
        cells = found.get(id(block))
        if cells is None:
            left.append(block)
            continue
        left += tables.add(cells, block.where, "front_line", named="representative" in cells)
        note.remarks.append(
            _("“%(text)s” was read as the row of a city; please confirm what is in it.")
            % {"text": cells["city"][0]}
        )
    return left


def _about_city(text: FormattedText, tables: TableReader) -> dict[Column, Cell] | None:
    cells = city_line(text)
    if "responses" not in cells or not tables.begins_with_place(cells["city"]):
        return None
    if person := cells.get("representative"):
        named = person_of(list(map(str, person)))
        return cells if is_name(named.name) else None
    return cells
