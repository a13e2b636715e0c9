"""The city table: which rows belong to it, and what their cells are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from django.utils.translation import gettext as _

from sessions_app.briefing.document import Section
from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Block, Cell, Dropped, Item, Row, plain
from sessions_app.importing.reading.line_wrapping import starts_lower
from sessions_app.importing.reading.repair import joined
from sessions_app.importing.recognising.gazetteer import Gazetteer, country_of, place_called
from sessions_app.importing.recognising.identity import (
    Identity,
    identify,
    identify_city,
    name_before,
)
from sessions_app.importing.recognising.imported_note import (
    ImportedNote,
    RecognisedAttendee,
    RecognisedCityRow,
    RecognisedFact,
    RecognisedPerson,
)
from sessions_app.importing.recognising.persons import is_name, person_of
from sessions_app.importing.recognising.table_heads import (
    USUAL,
    Column,
    Columns,
    columns_below,
    columns_of,
    head_of,
    is_group,
)
from sessions_app.importing.recognising.table_shapes import (
    as_item,
    from_forms,
    transposed,
    with_labels_turned,
    with_one_head,
    without_captions,
)
from sessions_app.importing.vocabulary import phrases
from sessions_app.importing.words import fold

_PERSON: tuple[Column, ...] = ("representative", "position")


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
    # The country that a row above named for those below it, as a code.
    group: str = ""

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
        forms = from_forms(rows)
        repeated = rows if forms else []
        rows = forms or transposed(rows, self.begins_with_place) or rows
        rows, captions = without_captions(rows)
        rows, heads = with_one_head(rows, self.begins_with_place)
        turned = with_labels_turned(rows, self.begins_with_place)
        chosen = self.chosen.get(rows[0].where)
        head = () if turned and not chosen else head_of(rows, self.begins_with_place)
        columns = chosen or (turned.columns if turned else head)
        if columns:
            self.columns = columns
        elif not self._goes_on(rows, section):
            rows = captions + (heads + rows[1:] if heads else rows)
            return [self.note.keep(section, as_item(row)) for row in rows if plain(row).strip(" |")]
        self._note_labels(repeated, rows[0].cells if repeated else ())
        self.group = ""
        for caption in captions:
            self._group(caption)
        if turned and not chosen:
            for said, where in turned.said:
                self.note.facts.append(RecognisedFact("column", said, where))
            rows = turned.rows
        left: list[Block] = []
        for index, row in enumerate(rows):
            if (not index and head) or (columns_of(row) and not self._is_city(row)):
                self._begin(row, columns if not index else (), heads)
            elif is_group(row) and not place_called(self.gazetteer, plain(row).strip(" |")):
                self._group(row)
            else:
                left += self.row(row, section)
        return left

    def _note_labels(self, forms: Sequence[Row], head: Sequence[Cell]) -> None:
        """Note the labels of forms but the first, whose are the head."""
        for row in forms[len(head) :]:
            for text in row.cells[0]:
                self.note.facts.append(RecognisedFact("column", str(text), row.where))

    def _is_city(self, row: Row) -> bool:
        at = self.columns.index("city") if "city" in self.columns else 0
        return at < len(row.cells) and self.begins_with_place(row.cells[at])

    def _begin(self, row: Row, columns: Columns, written: Sequence[Row] = ()) -> None:
        """Take a row as the head of what follows; *written* are the rows that it was made of."""
        self.columns = self.chosen.get(row.where) or columns or columns_of(row)
        self.heads = tuple(" ".join(map(str, cell)) for cell in row.cells)
        for one in written or [row]:
            self.note_heads(one)

    def _group(self, row: Row) -> None:
        """Take a row that names what the following ones have in common: a country or a region."""
        said = " ".join(map(str, row.cells[0]))
        self.group = country_of(said)
        if self.group:
            self.note.facts.append(RecognisedFact("country", said, row.where, about=self.group))
        else:
            reason = _("heading of a group of rows")
            self.note.dropped.append(Dropped(reason, said, row.where))

    def _goes_on(self, rows: list[Row], section: Section) -> bool:
        """Return whether rows without a head belong to the table before, or are about cities."""
        known = [row for row in rows if row.cells and self.begins_with_place(row.cells[0])]
        if not rows[0].cells:
            return False
        if self.columns and len(rows[0].cells) <= len(self.columns):
            if section == "front_line":
                return True
            return len(known) * 2 > len(rows) or (bool(known) and not rows[0].cells[0])
        if len(known) * 2 > len(rows) and len(rows[0].cells) in USUAL:
            self.columns = USUAL[len(rows[0].cells)]
            return True
        found = columns_below(rows, self.begins_with_place) if section == "front_line" else ()
        self.columns = found or self.columns
        return bool(found)

    def begins_with_place(self, cell: Cell) -> bool:
        """Return whether a cell or heading begins with a city of the gazetteer."""
        if not cell:
            return False
        named = identify(cell[:1], self.gazetteer)
        return place_called(self.gazetteer, named.city, named.country) is not None

    def is_place(self, cell: Cell) -> bool:
        """Return whether a cell or line has a city of the gazetteer, perhaps with more behind it.

        Unlike `begins_with_place`, something must part the city from what follows.
        """
        name = name_before(cell[0]) if cell else None
        return name is not None and place_called(self.gazetteer, str(name)) is not None

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
            named = "representative" in self.columns or self._is_bare(cells)
            yield from self.add(cells, row.where, section, named=named)
        elif self.open_row:
            self._continue(self.open_row, cells)
        elif cells:
            yield self.note.keep(section, as_item(row))

    def _is_bare(self, cells: Mapping[Column, Cell]) -> bool:
        """Return whether a position is in a cell apart, and no person with the city."""
        named = identify(cells["city"], self.gazetteer) if "position" in self.columns else None
        return named is not None and not is_name(named.person.name)

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
        if fold(head) in phrases("columns", "group"):
            reason = _("heading of a group of rows")
            self.note.dropped += [Dropped(reason, str(prose), where) for prose in cell]
            return
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
        self.group = country_of(written) or self.group
        read = identify_city if named else identify
        found = read(cells["city"], self.gazetteer, country_of(written) or self._shared(cells))
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

    def _shared(self, cells: Mapping[Column, Cell]) -> str:
        """Return the country named above a city, if there is such a city in it."""
        name = str(cells["city"][0]) if cells["city"] else ""
        return self.group if self.group and self.gazetteer.find(name, self.group) else ""

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


def _person(found: Identity, cells: dict[Column, Cell]) -> RecognisedPerson:
    if not any(name in cells for name in _PERSON):
        return found.person
    position = list(map(str, cells.get("position", ())))
    if "representative" in cells:
        person = person_of([str(prose) for prose in cells["representative"]])
    elif is_name(found.person.name):
        person = found.person
    else:
        person = person_of(position)
        return person if is_name(person.name) else RecognisedPerson("", ", ".join(position))
    return replace(person, position=", ".join(filter(None, (person.position, *position))))


def _same_city(one: RecognisedCityRow, other: RecognisedCityRow) -> bool:
    if one.place and other.place:
        return one.place.geoname_id == other.place.geoname_id
    return fold(one.name) == fold(other.name)
