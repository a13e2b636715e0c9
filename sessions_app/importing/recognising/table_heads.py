"""The columns of a city table, by the words of its head, their order, and what is below."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Literal

from sessions_app.importing.reading import Cell, Row
from sessions_app.importing.recognising.gazetteer import country_of
from sessions_app.importing.recognising.persons import is_name, is_position, person_of
from sessions_app.importing.vocabulary import mentions, phrases
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

_STATEMENT_END = (".", ";", ",", "؛", "،")
_WIDEST = 8
# No table that people read has more.
_MOST_COLUMNS = 20

HasPlace = Callable[[Cell], bool]


def columns_of(row: Row) -> Columns:
    """Return what the columns are if *row* is the head of a city table, else nothing."""
    columns = _called(row)
    has_content = any(column in _CONTENT for column in columns)
    if any(str(text).endswith(_STATEMENT_END) for cell in row.cells for text in cell):
        return ()
    return columns if "city" in columns and has_content else ()


@lru_cache(maxsize=4096)
def column_called(head: str) -> Column | None:
    """Return what a column is; of several words in its head the first one decides."""
    column = _column_named(head)
    # “What did not work” is no response.
    if column == "responses" and mentions(head, "negations"):
        return "challenges"
    return column


def _column_named(head: str) -> Column | None:
    words = fold(head).split()
    named: list[Column] = ["representative"] if words[:1] in _who() else []
    for word in words:
        singular = word.rstrip("s")
        named += [
            column for column in _IDENTITY if {word, singular} & set(phrases("columns", column))
        ]
        named += [column for column in _CONTENT if word.startswith(phrases("columns", column))]
    # “What the city did” is no column of cities.
    if named[:1] == ["city"] and (texts := [one for one in named if one in _CONTENT]):
        return texts[0]
    return next(iter(named), None)


def _who() -> list[list[str]]:
    return [[word] for word in phrases("columns", "who")]


def head_of(rows: Sequence[Row], has_place: HasPlace) -> Columns:
    """Return the columns of a table whose first row is its head, in whatever words, else nothing.

    Words that are not known are completed by what is below them, and by the usual order.
    """
    head, body = rows[0], [row for row in rows[1:] if len(row.cells) == len(rows[0].cells)]
    columns = _checked(_called(head), body, has_place)
    if len(columns) > _MOST_COLUMNS:
        return ()
    is_known = "city" in columns and any(column in _CONTENT for column in columns)
    if is_known and None not in columns:
        return columns
    if not is_known and not _looks_like_head(head, columns, body, has_place):
        return ()
    return _completed(columns, body, has_place)


def columns_below(rows: Sequence[Row], has_place: HasPlace) -> Columns:
    """Return the columns of rows without a head by what is in them, nothing where no city is."""
    width = len(rows[0].cells)
    alike = [row for row in rows if len(row.cells) == width]
    return _completed((None,) * width, alike, has_place) if width <= _WIDEST else ()


def _checked(columns: Columns, body: Sequence[Row], has_place: HasPlace) -> Columns:
    """Return columns with the one for cities where cities are, also if they have people's name."""

    def has_cities(at: int) -> bool:
        return _share([row.cells[at] for row in body if row.cells[at]], has_place) >= _MOST

    people = ("representative", "position")
    if "city" in columns and (has_cities(columns.index("city")) or None in columns):
        return columns
    others = [at for at, column in enumerate(columns) if column in people and has_cities(at)]
    if not others:
        return columns
    # What is called a city and has none is the institution of who spoke.
    named = tuple("position" if column == "city" else column for column in columns)
    return (*named[: others[0]], "city", *named[others[0] + 1 :])


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


def _looks_like_head(head: Row, columns: Columns, body: Sequence[Row], has_place: HasPlace) -> bool:
    """Return whether a row in unknown words is a head: short, no city, above rows of cities."""
    texts = [" ".join(map(str, cell)) for cell in head.cells]
    if not 1 < len(texts) <= _WIDEST or not body or not all(texts[1:]):
        return False
    short = all(len(text.split()) <= _LONGEST_UNKNOWN for text in texts)
    if not short or any(text.endswith(_STATEMENT_END) for text in texts):
        return False
    firsts = [at for at, column in enumerate(columns) if column == "city"] or range(len(texts))
    return any(
        not (columns[at] is None and head.cells[at] and has_place(head.cells[at]))
        and _share([row.cells[at] for row in body if row.cells[at]], has_place) >= _MOST
        for at in firsts
    )


def _completed(columns: Columns, body: Sequence[Row], has_place: HasPlace) -> Columns:
    """Give a role to the columns in unknown words: cities, people, then texts in their order."""
    found = list(columns)
    for at in [at for at, column in enumerate(found) if column is None]:
        cells = [row.cells[at] for row in body if row.cells[at]]
        if cells:
            found[at] = _role(found, at, cells, has_place)
    has_content = any(column in _CONTENT for column in found)
    return tuple(found) if "city" in found and has_content else ()


def _role(
    found: Sequence[Column | None], at: int, cells: Sequence[Cell], has_place: HasPlace
) -> Column | None:
    if "country" not in found and _share(cells, _is_country) >= _MOST:
        return "country"
    if "city" not in found and _share(cells, has_place) >= _MOST:
        return "city"
    if "representative" not in found and _share(cells, _is_person) >= _MOST:
        return "representative"
    if "position" not in found and _share(cells, _is_role) >= _MOST:
        return "position"
    if _words(cells) >= _FEWEST_WORDS:
        missing = [column for column in _CONTENT if column not in found]
        if missing and not (missing[0] == "responses" and "challenges" in found[:at]):
            return missing[0]
    return None


def _is_country(cell: Cell) -> bool:
    return bool(country_of(" ".join(map(str, cell))))


def _is_role(cell: Cell) -> bool:
    text = " ".join(map(str, cell))
    is_short = len(text.split()) <= _LONGEST_HEAD and not text.endswith(_STATEMENT_END)
    return is_short and is_position(text)


def _share(cells: Sequence[Cell], test: HasPlace) -> float:
    return sum(map(test, cells)) / len(cells) if cells else 0.0


def _is_person(cell: Cell) -> bool:
    texts = [str(text) for text in cell]
    is_short = sum(len(text.split()) for text in texts) <= _LONGEST_HEAD
    return is_short and is_name(person_of(texts).name)


def _words(cells: Sequence[Cell]) -> float:
    return sum(len(str(text).split()) for cell in cells for text in cell) / len(cells)
