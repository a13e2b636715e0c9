"""The look of the admin: settings of django-unfold.

Imported by the settings: it must not import anything that needs them.
"""

from typing import Any, Final

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from llex.core.admin.menu import NAVIGATION
from llex.core.theme.colours import BLACK, WHITE
from llex.core.theme.look import DEFAULT, Theme

_OPTIONS: Final[dict[str, Any]] = {
    "SITE_SUBHEADER": _("Live Learning Experiences"),
    "SITE_URL": reverse_lazy("sessions_app:home"),
    "SHOW_LANGUAGES": True,
    "SHOW_BACK_BUTTON": False,
    "BORDER_RADIUS": "6px",
    "DASHBOARD_CALLBACK": "sessions_app.admin.index.dashboard",
    "STYLES": [
        lambda request: static("css/admin/base.css"),
        lambda request: static("css/admin/frame.css"),
    ],
    "SCRIPTS": [
        lambda request: static("js/admin/languages.js"),
        lambda request: static("js/admin/moments.js"),
        lambda request: static("js/admin/zones.js"),
        lambda request: static("js/admin/search.js"),
    ],
    "ACCOUNT": {
        "navigation": [{"title": _("Second factor"), "link": reverse_lazy("mfa_index")}],
    },
    "COLORS": {
        # The paper, ink and lines of the public pages (static/css/core/base.css).
        "base": {
            "50": "#f8f6f1",
            "100": "#f3f0e9",
            "200": "#dfdad0",
            "300": "#c9c4b9",
            "400": "#9aa1a3",
            "500": "#666f75",
            "600": "#535c63",
            "700": "#39434a",
            "800": "#232e34",
            "900": "#11181c",
            "950": "#0c1215",
        },
    },
    "SIDEBAR": {"show_search": False, "command_search": False, "navigation": NAVIGATION},
}

# The deep blue of the public pages.
_PRIMARY: Final = {
    "50": "#eff5f8",
    "100": "#dfeaef",
    "200": "#c0d8e2",
    "300": "#86c5df",
    "400": "#69b1cf",
    "500": "#4397ba",
    "600": "#0b4f6c",
    "700": "#0b4f6c",
    "800": "#0c3d53",
    "900": "#0f3041",
    "950": "#0a1f2a",
}
# How much white or black is in each shade of another colour.
_LIGHTER: Final = {"50": 0.94, "100": 0.87, "200": 0.75, "300": 0.55, "400": 0.4, "500": 0.22}
_DARKER: Final = {"800": 0.22, "900": 0.4, "950": 0.6}


def configuration(site_name: str, theme: Theme) -> dict[str, Any]:
    """Return the setting UNFOLD of a site."""
    icon = _icon if not theme.has_own_mark else _drawn_icon
    return {
        "SITE_TITLE": site_name,
        "SITE_HEADER": site_name,
        "SITE_ICON": icon,
        "SITE_FAVICONS": [{"rel": "icon", "href": icon}],
        **_OPTIONS,
        "COLORS": {**_OPTIONS["COLORS"], "primary": _shades(theme)},
    }


def _icon(_request: HttpRequest) -> str:
    return static("img/mark.svg")


def _drawn_icon(_request: HttpRequest) -> str:
    return reverse("icon", args=[192])


def _shades(theme: Theme) -> dict[str, str]:
    """Return the accent of the light scheme in the shades that the admin uses in both."""
    accent = theme.light.accent
    if accent == DEFAULT.light.accent:
        return _PRIMARY
    lighter = {name: str(accent.mixed(WHITE, part)) for name, part in _LIGHTER.items()}
    darker = {name: str(accent.mixed(BLACK, part)) for name, part in _DARKER.items()}
    return {**lighter, "600": str(accent), "700": str(accent), **darker}
