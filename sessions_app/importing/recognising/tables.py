"""The city table: which rows belong to it, and what their cells are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from django.utils.translation import gettext as _

from sessions_app.briefing.document import Section
from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Block, Cell, Item, Row, plain
from sessions_app.importing.reading.line_wrapping import starts_lower
from sessions_app.importing.reading.repair import joined
from sessions_app.importing.recognising.gazetteer import Gazetteer, country_of
from sessions_app.importing.recognising.identity import (
    Identity,
    identify,
    identify_city,
    is_name,
    person_of,
)
from sessions_app.importing.recognising.imported_note import (
    ImportedNote,
    RecognisedAttendee,
    RecognisedCityRow,
    RecognisedFact,
    RecognisedPerson,
)
from sessions_app.importing.vocabulary import phrases
from sessions_app.importing.words import fold

Column = Literal["city", "country", "representative", "position", "responses", "challenges"]
# None is a column that a note does not have.
Columns = tuple[Column | None, ...]

# What tables have whose head says nothing, by their number of columns.
USUAL: Mapping[int, Columns] = {
    2: ("city", "responses"),
    3: ("city", "responses", "challenges"),
    4: ("city", "representative", "responses", "challenges"),
}
_CONTENT: tuple[Column, ...] = ("responses", "challenges")
_IDENTITY: tuple[Column, ...] = ("city", "country", "representative", "position")
_PERSON: tuple[Column, ...] = ("representative", "position")
_LONGEST_HEAD = 12


@dataclass
class TableReader:
    """Reads the rows of all tables of a note, in order; a table may go on in a later fragment.

    *chosen* are the columns of tables that organisers named, by the place of each row.
    """

    note: ImportedNote
    gazetteer: Gazetteer
    chosen: Mapping[int, Columns] = field(default_factory=dict)
    columns: Columns = ()
    heads: tuple[str, ...] = ()
    open_row: RecognisedCityRow | None = None

    def read(self, blocks: list[Block], section: Section) -> list[Block]:
        """Take the city rows from *blocks* and return the others; other tables become lists."""
        left: list[Block] = []
        for is_row, group in groupby(blocks, key=lambda block: isinstance(block, Row)):
            if is_row:
                left += self._table([row for row in group if isinstance(row, Row)], section)
            else:
                left += group
        return left

    def _table(self, rows: list[Row], section: Section) -> list[Block]:
        columns = self.chosen.get(rows[0].where) or columns_of(rows[0])
        if columns:
            self.columns = columns
        elif not self._goes_on(rows, section):
            return [self.note.keep(section, as_item(row)) for row in rows if plain(row).strip(" |")]
        left: list[Block] = []
        for row in rows:
            if columns_of(row):
                self.columns = self.chosen.get(row.where) or columns_of(row)
                self.heads = tuple(" ".join(map(str, cell)) for cell in row.cells)
                self.note_heads(row)
            else:
                left += self.row(row, section)
        return left

    def _goes_on(self, rows: list[Row], section: Section) -> bool:
        """Return whether rows without a head belong to the table before, or are about cities."""
        known = [row for row in rows if row.cells and self.begins_with_place(row.cells[0])]
        if self.columns and len(rows[0].cells) <= len(self.columns):
            return bool(known) or not rows[0].cells[0] or section == "front_line"
        if len(known) * 2 > len(rows) and len(rows[0].cells) in USUAL:
            self.columns = USUAL[len(rows[0].cells)]
            return True
        return False

    def begins_with_place(self, cell: Cell) -> bool:
        """Return whether a cell or heading begins with a city of the gazetteer."""
        return bool(cell) and identify(cell[:1], self.gazetteer).place is not None

    def note_heads(self, row: Row) -> None:
        """Note the heads of the columns."""
        for cell in row.cells:
            for prose in cell:
                self.note.facts.append(RecognisedFact("column", str(prose), row.where))

    def row(self, row: Row, section: Section) -> Iterator[Block]:
        """Add the row of a city; yield what does not fit in one."""
        self.note.columns[row.where] = self.columns
        cells: dict[Column, Cell] = {}
        for index, cell in enumerate(self._aligned(row)):
            column = self.columns[index] if index < len(self.columns) else None
            if column and cell:
                cells[column] = joined(cells.get(column, ()), cell)
            else:
                yield from self._extra(cell, index, row.where, section)
        if "city" in cells:
            named = any(name in self.columns for name in _PERSON)
            yield from self.add(cells, row.where, section, named=named)
        elif self.open_row:
            self._continue(self.open_row, cells)
        elif cells:
            yield self.note.keep(section, as_item(row))

    def _aligned(self, row: Row) -> tuple[Cell, ...]:
        """Return the cells; what a page break cut off goes under the columns it belongs to."""
        missing = len(self.columns) - len(row.cells)
        first = str(row.cells[0][0]) if row.cells and row.cells[0] else ""
        if self.open_row and missing > 0 and first and starts_lower(first):
            return ((),) * missing + row.cells
        return row.cells

    def _extra(self, cell: Cell, index: int, where: int, section: Section) -> Iterator[Block]:
        """Keep a cell of a column that a note does not have, under its head."""
        head = self.heads[index] if index < len(self.heads) else ""
        for prose in cell:
            text = FormattedText.plain(f"{head}:") + prose if head else prose
            yield self.note.keep(section, Item(text, where))

    def add(
        self, cells: dict[Column, Cell], where: int, section: Section, *, named: bool
    ) -> Iterator[Block]:
        """Add a city's row; yield what does not fit in one.

        Where the representative is *named* in a cell apart, the first one holds only the city.
        """
        written = " ".join(map(str, cells.get("country", ())))
        read = identify_city if named else identify
        found = read(cells["city"], self.gazetteer, country_of(written))
        if written and not country_of(written):
            yield self.note.keep(
                section, Item(FormattedText.plain(f"{found.city}: {written}"), where)
            )
        for text in filter(None, (written if country_of(written) else "", found.country_text)):
            self.note.facts.append(RecognisedFact("country", text, where, about=found.country))
        self._add(
            RecognisedCityRow(
                found.city or found.person.name,
                where,
                place=found.place,
                country=found.country,
                representative=_person(found, cells),
                responses=cells.get("responses", ()),
                challenges=cells.get("challenges", ()),
            )
        )

    def _continue(self, row: RecognisedCityRow, cells: dict[Column, Cell]) -> None:
        row.responses = joined(row.responses, cells.get("responses", ()))
        row.challenges = joined(row.challenges, cells.get("challenges", ()))
        if rest := [str(prose) for name in _PERSON for prose in cells.get(name, ())]:
            person = row.representative
            position = ", ".join(filter(None, (person.position, *rest)))
            row.representative = replace(person, position=position)

    def _add(self, row: RecognisedCityRow) -> None:
        """Add a row, or add it to the row of the same city where a second person spoke for it."""
        self.open_row = next((other for other in self.note.rows if _same_city(other, row)), None)
        if self.open_row is None:
            self.note.rows.append(row)
            self.open_row = row
            return
        same = self.open_row
        same.responses += row.responses
        same.challenges += row.challenges
        self.note.facts.append(RecognisedFact("city", row.name, row.where, about=same.name))
        if row.representative.name:
            self.note.attendees.append(
                RecognisedAttendee(row.representative, "city", row.where, listed=True)
            )
        self.note.remarks.append(
            _("%(city)s has more than one row; they are one contribution now.")
            % {"city": same.name}
        )


def columns_of(row: Row) -> Columns:
    """Return what the columns are if *row* is the head of a city table, else nothing."""
    texts = [" ".join(map(str, cell)) for cell in row.cells]
    if any(len(text.split()) > _LONGEST_HEAD for text in texts):
        return ()
    columns = tuple(column_called(text) for text in texts)
    has_content = any(column in _CONTENT for column in columns)
    return columns if "city" in columns and has_content else ()


def column_called(head: str) -> Column | None:
    """Return what a column is; of several words in its head the first one decides."""
    words = fold(head).split()
    for word in words:
        for column in _IDENTITY:
            if word in phrases("columns", column) or word.rstrip("s") in phrases("columns", column):
                return column
        for column in _CONTENT:
            if word.startswith(phrases("columns", column)):
                return column
    return None


def _person(found: Identity, cells: dict[Column, Cell]) -> RecognisedPerson:
    if not any(name in cells for name in _PERSON):
        return found.person
    position = list(map(str, cells.get("position", ())))
    if "representative" not in cells:
        person = person_of(position)
        return person if is_name(person.name) else RecognisedPerson("", ", ".join(position))
    person = person_of([str(prose) for prose in cells["representative"]])
    return replace(person, position=", ".join(filter(None, (person.position, *position))))


def _same_city(one: RecognisedCityRow, other: RecognisedCityRow) -> bool:
    if one.place and other.place:
        return one.place.geoname_id == other.place.geoname_id
    return fold(one.name) == fold(other.name)


def as_item(row: Row) -> Item:
    """Return a row of another table as an item of a list, its cells parted by dashes."""
    cells = [prose for cell in row.cells for prose in cell]
    text = cells[0] if cells else FormattedText()
    for prose in cells[1:]:
        text = text + FormattedText.plain("–") + prose
    return Item(text, row.where)
