"""Lines and paragraphs that name a city, who spoke for it and what it does, without a table."""

import re
from typing import Final

from django.utils.translation import gettext as _

from sessions_app.importing.formatted_text import EDGES, FormattedText
from sessions_app.importing.reading import Block, Cell, Item, Paragraph
from sessions_app.importing.recognising.identity import identify
from sessions_app.importing.recognising.imported_note import ImportedNote
from sessions_app.importing.recognising.persons import is_name, without_honorific
from sessions_app.importing.recognising.table_heads import Column
from sessions_app.importing.recognising.tables import TableReader

# “Lima – Ana Torres, Mayor: what the city does …”
_CITY_END: Final = re.compile(r"(?<=[^\W\d_]|\))\s*:\s+")
_PERSON: Final = re.compile(r"\s(?:[–—]|-{1,3})\s|(?<=\)),\s")
_HEAD_END: Final = re.compile(
    r"(?<=[^\W\d_]|[)\]]):\s+|(?<=[)\]])[.,:]?\s+(?![–—-])|\s+[–—]\s+|(?<=[^\W\d_]{2}|.[)\]])\.\s+"
)
# Between a city and who spoke for it.
_STOP: Final = re.compile(r"(?<=[^\W\d_]{2}|.[)\]])\.\s+(?=\S)")
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
        left += tables.add(cells, block.where, "front_line", named=False)
        note.remarks.append(to_confirm(cells["city"]))
    return left


def to_confirm(city: Cell) -> str:
    """Return the remark on a row that no table or label shows."""
    text = " ".join(map(str, city))
    return _("“%(text)s” was read as the row of a city; please confirm what is in it.") % {
        "text": text
    }


def _about_city(text: FormattedText, tables: TableReader) -> dict[Column, Cell] | None:
    line = str(text)
    best: tuple[tuple[bool, bool], int] | None = None
    for end in _ends(text):
        head = text.cut(0, end).strip()
        if not tables.begins_with_place((head,)):
            continue
        person = identify((_commas(head),), tables.gazetteer).person
        is_person = is_name(without_honorific(person.name))
        if person.name and not is_person:
            continue
        found = (is_person, bool(person.position))
        if best is None or found > best[0]:
            best = found, end
    if best is None or not line[best[1] :].strip(EDGES):
        return None
    end = best[1]
    return {"city": (_commas(text.cut(0, end).strip()),), "responses": (text.cut(end).strip(),)}


def _commas(head: FormattedText) -> FormattedText:
    """Return “City, Name, position” where a full stop parts the city from the name."""
    line = str(head)
    if match := _STOP.search(line):
        before, after = head.cut(0, match.start()), head.cut(match.end())
        return before + FormattedText.plain(",") + after
    return head


def _ends(text: FormattedText) -> list[int]:
    """Return where the name of a city with who spoke for it may end in a paragraph."""
    line = str(text)
    limit = min(len(line), _LONGEST_CITY)
    bold = [end for start, end in text.bold_runs()[:1] if not start]
    marks = [match.end() for match in _HEAD_END.finditer(line, 0, limit)]
    return sorted({*bold, *marks})
