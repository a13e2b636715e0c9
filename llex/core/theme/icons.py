"""The icons of the site, drawn from its logo, or else its mark in the colours of the theme."""

import io
from functools import cache
from pathlib import Path
from typing import Final

import typst
from django.conf import settings
from PIL import Image, ImageDraw

from llex.core.theme.colours import Colour

# The two strokes of the mark, in a square of 32 by 32: static/img/mark.svg.
FIRST_STROKE: Final = ((3, 3), (9, 3), (9, 20), (20, 20), (20, 26), (3, 26))
SECOND_STROKE: Final = ((29, 29), (23, 29), (23, 12), (12, 12), (12, 6), (29, 6))
_SIDE: Final = 32
_FINER: Final = 4
FAVICON_SIZES: Final = (16, 32, 48)
# Sizes that phones and their home screens ask for.
ICON_SIZES: Final = (192, 512)
TOUCH_SIZE: Final = 180
# Of a maskable icon, what lies in a circle of this part of the square is always seen.
_SAFE: Final = 0.8


@cache
def favicon() -> bytes:
    """Return /favicon.ico: a picture in each of the usual sizes."""
    largest = _picture(FAVICON_SIZES[-1], margin=0.0, is_opaque=False)
    file = io.BytesIO()
    smaller = [_picture(size, margin=0.0, is_opaque=False) for size in FAVICON_SIZES[:-1]]
    largest.save(file, "ICO", sizes=[(size, size) for size in FAVICON_SIZES], append_images=smaller)
    return file.getvalue()


@cache
def icon(size: int) -> bytes:
    """Return a square PNG on paper, in whose margin phones may cut."""
    file = io.BytesIO()
    _picture(size, margin=(1 - _SAFE) / 2, is_opaque=True).save(file, "PNG", optimize=True)
    return file.getvalue()


def _picture(size: int, *, margin: float, is_opaque: bool) -> Image.Image:
    ground = settings.THEME.light.paper
    picture = Image.new("RGBA", (size, size), (*ground.rgb, 255 if is_opaque else 0))
    inner = round(size * (1 - 2 * margin))
    logo = settings.THEME.logo
    drawn = _logo(logo, inner) if logo else _mark(inner)
    place = ((size - drawn.width) // 2, (size - drawn.height) // 2)
    picture.alpha_composite(drawn, place)
    return picture


def _mark(side: int) -> Image.Image:
    large = side * _FINER
    picture = Image.new("RGBA", (large, large), (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    scheme = settings.THEME.light
    for points, colour in ((FIRST_STROKE, scheme.accent), (SECOND_STROKE, scheme.warm)):
        _draw(draw, points, colour, large / _SIDE)
    return picture.resize((side, side), Image.Resampling.LANCZOS)


def _draw(
    draw: ImageDraw.ImageDraw, points: tuple[tuple[int, int], ...], colour: Colour, factor: float
) -> None:
    # A polygon of Pillow includes its last row and column.
    least = [min(point[axis] for point in points) for axis in (0, 1)]
    scaled = [
        tuple(
            round(value * factor) - (1 if value > least[axis] else 0)
            for axis, value in enumerate(point)
        )
        for point in points
    ]
    draw.polygon(scaled, fill=(*colour.rgb, 255))


def _logo(path: Path, side: int) -> Image.Image:
    """Return the logo, as large as fits into a square."""
    if path.suffix.lower() == ".svg":
        source = (
            f"#set page(width: {side}pt, height: {side}pt, margin: 0pt, fill: none)\n"
            f'#align(center + horizon, image("/{path.name}", width: 100%, height: 100%,'
            ' fit: "contain"))'
        )
        drawn = typst.compile(source.encode(), root=path.parent, format="png", ppi=72.0)  # type: ignore[call-overload]
        picture: Image.Image = Image.open(io.BytesIO(drawn))
    else:
        picture = Image.open(path)
    whole = picture.convert("RGBA")
    whole.thumbnail((side, side), Image.Resampling.LANCZOS)
    return whole
