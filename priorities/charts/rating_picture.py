"""Ratings as a picture: bars from one baseline or bands, and how many gave each score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from llex.core.charts.picture import (
    COLOURS,
    INK,
    LINE,
    MARGIN,
    QUIET,
    TRACK,
    Picture,
    PictureBox,
    PictureText,
    mark,
)
from llex.core.languages.numbers import number
from priorities.charts.spread import Band, opacity, segments, signed
from priorities.results.scales import reach, ticks

WIDTH: Final = 860
_ROW: Final = 38
_BAR: Final = 260.0
_BAR_WIDTH: Final = 226.0
_MEAN, _CHANGE, _STRIP = 546.0, 618.0, 640.0
_STRIP_WIDTH: Final = WIDTH - MARGIN - _STRIP
_GROUPS_WIDTH: Final = WIDTH - MARGIN - _BAR - 10
_LETTERS: Final = 34
_KEY: Final = 170
# As many names of groups as a line has room for.
_LONGEST_KEY: Final = 22


@dataclass(frozen=True, slots=True)
class RatingLine:
    """One row of a picture: a service, or a session; *scale* is its highest score.

    With a *band*, this is drawn with a mark at the mean, and no bar.
    """

    label: str
    mean: float | None
    scale: int
    distribution: Sequence[int]
    change: float | None = None
    band: Band | None = None


def draw_ratings(picture: Picture, lines: Sequence[RatingLine], top: float) -> float:
    """Draw *lines* from *top*; return where the drawing ends.

    Scores are written at the ticks where all lines have the same scale.
    """
    scales = {line.scale for line in lines}
    scale = scales.pop() if len(scales) == 1 else None
    first = top + 30
    bottom = first + _ROW * len(lines)
    _heads(picture, first - 10, has_changes=any(line.change is not None for line in lines))
    draw_axis(picture, first, bottom, scale, _BAR_WIDTH)
    for place, line in enumerate(lines):
        _line(picture, line, first + _ROW * (place + 0.5))
    return _key(picture, bottom + 24, max(line.scale for line in lines))


def draw_axis(picture: Picture, top: float, bottom: float, scale: int | None, width: float) -> None:
    """Draw a line at each score and write it below; the lowest is the baseline."""
    places = [0.0, *ticks(scale), 1.0] if scale else [0.0, 1.0]
    for place, at in enumerate(places):
        x = _BAR + width * at
        colour, thick = (QUIET, 1.5) if not place else (LINE, 1)
        picture.boxes.append(PictureBox(x - thick / 2, top, thick, bottom - top, colour))
        if scale:
            text = number(place + 1)
            picture.texts.append(PictureText(x, bottom + 15, text, 12, "middle", QUIET))


def draw_groups(
    picture: Picture,
    names: Sequence[str],
    lines: Iterable[tuple[str, Sequence[float | None]]],
    scale: int,
    top: float,
) -> float:
    """Draw the value of each group as a mark on the line of each label; *names* are the groups'.

    *scale* is the highest score, 0 for shares out of 100. Return where the drawing ends.
    """
    rows = list(lines)
    top = _group_key(picture, names, top + 8)
    bottom = top + _ROW * len(rows)
    if scale:
        draw_axis(picture, top, bottom, scale, _GROUPS_WIDTH)
    else:
        _share_axis(picture, top, bottom)
    for place, (label, values) in enumerate(rows):
        y = top + _ROW * (place + 0.5)
        picture.label(label, MARGIN, y, _LETTERS)
        picture.boxes.append(PictureBox(_BAR, y - 0.5, _GROUPS_WIDTH, 1, TRACK))
        for group, value in enumerate(values):
            if value is not None:
                at = reach(value, scale) if scale else value / 100
                # One below the other, so that equal values do not hide each other.
                away = (group - (len(names) - 1) / 2) * min(5, 24 / len(names))
                picture.paths.append(mark(group, _BAR + _GROUPS_WIDTH * at, y + away, 5))
    return bottom + 22


def _share_axis(picture: Picture, top: float, bottom: float) -> None:
    for part in range(5):
        x = _BAR + _GROUPS_WIDTH * part / 4
        colour, thick = (LINE, 1) if part else (QUIET, 1.5)
        picture.boxes.append(PictureBox(x - thick / 2, top, thick, bottom - top, colour))
        text = _("{n}%").replace("{n}", number(25 * part))
        picture.texts.append(PictureText(x, bottom + 15, text, 12, "middle", QUIET))


def _heads(picture: Picture, y: float, *, has_changes: bool) -> None:
    heads = [
        (_BAR, "start", pgettext("column of a table", "Mean")),
        (_STRIP, "start", _("How many gave each score")),
    ]
    if has_changes:
        heads.append((_CHANGE, "end", pgettext("column of a table", "Change")))
    for x, anchor, text in heads:
        picture.texts.append(PictureText(x, y, text, 12, anchor, QUIET))


def _line(picture: Picture, line: RatingLine, y: float) -> None:
    picture.label(line.label, MARGIN, y, _LETTERS)
    picture.boxes += _bar(line, y)
    mean = "–" if line.mean is None else number(line.mean, 2)
    picture.texts.append(PictureText(_MEAN, y + 5, mean, 15, "end", INK, 700))
    if line.change is not None:
        colour = QUIET if not line.change else INK
        picture.texts.append(PictureText(_CHANGE, y + 5, signed(line.change), 13, "end", colour))
    for part in segments(line.distribution):
        x, width = _STRIP + _STRIP_WIDTH * part.x / 100, _STRIP_WIDTH * part.width / 100
        box = PictureBox(x, y - 8, width, 16, COLOURS[0], part.opacity, edge=COLOURS[0])
        picture.boxes.append(box)


def _bar(line: RatingLine, y: float) -> list[PictureBox]:
    width = round(_BAR_WIDTH * reach(line.mean, line.scale), 2)
    if line.band is None:
        return [PictureBox(_BAR, y - 8, width, 16, COLOURS[0])]
    x = _BAR + _BAR_WIDTH * line.band.x / 100
    wide = round(_BAR_WIDTH * line.band.width / 100, 2)
    return [
        PictureBox(x, y - 7, wide, 14, TRACK, edge=COLOURS[0]),
        PictureBox(_BAR + width - 2, y - 12, 4, 24, COLOURS[1]),
    ]


def _key(picture: Picture, y: float, scale: int) -> float:
    """Draw which shade is which score, below the strips."""
    step = _STRIP_WIDTH / scale
    for score in range(1, scale + 1):
        x = _STRIP + step * (score - 1)
        shade = opacity(score, scale)
        picture.boxes.append(PictureBox(x, y - 8, step - 3, 8, COLOURS[0], shade, COLOURS[0]))
        middle = x + (step - 3) / 2
        picture.texts.append(PictureText(middle, y + 14, number(score), 12, "middle", QUIET))
    return y + 20


def _group_key(picture: Picture, names: Sequence[str], top: float) -> float:
    """Write what the marks are; return where the lines may begin."""
    x, y = float(MARGIN), top
    for group, name in enumerate(names):
        room = _KEY if len(name) <= _LONGEST_KEY else 7 * len(name) + 40
        if x > MARGIN and x + room > WIDTH - MARGIN:
            x, y = MARGIN, y + 22
        picture.paths.append(mark(group, x + 7, y))
        picture.texts.append(PictureText(x + 20, y + 5, name))
        x += room
    return y + 22
