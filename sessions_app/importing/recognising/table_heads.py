"""The columns of a city table, by the words of its head, their order, and what is below."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from sessions_app.importing.reading import Cell, Row
from sessions_app.importing.recognising.identity import is_name, person_of
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
_LONGEST_HEAD = 12
# A head in unknown words has so few in each of its cells.
_LONGEST_UNKNOWN = 6
# A column of texts has so many words in each cell, on average.
_FEWEST_WORDS = 4
_MOST = 0.5

HasPlace = Callable[[Cell], bool]


def columns_of(row: Row) -> Columns:
    """Return what the columns are if *row* is the head of a city table, else nothing."""
    columns = _called(row)
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


def head_of(rows: Sequence[Row], has_place: HasPlace) -> Columns:
    """Return the columns of a table whose first row is its head, in whatever words, else nothing.

    Words that are not known are completed by what is below them, and by the usual order.
    """
    head, body = rows[0], [row for row in rows[1:] if len(row.cells) == len(rows[0].cells)]
    columns = _called(head)
    is_known = "city" in columns and any(column in _CONTENT for column in columns)
    if is_known and None not in columns:
        return columns
    if not is_known and not _looks_like_head(head, body, has_place):
        return ()
    return _completed(columns, body, has_place)


def transposed(rows: Sequence[Row], has_place: HasPlace) -> list[Row]:
    """Return the rows of a table whose heads are its first column, turned; [] for others."""
    width = len(rows[0].cells)
    if width < 2 or any(len(row.cells) != width for row in rows):  # noqa: PLR2004 - head and city
        return []
    turned = [Row(tuple(row.cells[at] for row in rows), rows[0].where) for at in range(width)]
    head, *cities = turned
    if columns_of(rows[0]) or not columns_of(head):
        return []
    at = columns_of(head).index("city")
    named = [row for row in cities if row.cells[at] and has_place(row.cells[at])]
    return turned if len(named) > len(cities) * _MOST else []


def is_group(row: Row) -> bool:
    """Return whether a row of a table only has a few words in its first cell."""
    first, *others = row.cells or ((),)
    said = " ".join(map(str, first))
    return bool(said) and not any(others) and len(said.split()) <= _LONGEST_UNKNOWN


def _called(row: Row) -> Columns:
    texts = [" ".join(map(str, cell)) for cell in row.cells]
    if any(len(text.split()) > _LONGEST_HEAD for text in texts):
        return ()
    return tuple(column_called(text) for text in texts)


def _looks_like_head(head: Row, body: Sequence[Row], has_place: HasPlace) -> bool:
    """Return whether a row in unknown words is a head: short, no city, above rows of cities."""
    if len(head.cells) not in USUAL or not body or not all(head.cells):
        return False
    short = all(len(" ".join(map(str, cell)).split()) <= _LONGEST_UNKNOWN for cell in head.cells)
    if not short or has_place(head.cells[0]):
        return False
    named = [row for row in body if row.cells[0] and has_place(row.cells[0])]
    return len(named) >= sum(bool(row.cells[0]) for row in body) * _MOST and bool(named)


def _completed(columns: Columns, body: Sequence[Row], has_place: HasPlace) -> Columns:
    """Give a role to the columns in unknown words: cities, people, then texts in their order."""
    found = list(columns)
    free = [at for at, column in enumerate(found) if column is None]
    for at in free:
        cells = [row.cells[at] for row in body if row.cells[at]]
        if not cells:
            continue
        if "city" not in found and _share(cells, has_place) >= _MOST:
            found[at] = "city"
        elif "representative" not in found and _share(cells, _is_person) >= _MOST:
            found[at] = "representative"
        elif _words(cells) >= _FEWEST_WORDS:
            missing = [column for column in _CONTENT if column not in found]
            if missing and not (missing[0] == "responses" and "challenges" in found[:at]):
                found[at] = missing[0]
    has_content = any(column in _CONTENT for column in found)
    return tuple(found) if "city" in found and has_content else ()


def _share(cells: Sequence[Cell], test: HasPlace) -> float:
    return sum(map(test, cells)) / len(cells)


def _is_person(cell: Cell) -> bool:
    texts = [str(text) for text in cell]
    is_short = sum(len(text.split()) for text in texts) <= _LONGEST_HEAD
    return is_short and is_name(person_of(texts).name)


def _words(cells: Sequence[Cell]) -> float:
    return sum(len(str(text).split()) for cell in cells for text in cell) / len(cells)
