"""The rows of a table as cities with their people and entries; what is no row is passed over."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from cities.models import City, Contribution
from cities.spreadsheets.countries import country_code
from cities.spreadsheets.typed_places import TypedPlace, place
from llex.core.spreadsheets import vocabulary
from llex.core.spreadsheets.grids import Grid, Unusable, cell_name, is_empty, text_of
from llex.core.spreadsheets.sheets import CellProblem
from llex.core.text.name_keys import normalize_key
from sessions_app.spreadsheets.city_table import cells
from sessions_app.spreadsheets.city_table.cells import TypedPerson
from sessions_app.spreadsheets.city_table.heads import Columns, heads_in, signature

# The rows of a contribution that the table has columns for.
ENTRIES: Final = ("responses", "challenges")
_ENTRY_COLUMNS: Final = frozenset(ENTRIES)
_LONGEST: Final = {
    "city": City._meta.get_field("name").max_length,
    "representative": Contribution._meta.get_field("representative_name").max_length,
    "position": Contribution._meta.get_field("representative_position").max_length,
}


@dataclass
class CityRow:
    """The row of one city; *number* is its first row, *cells* tells where each thing is."""

    number: int
    place: TypedPlace
    country: str
    person: TypedPerson
    entries: dict[str, list[str]]
    cells: dict[str, str]
    # Nothing but a name, in a table that has more columns.
    is_bare: bool = False

    @property
    def key(self) -> str:
        """Return what is the same for rows that name the same city."""
        return f"{normalize_key(self.place.city)}|{normalize_key(self.place.country)}"


@dataclass
class TypedTable:
    """The rows of a table. *problems* keep it from being written, *remarks* are worth telling."""

    sheet: str
    rows: list[CityRow] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)
    remarks: list[CellProblem] = field(default_factory=list)

    def refuse(self, cell: str, text: str) -> None:
        """Note a cell that cannot be taken, with what to do about it."""
        self.problems.append(CellProblem(self.sheet, cell, text))

    def remark(self, cell: str, text: str) -> None:
        """Note what was done with a cell that people may not expect."""
        self.remarks.append(CellProblem(self.sheet, cell, text))


def read_rows(grid: Grid, head: int, columns: Columns) -> TypedTable:
    """Return the rows below the heads, those of one city together."""
    table = TypedTable(grid.name)
    _remark_columns(table, grid, head, columns)
    reader = _TableReader(grid, columns, table, signature(heads_in(grid, head)))
    for number in range(head + 1, len(grid.rows)):
        if why := reader.why_passed_over(number):
            table.remark(reader.first_cell(number), why)
        elif reader.says_something(number):
            reader.read(number)
    if not table.rows and not table.problems:
        table.refuse("", _("There is no row with a city below the heads."))
    return table


def _remark_columns(table: TypedTable, grid: Grid, head: int, columns: Columns) -> None:
    heads = heads_in(grid, head)
    for index in range(grid.width):
        if index in columns:
            continue
        below = any(not is_empty(grid.value(row, index)) for row in range(head + 1, len(grid.rows)))
        if below:
            name = heads[index] if index < len(heads) and heads[index] else "–"
            text = _("The column “%(name)s” is passed over.") % {"name": name}
            table.remark(cell_name(head, index), text)


@dataclass
class _TableReader:
    grid: Grid
    columns: Columns
    table: TypedTable
    head: str
    by_key: dict[str, CityRow] = field(default_factory=dict)
    last: CityRow | None = None

    def says_something(self, number: int) -> bool:
        """Return whether the row has a value in one of the columns."""
        return any(self._is_filled(number, index) for index in self.columns)

    def first_cell(self, number: int) -> str:
        """Return the name of the first cell of a row that has a value."""
        filled = (at for at, value in enumerate(self.grid.rows[number]) if not is_empty(value))
        return cell_name(number, next(filled, 0))

    def why_passed_over(self, number: int) -> str:
        """Return why a row is no city's, or ""."""
        filled = [text_of(value) for value in self.grid.rows[number] if not is_empty(value)]
        if not filled:
            return ""
        if signature(heads_in(self.grid, number)) == self.head:
            return _("The heads are there again; the row is passed over.")
        if vocabulary.begins_with(filled[0], "sums"):
            return _("The row “%(text)s” sums up; it is passed over.") % {"text": filled[0][:40]}
        alone = len(filled) == 1
        if alone and (self.grid.is_title(number) or vocabulary.begins_with(filled[0], "notes")):
            text = _("The row “%(text)s” is a title or a note; it is passed over.")
            return text % {"text": filled[0][:40]}
        if all(text.isdecimal() for text in filled) and len(filled) > 1:
            return _("The row has only numbers; it is passed over.")
        return ""

    def read(self, number: int) -> None:
        """Take a row, or add it to the row of the same city."""
        texts, where = self._texts(number)
        found = place(texts.get("city", ""), texts.get("country", ""))
        if not found.city:
            self._continue(number, texts, where)
            return
        row = CityRow(
            number=number + 1,
            place=found,
            country=country_code(found.country),
            person=_person(texts, self.columns),
            entries={name: cells.entries(texts.get(name, "")) for name in ENTRIES},
            cells=where,
            is_bare=len(set(self.columns.values())) > 1 and set(texts) == {"city"},
        )
        self._check(row)
        self.last = self.by_key.setdefault(row.key, row)
        if self.last is row:
            self.table.rows.append(row)
        else:
            join(self.last, row, self.table)

    def _continue(self, number: int, texts: dict[str, str], where: dict[str, str]) -> None:
        cell = cell_name(number, next(iter(self._indexes("city")), 0))
        if self.last is None or not _ENTRY_COLUMNS & set(texts):
            self.table.refuse(cell, _("Name the city of this row, or empty the row."))
            return
        row = CityRow(
            number + 1, self.last.place, self.last.country, _person(texts, self.columns),
            {name: cells.entries(texts.get(name, "")) for name in ENTRIES}, where,
        )  # fmt: skip
        join(self.last, row, self.table)
        text = _("The row names no city; it is taken as going on with %(city)s.")
        self.table.remark(cell, text % {"city": self.last.place.city})

    def _texts(self, number: int) -> tuple[dict[str, str], dict[str, str]]:
        """Return what the row says in each column that is filled, and where."""
        texts: dict[str, list[str]] = {}
        where: dict[str, str] = {}
        for index, column in sorted(self.columns.items()):
            value: Any = self.grid.value(number, index)
            cell = cell_name(number, index)
            where.setdefault(column, cell)
            if isinstance(value, Unusable):
                self.table.refuse(cell, value.text)
            elif text := text_of(value):
                texts.setdefault(column, []).append(text)
        join_by = {name: "\n" if name in _ENTRY_COLUMNS else " " for name in texts}
        return {name: join_by[name].join(parts) for name, parts in texts.items()}, where

    def _check(self, row: CityRow) -> None:
        said = {
            "city": row.place.city,
            "representative": row.person.name,
            "position": row.person.position,
        }
        for column, text in said.items():
            most = _LONGEST[column] or 0
            if len(text) > most:
                cell = row.cells.get(column) or row.cells.get("representative", "")
                problem = _("The text has %(count)s characters; shorten it to %(most)s.")
                self.table.refuse(cell, problem % {"count": len(text), "most": most})

    def _is_filled(self, number: int, index: int) -> bool:
        return not is_empty(self.grid.value(number, index))

    def _indexes(self, column: str) -> Iterator[int]:
        return (index for index, name in sorted(self.columns.items()) if name == column)


def join(into: CityRow, row: CityRow, table: TypedTable) -> None:
    """Add what a further row of the same city says; of two representatives the first is taken."""
    for name, more in row.entries.items():
        into.entries[name] += [text for text in more if text not in into.entries[name]]
    into.is_bare = into.is_bare and row.is_bare
    if row.person.name and not into.person.name:
        into.person = row.person
    elif row.person.name and normalize_key(row.person.name) != normalize_key(into.person.name):
        text = _(
            "%(city)s has a second representative, %(name)s, who is not taken:"
            " add them to the participants of the session."
        )
        said = {"city": into.place.city, "name": row.person.name}
        table.remark(row.cells.get("representative", ""), text % said)


def _person(texts: dict[str, str], columns: Columns) -> TypedPerson:
    given = texts.get("given_name", "")
    name = f"{given} {texts.get('representative', '')}".strip()
    has_position = "position" in columns.values()
    return cells.person(name, texts.get("position", ""), has_position=has_position)
