"""Parts of the map: what it shows when a reader has gone nearer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from cities.public.map.equal_earth import HEIGHT, WIDTH

# Each step nearer shows a part a quarter as wide, down to about 600 km from side to side, where the
# drawing of the coasts still holds.
_STEP: Final = 4
_NARROWEST: Final = 16.0
_AREA: Final = re.compile(r"(\d{1,5})-(\d{1,5})-(\d{3,5})")
# In addresses lengths are in tenths of a unit, so that they are whole numbers.
_TENTHS: Final = 10
# Of the width of the cities that a map is fitted to, on each side.
_MARGIN: Final = 0.2


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the map, in its units and of its shape."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def around(cls, x: float, y: float, width: float) -> Box:
        """Return a rectangle of this width around a place, pushed inside where it stands out."""
        width = min(max(width, _NARROWEST), WIDTH)
        height = width * HEIGHT / WIDTH
        left = min(max(x - width / 2, 0), WIDTH - width)
        top = min(max(y - height / 2, 0), HEIGHT - height)
        return cls(round(left, 2), round(top, 2), round(width, 2), round(height, 2))

    @classmethod
    def fitting(cls, left: float, top: float, right: float, bottom: float) -> Box:
        """Return a rectangle that shows everything between these edges, with a margin around it."""
        width = max(right - left, (bottom - top) * WIDTH / HEIGHT) * (1 + 2 * _MARGIN)
        # No nearer than where a coast still tells a reader what part of the world it is.
        return cls.around((left + right) / 2, (top + bottom) / 2, max(width, WIDTH / _STEP))

    @property
    def share(self) -> float:
        """How much of the map's width it shows."""
        return self.width / WIDTH


WHOLE: Final = Box(0, 0, WIDTH, HEIGHT)


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the map that a reader asked for: its centre and its width, in tenths of a unit."""

    x: int
    y: int
    width: int

    @classmethod
    def read(cls, text: str) -> Area | None:
        """Read what `str` wrote; None for anything else."""
        found = _AREA.fullmatch(text)
        return cls(*map(int, found.groups())) if found else None

    @classmethod
    def nearer(cls, x: float, y: float, box: Box) -> Area:
        """Return what a reader of *box* sees one step nearer to a place."""
        width = max(box.width / _STEP, _NARROWEST)
        return cls(round(x * _TENTHS), round(y * _TENTHS), round(width * _TENTHS))

    def __str__(self) -> str:
        return f"{self.x}-{self.y}-{self.width}"

    @property
    def box(self) -> Box:
        return Box.around(self.x / _TENTHS, self.y / _TENTHS, self.width / _TENTHS)

    @property
    def outer(self) -> Area | None:
        """The area one step back, None for the whole map."""
        width = self.width * _STEP
        return Area(self.x, self.y, width) if width < WIDTH * _TENTHS else None
