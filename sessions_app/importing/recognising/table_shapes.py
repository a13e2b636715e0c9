"""Tables of other shapes made such as have one head above one row for each city.

Heads may be in the first column, in two rows, under a caption, or beside each text.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Cell, Item, Row
from sessions_app.importing.recognising.table_heads import (
    Column,
    Columns,
    HasPlace,
    column_called,
    columns_below,
    columns_of,
    head_of,
    is_group,
)
from sessions_app.importing.words import fold

_MOST: Final = 0.5
_NEARLY_ALL: Final = 0.8
_LONGEST_HEAD: Final = 6
_LONGEST_LABEL: Final = 5
_CORNER: Final = 3
# A city, a label and a text; nobody reads a table with more than so many.
_FEWEST_COLUMNS: Final = 3
_MOST_COLUMNS: Final = 8
_MOST_LABELS: Final = 5
_CONTENT: Final[tuple[Column, ...]] = ("responses", "challenges")
_STATEMENT_END: Final = (".", ";", ",", "؛", "،")


@dataclass(frozen=True, slots=True)
class CityTable:
    """Rows without their heads, what their columns are, and the rows and words that said so."""

    rows: list[Row]
    columns: Columns
    heads: tuple[str, ...] = ()
    said: list[tuple[str, int]] = field(default_factory=list)


def transposed(rows: Sequence[Row], has_place: HasPlace) -> list[Row]:
    """Return the rows of a table whose heads are its first column, turned; [] for others."""
    width = len(rows[0].cells)
    if width < 2 or any(len(row.cells) != width for row in rows):  # noqa: PLR2004 - head and city
        return []
    turned = [Row(tuple(row.cells[at] for row in rows), rows[0].where) for at in range(width)]
    head, *cities = turned
    if columns_of(rows[0]) or not _heads_column(head, cities, has_place):
        return []
    at = columns_of(head).index("city") if columns_of(head) else _place_at(cities, has_place)
    named = [row for row in cities if row.cells[at] and has_place(row.cells[at])]
    return turned if len(named) > len(cities) * _MOST else []


def _heads_column(head: Row, cities: Sequence[Row], has_place: HasPlace) -> bool:
    """Return whether the first column has the heads; that of the cities may be empty."""
    if columns_of(head):
        return True
    corner, *said = [_text(cell) for cell in head.cells]
    columns = [column_called(text) for text in said]
    if None in columns or not any(column in _CONTENT for column in columns):
        return False
    return len(corner.split()) < _CORNER and not has_place(head.cells[0])


def _place_at(cities: Sequence[Row], has_place: HasPlace) -> int:
    width = len(cities[0].cells)
    counts = [
        sum(bool(row.cells[at]) and has_place(row.cells[at]) for row in cities)
        for at in range(width)
    ]
    return counts.index(max(counts))


def from_forms(rows: list[Row]) -> list[Row]:
    """Return one table of forms that have the same labels, each with the values of one city.

    As in “City | Lima”, “Responses | …”, “City | Nairobi”, “Responses | …”; [] for others.
    """
    if any(len(row.cells) != 2 or not row.cells[0] for row in rows):  # noqa: PLR2004 - label, value
        return []
    labels = [fold(_text(row.cells[0])) for row in rows]
    starts = [at for at, label in enumerate(labels) if label == labels[0]]
    if len(starts) < 2:  # noqa: PLR2004 - one is no series
        return []
    forms = [
        dict(zip(labels[start:end], rows[start:end], strict=True))
        for start, end in pairwise([*starts, len(rows)])
    ]
    heads = list(dict.fromkeys(labels))
    if len(heads) < 3 or len(heads) > _MOST_LABELS + 2:  # noqa: PLR2004 - city, person, text
        return []
    head = Row(tuple(rows[labels.index(label)].cells[0] for label in heads), rows[0].where)
    return [
        head,
        *(
            Row(tuple(form[label].cells[1] if label in form else () for label in heads), where)
            for form, where in ((form, form[labels[0]].where) for form in forms)
        ),
    ]


def with_one_head(rows: list[Row], has_place: HasPlace) -> tuple[list[Row], list[Row]]:
    """Return a table with one row of heads where it has two, and the rows that made it.

    A caption in the first row goes behind, as the head of a group.
    """
    if len(rows) < 3 or len(rows[0].cells) != len(rows[1].cells):  # noqa: PLR2004 - heads and city
        return rows, []
    upper, lower, *body = rows
    if not all(map(_is_short, (upper, lower))):
        return rows, []
    # One of the two heads of a column reaches over both rows; above several, one is for all.
    spans = any(not cell for cell in upper.cells) and any(not cell for cell in lower.cells)
    if not spans or is_group(lower) or any(map(has_place, lower.cells[:1])):
        return rows, []
    joined: list[Cell] = []
    above: Cell = ()
    for high, low in zip(upper.cells, lower.cells, strict=True):
        above = high or above
        joined.append((*low, *(above if low and not high else high)))
    head = Row(tuple(joined), upper.where)
    plain = Row(tuple(low or high for high, low in zip(upper.cells, lower.cells, strict=True)), 0)
    if head_of([plain, *body], has_place):
        return [Row(plain.cells, upper.where), *body], [upper, lower]
    return ([head, *body], [upper, lower]) if head_of([head, *body], has_place) else (rows, [])


def without_captions(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Part the rows of one cell from those of a table that they are above."""
    at = 0
    while at < len(rows) - 2 and is_group(rows[at]) and columns_of(rows[at + 1]):
        at += 1
    return rows[at:], rows[:at]


def with_labels_turned(rows: list[Row], has_place: HasPlace) -> CityTable | None:
    """Return a table of one row a city, of one whose texts have their labels beside them.

    As in “Lima | Responses | …” above “ | Challenges | …”.
    """
    width = max(len(row.cells) for row in rows)
    if not _FEWEST_COLUMNS <= width <= _MOST_COLUMNS or any(
        len(row.cells) != width for row in rows
    ):
        return None
    for at in range(1, width - 1):
        columns = _labels(rows, at)
        if columns:
            return _turned(rows, at, columns, has_place)
    return None


def _labels(rows: Sequence[Row], at: int) -> dict[str, Column]:
    """Return what the labels in a column say of the texts beside them, {} where it has none."""
    texts = [text for row in rows if (text := _text(row.cells[at]))]
    if columns_of(rows[0]) or column_called(texts[0] if texts else "") is None:
        # The first row may be a head.
        texts = texts if texts.count(texts[0] if texts else "") > 1 else texts[1:]
    counted = Counter(map(fold, texts))
    if not texts or len(counted) > _MOST_LABELS or min(counted.values()) < 2:  # noqa: PLR2004
        return {}
    if any(len(text.split()) > _LONGEST_LABEL for text in texts):
        return {}
    columns = {label: column_called(label) for label in counted}
    known = sum(counted[label] for label, column in columns.items() if column)
    missing = [column for column in _CONTENT if column not in columns.values()]
    unknown = [label for label, column in columns.items() if column is None]
    if len(missing) == len(unknown) == 1:
        columns[unknown[0]] = missing[0]
        known = len(texts)
    if not set(_CONTENT) & set(columns.values()) and len(counted) == len(_CONTENT):
        # Two labels in unknown words, again and again: what was done, and what was not.
        return dict(zip(counted, _CONTENT, strict=True))
    if known < len(texts) * _NEARLY_ALL:
        return {}
    return {label: column for label, column in columns.items() if column and column != "city"}


def _turned(
    rows: Sequence[Row], at: int, columns: dict[str, Column], has_place: HasPlace
) -> CityTable:
    before = columns_below_city(rows, at, has_place)
    kinds: list[Column] = [kind for kind in dict.fromkeys(columns.values()) if kind not in before]
    made: list[list[Cell]] = []
    places: list[int] = []
    said: list[tuple[str, int]] = []
    for row in rows:
        label = _text(row.cells[at])
        column = columns.get(fold(label))
        if column is None:
            said += [(str(text), row.where) for cell in row.cells for text in cell]
            continue
        said.append((label, row.where))
        if not made or (row.cells[0] and row.cells[:at] != tuple(made[-1][:at])):
            made.append([*row.cells[:at], *((),) * len(kinds)])
            places.append(row.where)
        elif row.cells[0]:
            said += [(str(text), row.where) for cell in row.cells[:at] for text in cell]
        into = at + kinds.index(column) if column in kinds else before.index(column)
        rest = tuple(text for cell in row.cells[at + 1 :] for text in cell)
        made[-1][into] = (*made[-1][into], *rest)
    whole = [Row(tuple(cells), where) for cells, where in zip(made, places, strict=True)]
    return CityTable(whole, (*before, *kinds), said=said)


def columns_below_city(rows: Sequence[Row], at: int, has_place: HasPlace) -> Columns:
    """Return what the columns before the labels are: the city, and perhaps who spoke."""
    cut = [Row((*row.cells[:at], (FormattedText.plain("a b c d e"),)), row.where) for row in rows]
    named = [row for row in cut if row.cells[0]]
    found = columns_below(named, has_place)[:at] if named else ()
    return found if "city" in found else ("city", *(None,) * (at - 1))


def _is_short(row: Row) -> bool:
    texts = [_text(cell) for cell in row.cells]
    return all(
        len(text.split()) <= _LONGEST_HEAD and not text.endswith(_STATEMENT_END) for text in texts
    )


def _text(cell: Cell) -> str:
    return " ".join(map(str, cell))


def as_item(row: Row) -> Item:
    """Return a row of another table as an item of a list, its cells parted by dashes."""
    cells = [prose for cell in row.cells for prose in cell]
    text = cells[0] if cells else FormattedText()
    for prose in cells[1:]:
        text = text + FormattedText.plain("–") + prose
    return Item(text, row.where)
