"""Variables of every template."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from llex.core import languages


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the site's address and the writing direction of the page."""
    return {
        "site_url": settings.SITE_URL,
        "direction": languages.direction(get_language() or languages.DEFAULT),
    }
