"""The city table of our own Word file as the nodes that other files have of cities."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading.own_files.nodes import Node
from sessions_app.importing.reading.own_files.structure import HEAD
from sessions_app.importing.reading.own_files.words import OwnWords
from sessions_app.importing.words import fold

if TYPE_CHECKING:
    from sessions_app.importing.reading.own_files.word_reader import Line

_SMALL = "note small"
_EMPTY = ("–", "")
Flow = Callable[["list[Line]"], Iterator[Node]]


def is_city_table(words: OwnWords, table: Line) -> bool:
    """Return whether the columns of a table are those of the city table."""
    heads = [fold(" ".join(str(line.text) for line in cell)) for cell in table.rows[0]]
    return len(heads) > 1 and any(head in words.columns for head in heads)


def city_nodes(words: OwnWords, table: Line, flow: Flow) -> Iterator[Node]:
    """Yield each city as a heading, with its columns below."""
    head, *rows = table.rows
    yield Node("heading", [line.text for line in head[0]], level=3, key=HEAD)
    for row in rows:
        city, *columns = row
        if not city:
            continue
        yield Node("heading", [city[0].text], level=3)
        yield Node("paragraph", list(_identity(city[1:])))
        for label, cell in zip(head[1:], columns, strict=False):
            yield Node("heading", [line.text for line in label], level=4)
            items = [list(_entry(lines, flow)) for lines in _entries(cell)]
            if items:
                yield Node("list", items=items)


def _identity(lines: list[Line]) -> Iterator[FormattedText]:
    for line in lines:
        yield line.text if line.style == _SMALL else line.text.bold()


def _entries(cell: list[Line]) -> Iterator[list[Line]]:
    """Part the lines of a cell into entries: where one is marked, or its small print ended."""
    lines = [line for line in cell if line.rows or str(line.text) not in _EMPTY]
    is_marked = any(_key(line) for line in lines)
    has_facts = any(line.style == _SMALL for line in lines)
    found: list[Line] = []
    for line in lines:
        small, listed = line.style == _SMALL, line.style.startswith("list ")
        after_facts = bool(found) and found[-1].style == _SMALL and not small
        alone = not has_facts and not listed and not (found and found[-1].text.is_bold)
        if found and (bool(_key(line)) if is_marked else after_facts or alone):
            yield found
            found = []
        found.append(line)
    if found:
        yield found


def _entry(lines: list[Line], flow: Flow) -> Iterator[Node]:
    nodes = list(flow(lines))
    if nodes:
        nodes[0].key = _key(lines[0])
    yield from nodes


def _key(line: Line) -> str:
    """Return the id of the entry that begins with *line*, if one is marked."""
    for name in line.anchors:
        kind, _dash, number = name.partition("-")
        if kind in ("response", "challenge") and number.isdecimal():
            return number
    return ""
