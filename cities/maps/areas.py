"""Parts of the map: what it shows when a reader has gone nearer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from cities.maps.equal_earth import HEIGHT, WIDTH

# Each step nearer shows a part a quarter as wide.
STEP: Final = 4
# The nearest: about 600 km from side to side, where the drawing of the coasts still holds.
NEAREST: Final = 3
_AREA: Final = re.compile(r"([1-3])-(\d{1,5})-(\d{1,5})")
# Centres are written in tenths of a unit, so that addresses are of whole numbers.
_TENTHS: Final = 10


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the map, in its units."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the map around a centre, *level* steps nearer than the whole."""

    level: int
    x: int
    y: int

    @classmethod
    def read(cls, text: str) -> Area | None:
        """Read what `str` wrote; None for anything else."""
        found = _AREA.fullmatch(text)
        return cls(*map(int, found.groups())) if found else None

    @classmethod
    def around(cls, x: float, y: float, level: int) -> Area:
        """Return the area of a level around a place on the map."""
        return cls(level, round(x * _TENTHS), round(y * _TENTHS))

    def __str__(self) -> str:
        return f"{self.level}-{self.x}-{self.y}"

    @property
    def box(self) -> Box:
        """What it shows: of the map's own shape, and pushed inside where it would stand out."""
        share = STEP**-self.level
        width, height = WIDTH * share, HEIGHT * share
        left = min(max(self.x / _TENTHS - width / 2, 0), WIDTH - width)
        top = min(max(self.y / _TENTHS - height / 2, 0), HEIGHT - height)
        return Box(round(left, 2), round(top, 2), round(width, 2), round(height, 2))

    @property
    def outer(self) -> Area | None:
        """The area one step back, None for the whole map."""
        return Area(self.level - 1, self.x, self.y) if self.level > 1 else None
