"""The theme of the settings, and the small stylesheet made of it.

Imported by the settings: it must not import anything that needs them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from environs import EnvError

from llex.core.theme.colours import WHITE, Colour

# The grounds that colours stand on, in the light and the dark scheme: --paper and --paper-2 of
# static/css/core/base.css.
GROUNDS: Final[Mapping[str, tuple[Colour, Colour]]] = {
    "light": (Colour.read("#fcfbf8"), Colour.read("#f3f0e9")),
    "dark": (Colour.read("#11181c"), Colour.read("#1a2328")),
}
INK: Final[Mapping[str, Colour]] = {
    "light": Colour.read("#1a2126"),
    "dark": Colour.read("#e9e6df"),
}
# Text on a button of the accent colour.
_ON_ACCENT: Final = (WHITE, Colour.read("#0d1418"))
_SOFT: Final = {"light": 0.87, "dark": 0.8}
# Paper keeps the light scheme.
_PRINTED: Final = frozenset({"--accent", "--warm"})
# A layer with one rule in it, or a media query with one.
_LAYER: Final = re.compile(r"@layer \w+\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
_LOGOS: Final = {".svg": "image/svg+xml", ".png": "image/png"}
_FONTS: Final = re.compile(r"""[\w\s,"'.-]{1,400}""")


@dataclass(frozen=True, slots=True)
class Scheme:
    """The two colours in the light or the dark scheme, and those that follow from them."""

    name: str
    accent: Colour
    warm: Colour

    @property
    def paper(self) -> Colour:
        return GROUNDS[self.name][0]

    @property
    def ink(self) -> Colour:
        return INK[self.name]

    @property
    def on_accent(self) -> Colour:
        """Return the colour of text on the accent: white or nearly black, what is read better."""
        return max(_ON_ACCENT, key=self.accent.contrast)

    @property
    def accent_soft(self) -> Colour:
        """Return the accent as a ground of text."""
        return self.accent.mixed(self.paper, _SOFT[self.name])

    def tokens(self) -> dict[str, str]:
        """Return the custom properties of the stylesheet."""
        return {
            "--accent": str(self.accent),
            "--accent-soft": str(self.accent_soft),
            "--on-accent": str(self.on_accent),
            "--warm": str(self.warm),
        }


@dataclass(frozen=True)
class Theme:
    """Logo, colours and fonts. An empty stack of fonts is that of the stylesheet."""

    light: Scheme
    dark: Scheme
    sans: str = ""
    serif: str = ""
    logo: Path | None = None

    @property
    def schemes(self) -> tuple[Scheme, Scheme]:
        return self.light, self.dark

    @cached_property
    def stylesheet(self) -> str:
        """Return the rules that differ from those of the program; empty for its own look."""
        return _stylesheet(self)

    @cached_property
    def small_stylesheet(self) -> str:
        """Return the same for the voting page, whose stylesheet has no layers and shorter names."""
        css = self.stylesheet.replace("--accent-soft:", "--soft:").replace("--on-accent:", "--on:")
        return _LAYER.sub(r"\1", css)

    @cached_property
    def digest(self) -> str:
        """Return a digest of the theme, which addresses of what is made of it contain."""
        logo = self.logo.read_bytes() if self.logo else b""
        parts = repr((self.light, self.dark, self.sans, self.serif)).encode() + logo
        return hashlib.sha256(parts).hexdigest()[:12]

    @property
    def has_own_mark(self) -> bool:
        """Return whether the program's mark has other colours, or a logo in its place."""
        return self.logo is not None or self.light != DEFAULT.light

    @property
    def logo_type(self) -> str:
        """Return the media type of the logo; empty where there is no logo."""
        return _LOGOS[self.logo.suffix.lower()] if self.logo else ""


DEFAULT: Final = Theme(
    Scheme("light", Colour.read("#0b4f6c"), Colour.read("#b4531a")),
    Scheme("dark", Colour.read("#86c5df"), Colour.read("#f0a06b")),
)


def read_theme(values: Mapping[str, str]) -> Theme:
    """Return the theme of the settings by their names. Raise EnvError for what cannot be read.

    Whether the colours can be read on paper is checked by `llex.core.theme.checks`.
    """
    return Theme(
        light=Scheme(
            "light",
            _colour(values, "THEME_ACCENT", DEFAULT.light.accent),
            _colour(values, "THEME_WARM", DEFAULT.light.warm),
        ),
        dark=Scheme(
            "dark",
            _colour(values, "THEME_ACCENT_DARK", DEFAULT.dark.accent),
            _colour(values, "THEME_WARM_DARK", DEFAULT.dark.warm),
        ),
        sans=_fonts(values, "THEME_SANS"),
        serif=_fonts(values, "THEME_SERIF"),
        logo=_logo(values.get("THEME_LOGO", "")),
    )


def _colour(values: Mapping[str, str], name: str, default: Colour) -> Colour:
    if not (text := values.get(name, "").strip()):
        return default
    try:
        return Colour.read(text)
    except ValueError as problem:
        raise EnvError(f"{name} cannot be used. {problem}") from problem


def _fonts(values: Mapping[str, str], name: str) -> str:
    text = values.get(name, "").strip()
    if text and not _FONTS.fullmatch(text):
        raise EnvError(f"{name}: write names of fonts with commas between them, as in CSS.")
    return text


def _logo(text: str) -> Path | None:
    if not text.strip():
        return None
    path = Path(text.strip())
    if path.suffix.lower() not in _LOGOS or not path.is_file():
        raise EnvError(f"THEME_LOGO: {text!r} is no SVG or PNG file that is there.")
    return path


def _stylesheet(theme: Theme) -> str:
    light, dark = (
        _changed(own.tokens(), default.tokens())
        for own, default in zip(theme.schemes, DEFAULT.schemes, strict=True)
    )
    fonts = {"--sans": theme.sans, "--serif": theme.serif}
    light |= {name: stack for name, stack in fonts.items() if stack}
    rules = []
    if light:
        rules.append(f"@layer tokens{{:root{{{_declared(light)}}}}}")
    if dark or light.keys() & {"--accent", "--warm"}:
        # All four: those of the light scheme would win otherwise.
        whole = _declared(theme.dark.tokens())
        rules.append(f"@layer tokens{{@media(prefers-color-scheme:dark){{:root{{{whole}}}}}}}")
    if on_paper := {name: value for name, value in light.items() if name in _PRINTED}:
        rules.append(f"@layer print{{@media print{{:root{{{_declared(on_paper)}}}}}}}")
    return "".join(rules)


def _changed(own: dict[str, str], default: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in own.items() if default[name] != value}


def _declared(values: Mapping[str, str]) -> str:
    return ";".join(f"{name}:{value}" for name, value in values.items())
