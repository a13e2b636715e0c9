"""Parts of the map that a reader has zoomed in to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from cities.public.map.equal_earth import HEIGHT, WIDTH

# Each step of zoom shows a part a quarter as wide, down to about 600 km, below which the coasts
# are drawn too coarsely.
_STEP: Final = 4
_NARROWEST: Final = 16.0
_AREA: Final = re.compile(r"(\d{1,5})-(\d{1,5})-(\d{3,5})")
# Lengths in URLs are whole numbers, in tenths of a unit.
_TENTHS: Final = 10
# The margin on each side, as a share of the width that is fitted.
_MARGIN: Final = 0.2


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the map, in its units and with its ratio of width to height."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def around(cls, x: float, y: float, width: float) -> Box:
        """Return a rectangle of this width around a place, moved so that it is inside the map."""
        width = min(max(width, _NARROWEST), WIDTH)
        height = width * HEIGHT / WIDTH
        left = min(max(x - width / 2, 0), WIDTH - width)
        top = min(max(y - height / 2, 0), HEIGHT - height)
        return cls(round(left, 2), round(top, 2), round(width, 2), round(height, 2))

    @classmethod
    def fitting(cls, left: float, top: float, right: float, bottom: float) -> Box:
        """Return a rectangle that shows everything between these edges, with a margin."""
        width = max(right - left, (bottom - top) * WIDTH / HEIGHT) * (1 + 2 * _MARGIN)
        # Wide enough for a reader to recognise the part of the world by its coasts.
        return cls.around((left + right) / 2, (top + bottom) / 2, max(width, WIDTH / _STEP))

    @property
    def share(self) -> float:
        """Return the share of the map's width that it shows, between 0 and 1."""
        return self.width / WIDTH


WHOLE: Final = Box(0, 0, WIDTH, HEIGHT)


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the map that a URL names: its centre and its width, in tenths of a unit."""

    x: int
    y: int
    width: int

    @classmethod
    def read(cls, text: str) -> Area | None:
        """Parse the form that `str` writes; return None for anything else."""
        found = _AREA.fullmatch(text)
        return cls(*map(int, found.groups())) if found else None

    @classmethod
    def nearer(cls, x: float, y: float, box: Box) -> Area:
        """Return the area around a place that is one step of zoom narrower than *box*."""
        width = max(box.width / _STEP, _NARROWEST)
        return cls(round(x * _TENTHS), round(y * _TENTHS), round(width * _TENTHS))

    def __str__(self) -> str:
        return f"{self.x}-{self.y}-{self.width}"

    @property
    def box(self) -> Box:
        return Box.around(self.x / _TENTHS, self.y / _TENTHS, self.width / _TENTHS)

    @property
    def outer(self) -> Area | None:
        """Return the area one step of zoom wider, or None if that is the whole map."""
        width = self.width * _STEP
        return Area(self.x, self.y, width) if width < WIDTH * _TENTHS else None
