"""The files of a picture: SVG that needs no page around it, and PNG."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import typst
from django.template.loader import render_to_string
from django.utils.translation import get_language

from llex.core import languages
from llex.core.charts.picture import Picture, PictureText
from llex.core.files.typefaces import typefaces

SVG: Final = "image/svg+xml"
PNG: Final = "image/png"
# Families that are everywhere come after those that PNG is drawn with.
_LATIN: Final = "'Noto Sans', 'IBM Plex Sans Arabic', 'Segoe UI', Roboto, Arial, sans-serif"
_ARABIC: Final = "'IBM Plex Sans Arabic', 'Noto Sans Arabic', 'Noto Sans', Tahoma, sans-serif"
# Twice as many pixels as units, for print and sharp displays.
_PPI: Final = 144.0
_PAGE: Final = (
    "#set page(width: auto, height: auto, margin: 0pt)\n"
    '#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1pt)'
)
_OTHER_END: Final = {"start": "end", "end": "start", "middle": "middle"}
_EMBED, _POP = "\u202b", "\u202c"


def as_svg(picture: Picture) -> bytes:
    """Return *picture* as SVG in the active language."""
    is_rtl = _is_right_to_left()
    drawn = picture.mirrored() if is_rtl else picture
    return _svg(drawn, direction="rtl" if is_rtl else "ltr")


def as_png(picture: Picture) -> bytes:
    """Return *picture* as PNG in the active language, shaped with our own fonts."""
    drawn = picture
    if _is_right_to_left():
        drawn = picture.mirrored()
        drawn = replace(drawn, texts=[_from_the_right(one) for one in drawn.texts])
    compiler = typst.Compiler(_PAGE.encode(), font_paths=typefaces(), ignore_system_fonts=True)
    inputs = {"svg": _svg(drawn).decode(), "width": str(picture.width)}
    content = compiler.compile(format="png", ppi=_PPI, sys_inputs=inputs)
    if not isinstance(content, bytes):  # pragma: no cover - it is always one page
        raise TypeError("Typst returned several pages.")
    return content


def _from_the_right(text: PictureText) -> PictureText:
    """Return *text* for a renderer that knows no direction of writing."""
    return replace(text, text=f"{_EMBED}{text.text}{_POP}", anchor=_OTHER_END[text.anchor])


def _svg(picture: Picture, direction: str = "") -> bytes:
    context = {
        "picture": picture,
        "language": get_language() or languages.DEFAULT,
        "direction": direction,
        "fonts": _ARABIC if _is_right_to_left() else _LATIN,
    }
    return render_to_string("core/charts/picture.svg", context).strip().encode()


def _is_right_to_left() -> bool:
    return languages.direction(get_language() or languages.DEFAULT) == "rtl"


@dataclass(frozen=True, slots=True)
class PictureFormat:
    """A format of pictures."""

    media_type: str
    write: Callable[[Picture], bytes]


PICTURE_FORMATS: Final = {"svg": PictureFormat(SVG, as_svg), "png": PictureFormat(PNG, as_png)}
