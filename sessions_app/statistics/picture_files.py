"""The pictures of figures as SVG files: with title, labels, values and colours."""

import textwrap
from collections.abc import Iterator
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from llex.core.charts.files import SVG as SVG  # noqa: PLC0414 - the type of our files
from llex.core.charts.files import as_svg
from llex.core.charts.picture import COLOURS, MARGIN, QUIET, TRACK, Picture, PictureBox, PictureText
from llex.core.languages.phrases import comma, labelled
from sessions_app.statistics.charts import Chart

_LABELS: Final = 250
_VALUES: Final = 70
_ROW: Final = 30
_PLOT: Final = 220


def svg_file(chart: Chart, source: str) -> bytes:
    """Return *chart* as an SVG file in the active language; *source* says what it shows."""
    return as_svg(_draw(chart, source))


def _draw(chart: Chart, source: str) -> Picture:
    values = comma().join(labelled(bar.label, " / ".join(bar.texts)) for bar in chart.bars)
    picture = Picture(chart.title, values)
    top = picture.heading([chart.remark])
    bottom = _upright(picture, chart, top + 14) if chart.upright else _lying(picture, chart, top)
    return picture.finish(source, bottom)


def _lying(picture: Picture, chart: Chart, top: float) -> float:
    left = MARGIN + _LABELS
    width = picture.width - left - _VALUES - MARGIN
    for place, (bar, text, share) in enumerate(chart.lying):
        y = top + 8 + place * _ROW
        label = textwrap.shorten(bar.label, 40, placeholder="…")
        picture.texts.append(PictureText(MARGIN, y + 14, label))
        picture.boxes.append(PictureBox(left, y + 3, width, 14, TRACK))
        picture.boxes.append(PictureBox(left, y + 3, round(width * share / 100, 2), 14, COLOURS[0]))
        end = picture.width - MARGIN
        picture.texts.append(PictureText(end, y + 15, text, 14, "end", weight=600))
    return top + 16 + _ROW * len(chart.bars)


def _upright(picture: Picture, chart: Chart, top: float) -> float:
    width = picture.width - 2 * MARGIN
    picture.texts.append(PictureText(MARGIN, top, chart.shown_highest, size=12, colour=QUIET))
    picture.boxes.append(PictureBox(MARGIN, top + 6, width, 1, TRACK))
    for one in chart.columns:
        x = round(MARGIN + width * one.x / 100, 2)
        size = round(_PLOT * one.height / 100, 2)
        colour = COLOURS[one.group]
        box = PictureBox(x, top + 6 + _PLOT - size, round(width * one.width / 100, 2), size, colour)
        picture.boxes.append(box)
    base = top + 6 + _PLOT
    picture.boxes.append(PictureBox(MARGIN, base, width, 1.5, QUIET))
    picture.texts.extend(_ends(chart, base + 18, width))
    if len(chart.groups) == 1:
        return base + 26
    for group, name in enumerate(chart.groups):
        x = MARGIN + group * 180
        picture.boxes.append(PictureBox(x, base + 32, 12, 12, COLOURS[group]))
        picture.texts.append(PictureText(x + 18, base + 43, name))
    return base + 52


def _ends(chart: Chart, y: float, width: float) -> Iterator[PictureText]:
    """Yield the labels of the first and the last bar."""
    first, last = chart.bars[0].label, chart.bars[-1].label
    yield PictureText(MARGIN, y, textwrap.shorten(first, 48, placeholder="…"), 12, colour=QUIET)
    if len(chart.bars) > 1:
        text = textwrap.shorten(last, 48, placeholder="…")
        yield PictureText(MARGIN + width, y, text, 12, "end", QUIET)


def picture_source(chosen: str, day: str) -> str:
    """Return what is written below a picture: what was chosen, and when it was counted."""
    parts = {"site": settings.SITE_URL, "chosen": chosen, "day": day}
    return _("%(chosen)s. Counted on %(day)s, %(site)s") % parts
