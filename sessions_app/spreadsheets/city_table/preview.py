"""From a file and what was answered about it to what would be written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.spreadsheets.grids import Grid, text_of
from llex.core.spreadsheets.sheets import CellProblem, UnreadableFile
from sessions_app.models import LearningSession
from sessions_app.spreadsheets.city_table import heads, people, places, remembered
from sessions_app.spreadsheets.city_table.comparing import (
    CHANGED,
    NEW,
    UNCHANGED,
    CityChanges,
    TableChanges,
    compare,
)
from sessions_app.spreadsheets.city_table.heads import COLUMNS, PASSED_OVER, Columns
from sessions_app.spreadsheets.city_table.people import PersonChoice
from sessions_app.spreadsheets.city_table.places import CityChoice
from sessions_app.spreadsheets.city_table.rows import TypedTable, read_rows

# A cell of the matching shows no more than this of a column's first value.
_SAMPLE: Final = 80


@dataclass(frozen=True)
class Answers:
    """The answers about a file; *shown* is the table that the columns were answered for."""

    sheet: str = ""
    head: int | None = None
    shown: str = ""
    columns: Columns = field(default_factory=dict)
    cities: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    language: str = ""

    @classmethod
    def from_post(cls, data: Mapping[str, str]) -> "Answers":
        """Return what a form says; what it cannot say is as if it were not answered."""
        head = data.get("head", "")
        columns = {
            int(index): value
            for name, value in data.items()
            if name.startswith("column-") and value in COLUMNS
            and (index := name.removeprefix("column-")).isascii() and index.isdecimal()
        }  # fmt: skip
        return cls(
            sheet=data.get("sheet", ""),
            head=int(head) if head.isascii() and head.isdecimal() and len(head) < _SAMPLE else None,
            shown=data.get("shown", ""),
            columns=columns,
            cities={name: value for name, value in data.items() if name.startswith("city-")},
            people={name: value for name, value in data.items() if name.startswith(people.FIELD)},
            language=data.get("language", ""),
        )


@dataclass(frozen=True)
class ColumnField:
    """A column of the file in the form; *column* is what it holds, "" if it is passed over."""

    index: int
    letter: str
    head: str
    sample: str
    column: str


@dataclass(frozen=True)
class HeadRow:
    """A row of the file that may have the heads; *number* as the spreadsheet program counts."""

    index: int
    number: int
    text: str


@dataclass
class Preview:
    """The changes that a file would make, with all that can be answered otherwise."""

    grids: list[Grid]
    grid: Grid
    head: int
    columns: Columns
    language: str
    signature: str
    is_remembered: bool
    table: TypedTable
    choices: list[CityChoice]
    changes: TableChanges
    person_choices: list[PersonChoice]

    @property
    def shown(self) -> str:
        """Return what the answers about columns are about: the sheet and its heads."""
        return f"{self.grid.name}|{self.head}|{self.signature}"

    @property
    def problems(self) -> list[CellProblem]:
        """Return everything that keeps the table from being written."""
        return self.table.problems

    @property
    def remarks(self) -> list[CellProblem]:
        """Return what was passed over or taken otherwise than it is written."""
        return self.table.remarks

    @property
    def open_choices(self) -> list[CityChoice]:
        """Return the rows whose city is still to be chosen."""
        return [choice for choice in self.choices if choice.is_open]

    @property
    def shown_choices(self) -> list[CityChoice]:
        """Return the rows whose city may be changed: those that are open first."""
        shown = [choice for choice in self.choices if choice.is_shown or choice.is_open]
        return sorted(shown, key=lambda choice: not choice.is_open)

    @property
    def left_out(self) -> list[CityChoice]:
        """Return the rows that are not taken."""
        return [choice for choice in self.choices if choice.is_left_out]

    @property
    def has_people_in_doubt(self) -> bool:
        """Return whether a representative may be a person whom we have, or was chosen to be."""
        return any(choice.is_known_elsewhere or choice.city.joins for choice in self.person_choices)

    @property
    def is_writable(self) -> bool:
        """Return whether there is something to write, and nothing keeps it from being written."""
        return bool(self.changes.to_write) and not self.problems and not self.open_choices

    @property
    def new(self) -> list[CityChanges]:
        """Return the cities that have no contribution in the session yet."""
        return self.changes.of_kind(NEW)

    @property
    def changed(self) -> list[CityChanges]:
        """Return the cities of which something is changed or added."""
        return self.changes.of_kind(CHANGED)

    @property
    def unchanged(self) -> list[CityChanges]:
        """Return the cities of which the table says what is stored."""
        return self.changes.of_kind(UNCHANGED)

    @property
    def head_rows(self) -> list[HeadRow]:
        """Return the rows in which the heads may be."""
        return [
            HeadRow(
                row, row + 1, " · ".join(filter(None, heads.heads_in(self.grid, row)))[:_SAMPLE]
            )
            for row in range(min(len(self.grid.rows), max(heads.SEARCHED_ROWS, self.head + 1)))
        ]

    @property
    def column_fields(self) -> list[ColumnField]:
        """Return the columns of the file, for the form in which they are matched."""
        names = heads.heads_in(self.grid, self.head)
        return [
            ColumnField(
                index=index,
                letter=heads.letter_of(index),
                head=names[index] if index < len(names) else "",
                sample=self._sample(index),
                column=self.columns.get(index, ""),
            )
            for index in range(self.grid.width)
        ]

    @property
    def column_choices(self) -> list[tuple[str, Any]]:
        """Return what a column may hold."""
        return [("", PASSED_OVER), *COLUMNS.items()]

    @property
    def is_unsure(self) -> bool:
        """Return whether the columns should be looked at: one of the usual six is not there."""
        found = set(self.columns.values())
        return not self.is_remembered and not set(COLUMNS) - {"given_name"} <= found

    def _sample(self, index: int) -> str:
        values = (
            text_of(row[index]) for row in self.grid.rows[self.head + 1 :] if index < len(row)
        )
        return next(filter(None, values), "")[:_SAMPLE]


def prepare(grids: list[Grid], answers: Answers, session: LearningSession, user: Any) -> Preview:
    """Return what the file would change. Raise UnreadableFile where it has no table."""
    grids = [grid for grid in grids if not grid.is_blank]
    if not grids:
        raise UnreadableFile(_("The file is empty."))
    known = remembered.recall(session.series, _signatures(grids))
    grid = _sheet(grids, answers.sheet, known)
    head = _head(grid, answers, known)
    signature = heads.signature(heads.heads_in(grid, head))
    columns, is_remembered = known.get(signature), signature in known
    if columns is None:
        columns = heads.columns_of(heads.heads_in(grid, head))
    if answers.shown == f"{grid.name}|{head}|{signature}":
        columns = answers.columns
    columns = {index: name for index, name in columns.items() if index < grid.width}
    language = answers.language if answers.language in languages.CODES else session.main_language
    table = _table(grid, head, columns)
    _remark_sheets(table, grids, grid)
    choices = places.choices(table.rows, answers.cities, may_add=user.has_perm("cities.add_city"))
    changes = compare(session, choices, table, language)
    persons = people.choices(session, changes.cities, answers.people, user)
    return Preview(
        grids=grids,
        grid=grid,
        head=head,
        columns=columns,
        language=language,
        signature=signature,
        is_remembered=is_remembered,
        table=table,
        choices=choices,
        changes=changes,
        person_choices=persons,
    )


def _table(grid: Grid, head: int, columns: Columns) -> TypedTable:
    table = TypedTable(grid.name)
    if "city" not in columns.values():
        table.refuse("", _("Say which column has the cities."))
    twice = sorted(
        {
            name for name in columns.values()
            if name not in heads.REPEATABLE and list(columns.values()).count(name) > 1
        }
    )  # fmt: skip
    for name in twice:
        text = _("Several columns are to hold “%(column)s”; choose one.")
        table.refuse("", text % {"column": COLUMNS[name]})
    return table if table.problems else read_rows(grid, head, columns)


def _signatures(grids: list[Grid]) -> list[str]:
    return [signature for grid in grids for signature in heads.signatures(grid).values()]


def _sheet(grids: list[Grid], name: str, known: Mapping[str, Columns]) -> Grid:
    """Return the sheet that was chosen, else the one whose heads are known or name most."""
    for grid in grids:
        if name == grid.name:
            return grid

    def weight(grid: Grid) -> tuple[bool, bool, int]:
        row = heads.head_row(grid)
        found = heads.columns_of(heads.heads_in(grid, row)) if row is not None else {}
        is_known = any(one in known for one in heads.signatures(grid).values())
        return (not grid.is_hidden, is_known, len(set(found.values())))

    return max(grids, key=weight)


def _head(grid: Grid, answers: Answers, known: Mapping[str, Columns]) -> int:
    """Return the row with the heads: that which was chosen for this sheet, or the likeliest."""
    if answers.head is not None and answers.sheet == grid.name and answers.head < len(grid.rows):
        return answers.head
    for row, signature in heads.signatures(grid).items():
        if signature in known:
            return row
    found = heads.head_row(grid)
    return heads.likely_head_row(grid) if found is None else found


def _remark_sheets(table: TypedTable, grids: list[Grid], taken: Grid) -> None:
    for grid in grids:
        if grid is not taken:
            table.remarks.append(CellProblem(grid.name, "", _("The sheet is passed over.")))
