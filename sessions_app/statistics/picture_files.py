"""Pictures as SVG files that need no page around them: with title, labels, values and colours."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.languages.phrases import comma, labelled
from sessions_app.statistics.charts import Chart

SVG: Final = "image/svg+xml"
_WIDTH: Final = 720
_MARGIN: Final = 24
_LABELS: Final = 250
_VALUES: Final = 70
_ROW: Final = 30
_PLOT: Final = 220
_COLOURS: Final = ("#1f5673", "#b8642a")
_INK, _QUIET, _TRACK = "#1d2529", "#5b666c", "#e4ecef"


@dataclass(frozen=True, slots=True)
class PictureText:
    """A line of text; *anchor* is where it begins, ends or has its middle at *x*."""

    x: float
    y: float
    text: str
    size: int = 13
    anchor: str = "start"
    colour: str = _INK
    weight: int = 400


@dataclass(frozen=True, slots=True)
class PictureBox:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(slots=True)
class Picture:
    """A drawing from left to right; it is mirrored for languages that are written the other way."""

    title: str
    description: str
    height: float = 0
    boxes: list[PictureBox] = field(default_factory=list)
    texts: list[PictureText] = field(default_factory=list)


def svg_file(chart: Chart, source: str) -> bytes:
    """Return *chart* as an SVG file in the active language; *source* says what it shows."""
    picture = _draw(chart, source)
    is_mirrored = languages.direction(get_language() or languages.DEFAULT) == "rtl"
    if is_mirrored:
        picture.boxes = [
            PictureBox(_WIDTH - one.x - one.width, one.y, one.width, one.height, one.colour)
            for one in picture.boxes
        ]
        picture.texts = [
            PictureText(
                _WIDTH - one.x, one.y, one.text, one.size, one.anchor, one.colour, one.weight
            )
            for one in picture.texts
        ]
    context = {
        "picture": picture,
        "width": _WIDTH,
        "language": get_language(),
        "direction": "rtl" if is_mirrored else "ltr",
    }
    return render_to_string("admin/sessions_app/statistics/picture.svg", context).strip().encode()


def _draw(chart: Chart, source: str) -> Picture:
    values = comma().join(labelled(bar.label, " / ".join(bar.texts)) for bar in chart.bars)
    picture = Picture(chart.title, values)
    picture.texts.append(PictureText(_MARGIN, 40, chart.title, size=19, weight=600))
    top = 62
    for line in textwrap.wrap(chart.remark, 100):
        picture.texts.append(PictureText(_MARGIN, top, line, colour=_QUIET))
        top += 18
    bottom = _upright(picture, chart, top + 14) if chart.upright else _lying(picture, chart, top)
    for line in textwrap.wrap(source, 110):
        bottom += 17
        picture.texts.append(PictureText(_MARGIN, bottom, line, size=12, colour=_QUIET))
    picture.height = bottom + _MARGIN
    return picture


def _lying(picture: Picture, chart: Chart, top: float) -> float:
    left = _MARGIN + _LABELS
    width = _WIDTH - left - _VALUES - _MARGIN
    for place, (bar, text, share) in enumerate(chart.lying):
        y = top + 8 + place * _ROW
        label = textwrap.shorten(bar.label, 40, placeholder="…")
        picture.texts.append(PictureText(_MARGIN, y + 14, label))
        picture.boxes.append(PictureBox(left, y + 3, width, 14, _TRACK))
        picture.boxes.append(
            PictureBox(left, y + 3, round(width * share / 100, 2), 14, _COLOURS[0])
        )
        end = _WIDTH - _MARGIN
        picture.texts.append(PictureText(end, y + 15, text, 14, "end", weight=600))
    return top + 16 + _ROW * len(chart.bars)


def _upright(picture: Picture, chart: Chart, top: float) -> float:
    width = _WIDTH - 2 * _MARGIN
    picture.texts.append(PictureText(_MARGIN, top, chart.shown_highest, size=12, colour=_QUIET))
    picture.boxes.append(PictureBox(_MARGIN, top + 6, width, 1, _TRACK))
    for one in chart.columns:
        x = round(_MARGIN + width * one.x / 100, 2)
        size = round(_PLOT * one.height / 100, 2)
        colour = _COLOURS[one.group]
        box = PictureBox(x, top + 6 + _PLOT - size, round(width * one.width / 100, 2), size, colour)
        picture.boxes.append(box)
    base = top + 6 + _PLOT
    picture.boxes.append(PictureBox(_MARGIN, base, width, 1.5, _QUIET))
    picture.texts.extend(_ends(chart, base + 18, width))
    if len(chart.groups) == 1:
        return base + 26
    for group, name in enumerate(chart.groups):
        x = _MARGIN + group * 180
        picture.boxes.append(PictureBox(x, base + 32, 12, 12, _COLOURS[group]))
        picture.texts.append(PictureText(x + 18, base + 43, name))
    return base + 52


def _ends(chart: Chart, y: float, width: float) -> Iterator[PictureText]:
    """Yield the labels of the first and the last bar."""
    first, last = chart.bars[0].label, chart.bars[-1].label
    yield PictureText(_MARGIN, y, textwrap.shorten(first, 48, placeholder="…"), 12, colour=_QUIET)
    if len(chart.bars) > 1:
        text = textwrap.shorten(last, 48, placeholder="…")
        yield PictureText(_MARGIN + width, y, text, 12, "end", _QUIET)


def picture_source(chosen: str, day: str) -> str:
    """Return what is written below a picture: what was chosen, and when it was counted."""
    parts = {"site": settings.SITE_URL, "chosen": chosen, "day": day}
    return _("%(chosen)s. Counted on %(day)s, %(site)s") % parts
