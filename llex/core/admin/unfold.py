"""The look of the admin: settings of django-unfold.

Imported by the settings: it must not import anything that needs them.
"""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from llex.core.admin.menu import NAVIGATION

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "LLEX",
    "SITE_HEADER": "LLEX",
    "SITE_SUBHEADER": _("Live Learning Experiences"),
    "SITE_URL": reverse_lazy("sessions_app:home"),
    "SITE_ICON": lambda request: static("img/mark.svg"),
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/mark.svg")},
    ],
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
        # The deep blue of the public pages.
        "primary": {
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
        },
    },
    "SIDEBAR": {"show_search": False, "command_search": False, "navigation": NAVIGATION},
}
