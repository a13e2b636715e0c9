"""Labels of the points of a map, where they fit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

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
    """A name, its position and font size. It begins at its point, or *ends* there."""

    x: float
    y: float
    text: str
    ends: bool
    size: float


def place_labels(points: Iterable[tuple[float, float, float, str]], box: Box) -> list[Label]:
    """Place labels to the right of their points, else to the left, else leave them out.

    A point is (x, y, radius, name), in units of the map; *box* is the part that is shown. No label
    overlaps another one or a point, or crosses the edge.
    """
    points = list(points)
    if len(points) > _MOST:
        return []
    taken = [(x - r, y - r, x + r, y + r) for x, y, r, _text in points]
    labels = []
    for x, y, radius, text in points:
        size, away = _SIZE * box.share, radius + _GAP * box.share
        width = len(text) * size * _LETTER
        for ends in (False, True) if text else ():
            left = x - away - width if ends else x + away
            room = (left, y - size * 0.6, left + width, y + size * 0.6)
            if _inside(room, box) and not any(_overlap(room, other) for other in taken):
                taken.append(room)
                at = x - away if ends else x + away
                labels.append(Label(round(at, 2), y, text, ends, round(size, 3)))
                break
    return labels


def _inside(room: _Rectangle, box: Box) -> bool:
    left, _top, right, _bottom = room
    return left >= box.left and right <= box.left + box.width


def _overlap(one: _Rectangle, other: _Rectangle) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
