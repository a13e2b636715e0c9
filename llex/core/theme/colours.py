"""Colours of the screen: their contrast by WCAG 2.2, mixtures, and readable neighbours."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Self

# The contrast that text needs (WCAG 2.2, 1.4.3, level AA).
AA: Final = 4.5
_HEX: Final = re.compile(r"#?([0-9a-fA-F]{6})")
_STEPS: Final = 200
# Up to it, sRGB is linear.
_DARKEST: Final = 0.04045


@dataclass(frozen=True, slots=True)
class Colour:
    """An sRGB colour, each part from 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the colour of six hexadecimal digits. Raise ValueError for anything else."""
        found = _HEX.fullmatch(text.strip())
        if found is None:
            raise ValueError(f"{text!r} is no colour of the form #0b4f6c.")
        return cls(*bytes.fromhex(found[1]))

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def rgb(self) -> tuple[int, int, int]:
        return self.red, self.green, self.blue

    @property
    def luminance(self) -> float:
        """Return the relative luminance, from 0 for black to 1 for white."""
        red, green, blue = map(_linear, self.rgb)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(self, other: Colour) -> float:
        """Return the contrast with *other*, from 1 to 21."""
        light, dark = sorted((self.luminance, other.luminance), reverse=True)
        return (light + 0.05) / (dark + 0.05)

    def mixed(self, other: Colour, part: float) -> Colour:
        """Return this colour with a *part*, from 0 to 1, of another."""
        pairs = zip(self.rgb, other.rgb, strict=True)
        return Colour(*(round(own + (its - own) * part) for own, its in pairs))


WHITE: Final = Colour(255, 255, 255)
BLACK: Final = Colour(0, 0, 0)


def readable(colour: Colour, suffices: Callable[[Colour], bool], *, darker: bool) -> Colour:
    """Return the nearest colour of the same hue that *suffices*, only lighter or *darker*."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour.rgb))
    target = 0.0 if darker else 1.0
    found = colour
    for step in range(_STEPS + 1):
        moved = lightness + (target - lightness) * step / _STEPS
        found = Colour(*(round(p * 255) for p in colorsys.hls_to_rgb(hue, moved, saturation)))
        if suffices(found):
            break
    return found


def _linear(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= _DARKEST else ((share + 0.055) / 1.055) ** 2.4
