"""The living style page: what public pages are made of, in the look of this site."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from llex.core.theme.colours import AA, Colour
from llex.core.theme.look import Scheme

_ROOT: Final = re.compile(r":root \{(.*?)\}", re.DOTALL)
_TOKEN: Final = re.compile(r"(--[\w-]+): (#[0-9a-f]{6});")
# Lines and grounds are no text: what they need is told apart from what text needs.
_GROUNDS: Final = frozenset({"--paper", "--paper-2", "--accent-soft", "--on-accent", "--line"})


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour in one scheme, with its contrast on paper rounded down to two decimals."""

    name: str
    colour: Colour
    contrast: float
    is_ground: bool

    @property
    def is_readable(self) -> bool:
        """Return whether text of it can be read on paper."""
        return self.contrast >= AA


class StyleForm(forms.Form):
    """A form with a field of each kind; nothing is sent."""

    name = forms.CharField(label=_("name"), help_text=_("As it is to be published."))
    text = forms.CharField(label=_("text"), widget=forms.Textarea, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    agreed = forms.BooleanField(label=_("Our text may be published."))


@require_safe
def style_page(request: HttpRequest) -> HttpResponse:
    """Show type, colours, buttons, forms, tables, charts and badges."""
    form = StyleForm({"text": "…", "language": "en", "agreed": "on"})
    context = {
        "schemes": [(scheme, swatches(scheme)) for scheme in settings.THEME.schemes],
        "form": form,
        "bars": [(_("Water"), 92), (_("Housing"), 71), (_("Transport"), 38)],
        "least": AA,
    }
    return render(request, "core/theme/style.html", context)


def swatches(scheme: Scheme) -> list[Swatch]:
    """Return the colours of a scheme: those of the stylesheet, with the theme's in place."""
    light, dark = _tokens()
    tokens: dict[str, Any] = {**light, **(dark if scheme.name == "dark" else {}), **scheme.tokens()}
    found = {name: Colour.read(str(value)) for name, value in tokens.items()}
    paper = found["--paper"]
    return [
        Swatch(name, colour, int(colour.contrast(paper) * 100) / 100, is_ground=name in _GROUNDS)
        for name, colour in found.items()
    ]


@cache
def _tokens() -> tuple[dict[str, str], dict[str, str]]:
    """Return the colours of the stylesheet in the light and the dark scheme."""
    css = Path(settings.BASE_DIR, "static/css/core/base.css").read_text(encoding="utf-8")
    light, dark = (dict(_TOKEN.findall(block)) for block in _ROOT.findall(css)[:2])
    return light, dark
