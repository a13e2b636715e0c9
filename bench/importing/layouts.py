"""How a note shows its cities: as tables of several kinds, as cards, or as paragraphs."""

import textwrap
from collections.abc import Callable, Iterator
from itertools import zip_longest
from typing import Final

from bench.importing.corpus import Block, Cell, City, Grid, Note

_REGIONS: Final = {
    "en": ("Africa and Europe", "Other regions"),
    "fr": ("Afrique et Europe", "Autres régions"),
    "es": ("América Latina", "Otras regiones"),
}
# How wide the columns of a table laid out by spaces are, and how far apart.
_WIDTHS: Final = (24, 44, 34)
_APART: Final = 3


def layout(note: Note) -> Iterator[Block]:
    """Yield the blocks that show the cities of *note*."""
    yield from _LAYOUTS[note.table](note)


def _label(note: Note, city: City, form: str) -> str:
    return form.format(
        city=city.name, country=city.country_name, person=city.person, position=city.position
    )


def _first_cell(note: Note, city: City) -> tuple[str, ...]:
    return _label(note, city, note.label), f"{city.person}, {city.position}"


def _table(rows: Grid) -> Block:
    return Block("table", grid=tuple(map(tuple, rows)))


def _head(note: Note) -> Grid:
    return [[Cell((f"**{text}**",)) for text in note.head]] if note.head else []


def _row(note: Note, city: City) -> list[Cell]:
    texts = (city.responses, city.challenges)
    return [Cell(_first_cell(note, city)), *(Cell(tuple(one)) for one in texts)]


def _plain(note: Note) -> Iterator[Block]:
    yield _table(_head(note) + [_row(note, city) for city in note.cities])


def _four(note: Note) -> Iterator[Block]:
    yield _table(
        _head(note)
        + [
            [
                Cell((_label(note, city, note.label),)),
                Cell((f"{city.person}, {city.position}",)),
                Cell(tuple(city.responses)),
                Cell(tuple(city.challenges)),
            ]
            for city in note.cities
        ]
    )


def _countries(note: Note) -> Iterator[Block]:
    """Cities in the order of their countries; the first country reaches over its texts' rows."""
    rows = _head(note)
    for city in note.cities:
        texts = list(zip_longest(city.responses, city.challenges, fillvalue=""))
        firsts = [city.country_name, city.name, f"{city.person}, {city.position}"]
        for number, (response, challenge) in enumerate(texts):
            cells = [Cell((text,), rows=len(texts)) for text in firsts] if number == 0 else []
            rows.append([*cells, Cell((response,)), Cell((challenge,))])
    yield _table(rows)


def _split(note: Note) -> Iterator[Block]:
    """Each response in a row of its own, beside one cell for the city."""
    rows = _head(note)
    for city in note.cities:
        texts = list(zip_longest(city.responses, city.challenges, fillvalue=""))
        for number, pair in enumerate(texts):
            first = [Cell(_first_cell(note, city), rows=len(texts))] if number == 0 else []
            rows.append(first + [Cell((text,)) for text in pair])
    yield _table(rows)


def _regions(note: Note) -> Iterator[Block]:
    rows = _head(note)
    half = len(note.cities) // 2
    for name, cities in zip(
        _REGIONS[note.language], (note.cities[:half], note.cities[half:]), strict=True
    ):
        rows.append([Cell((f"**{name}**",), columns=3)])
        rows += [_row(note, city) for city in cities]
    yield _table(rows)


def _transposed(note: Note) -> Iterator[Block]:
    lines = [
        [(_label(note, city, note.label),) for city in note.cities],
        [(f"{city.person}, {city.position}",) for city in note.cities],
        [tuple(city.responses) for city in note.cities],
        [tuple(city.challenges) for city in note.cities],
    ]
    heads = note.head or []
    yield _table(
        [
            [Cell((f"**{head}**",)), *map(Cell, line)]
            for head, line in zip(heads, lines, strict=True)
        ]
    )


def _labelled(note: Note) -> Iterator[Block]:
    """Each text in a row of its own, with its label beside it and one cell for the city."""
    *heads, responses, challenges = note.head or []
    rows = [[Cell((f"**{head}**",)) for head in (*heads, "", "")]]
    for city in note.cities:
        first = Cell(_first_cell(note, city), rows=2)
        rows.append([first, Cell((responses,)), Cell(tuple(city.responses))])
        rows.append([Cell((challenges,)), Cell(tuple(city.challenges))])
    yield _table(rows)


def _forms(note: Note) -> Iterator[Block]:
    """Two columns, in which each city has the same labels below one another."""
    rows = []
    for city in note.cities:
        values = [(city.name,), (city.person,), (city.position,), city.responses, city.challenges]
        for head, value in zip(note.head or [], values, strict=True):
            rows.append([Cell((f"**{head}**",)), Cell(tuple(value))])
    yield _table(rows)


def _cards(note: Note) -> Iterator[Block]:
    *firsts, responses, challenges = note.card
    for city in note.cities:
        for form in firsts:
            text = _label(note, city, form)
            yield Block("h3", text[4:]) if text.startswith("### ") else Block("p", text)
        for label, texts in ((responses, city.responses), (challenges, city.challenges)):
            yield Block("p", label)
            yield from (Block("li", text) for text in texts)


def _paragraphs(note: Note) -> Iterator[Block]:
    for city in note.cities:
        text = " ".join([*city.responses, *city.challenges])
        label = _label(note, city, note.label)
        yield Block("p", f"**{label}** – {city.person}, {city.position}: {text}")


def _spaces(note: Note) -> Iterator[Block]:
    """Columns as `pdftotext -layout` shows them, a blank line between rows."""
    rows = [list(note.head or [])]
    for city in note.cities:
        first = "\n".join(_first_cell(note, city))
        rows.append([first, " ".join(city.responses), " ".join(city.challenges)])
    yield Block("spaces", "\n\n".join("\n".join(_in_columns(row)) for row in rows))


def _in_columns(cells: list[str]) -> Iterator[str]:
    columns = [
        [line for part in cell.split("\n") for line in textwrap.wrap(part, width)]
        for cell, width in zip(cells, _WIDTHS, strict=True)
    ]
    for number in range(max(map(len, columns))):
        line = [column[number] if number < len(column) else "" for column in columns]
        padded = (text.ljust(width + _APART) for text, width in zip(line, _WIDTHS, strict=True))
        yield "".join(padded).rstrip()


_LAYOUTS: Final[dict[str, Callable[[Note], Iterator[Block]]]] = {
    "plain": _plain,
    "four": _four,
    "countries": _countries,
    "split": _split,
    "regions": _regions,
    "transposed": _transposed,
    "labelled": _labelled,
    "forms": _forms,
    "cards": _cards,
    "paragraphs": _paragraphs,
    "spaces": _spaces,
}
