"""Labels of the points of a map, where they fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from unicodedata import east_asian_width

from cities.public.map.areas import Box

# In units of the whole map.
_SIZE: Final = 11.5
_GAP: Final = 4.0
# The width of a letter relative to its size, an average with a margin: fonts differ by reader.
_LETTER: Final = 0.62
# A map with more points has no labels.
_MOST: Final = 60
_Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Label:
    """A name, its position and font size; its *anchor* is "starts", "ends" or "middle"."""

    x: float
    y: float
    text: str
    anchor: str
    size: float


def place_labels(
    points: Iterable[tuple[float, float, float, str]], box: Box, *, scale: float = 1.0
) -> list[Label]:
    """Place labels beside their points: to the right or left, below or above, else leave them out.

    A point is (x, y, radius, name), in units of the map; *box* is the part that is shown, and
    *scale* enlarges the letters. No label overlaps another one or a point, or crosses the edge.
    """
    return list(labels_by_point(points, box, scale=scale).values())


def labels_by_point(
    points: Iterable[tuple[float, float, float, str]], box: Box, *, scale: float = 1.0
) -> dict[int, Label]:
    """Place labels as `place_labels` does, and return them by the number of their point, from 0."""
    points = list(points)
    if len(points) > _MOST:
        return {}
    taken = [(x - r, y - r, x + r, y + r) for x, y, r, _text in points]
    labels = {}
    for number, (x, y, radius, text) in enumerate(points):
        for label in _places(x, y, radius, text, scale * box.share) if text else ():
            room = _room(label)
            if _inside(room, box) and not any(_overlap(room, other) for other in taken):
                taken.append(room)
                labels[number] = label
                break
    return labels


def _places(x: float, y: float, radius: float, text: str, scale: float) -> Iterator[Label]:
    """Yield where a label may be, the best place first."""
    size = round(_SIZE * scale, 3)
    aside, away = radius + _GAP * scale, radius + size * 0.75
    yield Label(round(x + aside, 2), y, text, "starts", size)
    yield Label(round(x - aside, 2), y, text, "ends", size)
    yield Label(x, round(y + away, 2), text, "middle", size)
    yield Label(x, round(y - away, 2), text, "middle", size)


def _room(label: Label) -> _Rectangle:
    width, half = _letters(label.text) * label.size, label.size * 0.6
    left = label.x - {"starts": 0.0, "ends": width, "middle": width / 2}[label.anchor]
    return left, label.y - half, left + width, label.y + half


def _letters(text: str) -> float:
    """Return the width of a text in units of its size; an ideograph is as wide as it is high."""
    return sum(1.0 if east_asian_width(one) in "WF" else _LETTER for one in text)


def _inside(room: _Rectangle, box: Box) -> bool:
    left, top, right, bottom = room
    is_across = left >= box.left and right <= box.left + box.width
    return is_across and top >= box.top and bottom <= box.top + box.height


def _overlap(one: _Rectangle, other: _Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
