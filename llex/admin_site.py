"""How the admin looks and is arranged: settings of django-unfold."""

from typing import Any

from django.utils.translation import gettext_lazy as _

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "LLEX",
    "SITE_HEADER": "LLEX",
    "SITE_SUBHEADER": _("Live Learning Experiences"),
    "SHOW_LANGUAGES": True,
}
