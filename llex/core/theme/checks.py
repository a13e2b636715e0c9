"""Colours that cannot be read are refused when the site starts."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from llex.core.theme.colours import AA, Colour, readable
from llex.core.theme.look import GROUNDS, Scheme, Theme

_SETTINGS: Final = {
    ("light", "accent"): "THEME_ACCENT",
    ("light", "warm"): "THEME_WARM",
    ("dark", "accent"): "THEME_ACCENT_DARK",
    ("dark", "warm"): "THEME_WARM_DARK",
}


@register(Tags.compatibility)
def check_theme(**_options: Any) -> list[CheckMessage]:
    """Return an error for each colour that has too little contrast, and one that has enough."""
    theme: Theme = settings.THEME
    return [
        message
        for scheme in theme.schemes
        for name in ("accent", "warm")
        for message in _check(scheme, name, getattr(scheme, name))
    ]


def contrast_of(scheme: Scheme, name: str) -> float:
    """Return the least contrast of a colour with what its text is set on.

    That is paper, and of the accent also the darker paper and a light mixture of itself.
    """
    colour: Colour = getattr(scheme, name)
    more = (*GROUNDS[scheme.name], scheme.accent_soft) if name == "accent" else ()
    return min(map(colour.contrast, (scheme.paper, *more)))


def _check(scheme: Scheme, name: str, colour: Colour) -> Iterator[CheckMessage]:
    setting = _SETTINGS[scheme.name, name]
    found = contrast_of(scheme, name)
    on_button = scheme.on_accent.contrast(colour) if name == "accent" else AA

    def suffices(other: Colour) -> bool:
        changed = _with(scheme, name, other)
        is_on_button = name != "accent" or changed.on_accent.contrast(other) >= AA
        return is_on_button and contrast_of(changed, name) >= AA

    if suffices(colour):
        return
    better = readable(colour, suffices, darker=scheme.name == "light")
    shown = _shown(contrast_of(_with(scheme, name, better), name))
    hint = f"{better} has {shown} : 1."
    if found < AA:
        yield Error(
            f"{setting}={colour} has a contrast of {_shown(found)} : 1 on the {scheme.name} ground"
            f" of the pages; text needs {AA} : 1.",
            hint=hint,
            id="llex.E001",
        )
    if on_button < AA:
        yield Error(
            f"{setting}={colour}: neither white nor black text can be read on a button of it"
            f" ({_shown(on_button)} : 1; {AA} : 1 is needed).",
            hint=hint,
            id="llex.E002",
        )


def _with(scheme: Scheme, name: str, colour: Colour) -> Scheme:
    if name == "accent":
        return replace(scheme, accent=colour)
    return replace(scheme, warm=colour)


def _shown(contrast: float) -> str:
    """Return a contrast rounded down: 4.49 is not 4.5."""
    return f"{int(contrast * 100) / 100:.2f}"
