"""A picture of figures, drawn from left to right in units of one pixel, with white behind it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

INK: Final = "#1d2529"
QUIET: Final = "#5b666c"
TRACK: Final = "#e4ecef"
LINE: Final = "#c4cdd1"
# The colours of groups; shapes tell them apart as well.
COLOURS: Final = ("#1f5673", "#b8642a", "#5a7d2a", "#7a4b8c", "#8a6d00", "#a33a4f", "#2a7f7f")
MARGIN: Final = 24


@dataclass(frozen=True, slots=True)
class PictureText:
    """A line of text; *anchor* is where it begins, ends or has its middle at *x*."""

    x: float
    y: float
    text: str
    size: int = 13
    anchor: str = "start"
    colour: str = INK
    weight: int = 400


@dataclass(frozen=True, slots=True)
class PictureBox:
    """A filled rectangle; *edge* is the colour of its border, if it has one."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    opacity: float = 1
    edge: str = ""


@dataclass(frozen=True, slots=True)
class PicturePath:
    """A shape through *points*, closed and filled, or a line without a *fill*."""

    points: tuple[tuple[float, float], ...]
    fill: str = "none"
    stroke: str = ""
    width: float = 1.5

    @property
    def commands(self) -> str:
        """Return the commands of the SVG path."""
        line = "L".join(f"{round(x, 2):g} {round(y, 2):g}" for x, y in self.points)
        return f"M{line}" + ("" if self.fill == "none" else "Z")


@dataclass(slots=True)
class Picture:
    """A drawing from left to right; it is mirrored for languages that are written the other way.

    *description* tells in words what is drawn.
    """

    title: str
    description: str
    width: float = 720
    height: float = 0
    boxes: list[PictureBox] = field(default_factory=list)
    paths: list[PicturePath] = field(default_factory=list)
    texts: list[PictureText] = field(default_factory=list)

    def mirrored(self) -> Picture:
        """Return the same from right to left; texts begin and end where theirs do."""
        boxes = [replace(one, x=self.width - one.x - one.width) for one in self.boxes]
        texts = [replace(one, x=self.width - one.x) for one in self.texts]
        paths = [
            replace(one, points=tuple((self.width - x, y) for x, y in one.points))
            for one in self.paths
        ]
        return replace(self, boxes=boxes, texts=texts, paths=paths)

    def heading(self, remarks: Iterable[str]) -> float:
        """Write the title and the lines below it; return where the drawing may begin."""
        top = 40.0
        letters = round((self.width - 2 * MARGIN) / 10)
        for line in textwrap.wrap(self.title, letters):
            self.texts.append(PictureText(MARGIN, top, line, size=19, weight=600))
            top += 26
        top -= 4
        for remark in remarks:
            top = self.remark(remark, top)
        return top

    def remark(self, text: str, top: float) -> float:
        """Write small lines of text from *top*; return where the next would be."""
        for line in textwrap.wrap(text, round((self.width - 2 * MARGIN) / 6.8)):
            self.texts.append(PictureText(MARGIN, top, line, colour=QUIET))
            top += 18
        return top

    def label(self, text: str, x: float, middle: float, letters: int) -> None:
        """Write a label of a row in one or two lines around its *middle*."""
        lines = textwrap.wrap(text, letters, max_lines=2, placeholder="…") or [""]
        first = middle + 4.5 - 7.5 * (len(lines) - 1)
        for place, line in enumerate(lines):
            self.texts.append(PictureText(x, first + 15 * place, line))

    def finish(self, source: str, bottom: float) -> Picture:
        """Write below everything what the figures rest on, and set the height."""
        for line in textwrap.wrap(source, round((self.width - 2 * MARGIN) / 6.2)):
            bottom += 17
            self.texts.append(PictureText(MARGIN, bottom, line, size=12, colour=QUIET))
        self.height = bottom + MARGIN
        return self


def mark(number: int, x: float, y: float, size: float = 6) -> PicturePath:
    """Return the mark of the group with this number, from 0: each has its shape and its colour."""
    s, t = size, size * 0.45
    shapes = (
        ((-s, 0), (0, -s), (s, 0), (0, s)),
        (
            (-s * 0.85, -s * 0.85),
            (s * 0.85, -s * 0.85),
            (s * 0.85, s * 0.85),
            (-s * 0.85, s * 0.85),
        ),
        ((-s, s * 0.8), (0, -s), (s, s * 0.8)),
        ((-s, -s * 0.8), (0, s), (s, -s * 0.8)),
        ((-t, -s), (t, -s), (s, -t), (s, t), (t, s), (-t, s), (-s, t), (-s, -t)),
        ((-s, -t * 0.6), (s, -t * 0.6), (s, t * 0.6), (-s, t * 0.6)),
    )
    points = tuple((x + dx, y + dy) for dx, dy in shapes[number % len(shapes)])
    return PicturePath(points, fill=COLOURS[number % len(COLOURS)], stroke="#ffffff", width=1)
