"""A map on paper: its points have names where there is room, elsewhere numbers.

Lengths are in millimetres, with the origin at the top left.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from cities.public.map.areas import WHOLE, Box
from cities.public.map.equal_earth import HEIGHT, WIDTH, place
from cities.public.map.labels import labels_by_point
from cities.wording.published_row import Coordinates

# The width of the text of a page.
MAP_WIDTH: Final = 166.0
_NAMED: Final = 0.9
_NUMBERED: Final = 1.9
# How far the centres of two points are apart at least, so that no two numbers overlap.
_APART: Final = 2 * _NUMBERED + 0.3
# How much larger letters are than those of the map on a screen: 8 points in print.
_SCALE: Final = 1.45
# The narrowest part of the world that is shown, in units of the map: readers know it by its coasts.
_NARROWEST: Final = WIDTH / 7
# The margin around the cities, as a share of the width, with room for a name.
_MARGIN: Final = 0.16
# What is wider than this part of the world is shown as the whole of it.
_WIDEST: Final = 0.72
# The outlines are drawn in tenths of a unit.
_TENTHS: Final = 10
_LAND_COLOUR: Final = "#dde2e4"
_NUMBER: Final = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True)
class PrintedPoint:
    """A point with the radius of its circle; *number* is 0 where its name is beside it."""

    x: float
    y: float
    radius: float
    number: int = 0


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """The name of the city of that *position*; *anchor* is what `Label` has."""

    x: float
    y: float
    anchor: str
    position: int


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """The cities at the point of a number, by their positions."""

    number: int
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PrintedMap:
    """A map of cities that are known by their positions in a list; *land* is an SVG."""

    width: float
    height: float
    land: str
    points: tuple[PrintedPoint, ...]
    labels: tuple[PrintedLabel, ...]
    key: tuple[KeyEntry, ...]


def printed_map(cities: Sequence[tuple[str, Coordinates]]) -> PrintedMap:
    """Return the map of *cities*, at least one, each a name and its place.

    They are numbered in their order. Those that are too near each other share a point.
    """
    at = [place(where.latitude, where.longitude) for _name, where in cities]
    box = _box(at)
    unit = box.width / MAP_WIDTH
    heaps = _heaps(at, _APART * unit)
    numbered = {heap for heap in heaps if len(heap) > 1}
    while True:
        points = [
            (*at[heap[0]], _NUMBERED * unit, "")
            if heap in numbered
            else (*at[heap[0]], _NAMED * unit, cities[heap[0]][0])
            for heap in heaps
        ]
        found = labels_by_point(points, box, scale=_SCALE)
        without = {heap for number, heap in enumerate(heaps) if number not in found} - numbered
        if not without:
            break
        # A number needs more room than a point: names beside it may have to go, too.
        numbered |= without
    numbers = {heap: number for number, heap in enumerate(sorted(numbered), start=1)}

    def millimetres(x: float, y: float) -> tuple[float, float]:
        return round((x - box.left) / unit, 2), round((y - box.top) / unit, 2)

    return PrintedMap(
        width=MAP_WIDTH,
        height=round(box.height / unit, 2),
        land=_land_within(box),
        points=tuple(
            PrintedPoint(*millimetres(x, y), round(radius / unit, 2), numbers.get(heap, 0))
            for heap, (x, y, radius, _text) in zip(heaps, points, strict=True)
        ),
        labels=tuple(
            PrintedLabel(*millimetres(label.x, label.y), label.anchor, heaps[number][0])
            for number, label in found.items()
        ),
        key=tuple(KeyEntry(number, heap) for heap, number in numbers.items()),
    )


def _box(at: Iterable[tuple[float, float]]) -> Box:
    """Return the part of the world that is shown."""
    across, down = zip(*at, strict=True)
    left, right, top, bottom = min(across), max(across), min(down), max(down)
    width = max(right - left, (bottom - top) * WIDTH / HEIGHT) * (1 + 2 * _MARGIN)
    if width > _WIDEST * WIDTH:
        return WHOLE
    return Box.around((left + right) / 2, (top + bottom) / 2, max(width, _NARROWEST))


def _heaps(at: Sequence[tuple[float, float]], distance: float) -> list[tuple[int, ...]]:
    """Bring the positions of places together that are nearer than *distance* to the first one."""
    heaps: list[list[int]] = []
    for position, (x, y) in enumerate(at):
        for heap in heaps:
            there = at[heap[0]]
            if math.hypot(there[0] - x, there[1] - y) < distance:
                heap.append(position)
                break
        else:
            heaps.append([position])
    return [tuple(heap) for heap in heaps]


# --- The outlines ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Outline:
    """The coast of an island or continent as a part of a path, and the rectangle around it."""

    path: str
    left: float
    top: float
    right: float
    bottom: float

    def is_in(self, box: Box) -> bool:
        across = self.left <= box.left + box.width and self.right >= box.left
        return across and self.top <= box.top + box.height and self.bottom >= box.top


def _land_within(box: Box) -> str:
    """Return the land that the box shows as an SVG."""
    path = "".join(one.path for one in _outlines() if one.is_in(box))
    view = " ".join(
        f"{value * _TENTHS:.1f}" for value in (box.left, box.top, box.width, box.height)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">'
        f'<path fill="{_LAND_COLOUR}" d="{path}"/></svg>'
    )


@cache
def _outlines() -> tuple[_Outline, ...]:
    """Return the outlines of the map of the site: each begins at a place and goes on by steps."""
    file = Path(settings.BASE_DIR, "static", "img", "land.svg").read_text(encoding="utf-8")
    found = re.search(r'id="land" d="([^"]+)"', file)
    if found is None:
        raise ValueError("The map has no land.")
    return tuple(_outline(path) for path in re.findall(r"M[^M]+", found[1]))


def _outline(path: str) -> _Outline:
    numbers = [int(one) / _TENTHS for one in _NUMBER.findall(path)]
    across, down = [numbers[0]], [numbers[1]]
    for step in range(2, len(numbers) - 1, 2):
        across.append(across[-1] + numbers[step])
        down.append(down[-1] + numbers[step + 1])
    return _Outline(path, min(across), min(down), max(across), max(down))
