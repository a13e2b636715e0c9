"""The look-up of time zones by city, for the script of the zone field."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from llex.core import languages
from llex.core.time_zones import choices
from sessions_app.admin.session_urls import Views, session_urls

_LONGEST = 100


class ZonesMixin:
    """Answer staff with the zones that a typed text may mean."""

    admin_site: Any

    def get_urls(self) -> list[Any]:
        views: Views = {"zones": ("zones/", require_safe(zones))}
        own = session_urls(self.admin_site, views, prefix="")
        return [*own, *super().get_urls()]  # type: ignore[misc]


def zones(request: HttpRequest) -> JsonResponse:
    """Answer ``?term=`` with the zones that are called so, or whose cities are, as JSON."""
    found = choices.search(
        request.GET.get("term", "")[:_LONGEST].strip(), get_language() or languages.DEFAULT
    )
    answer = JsonResponse({"results": [{"id": zone, "text": label} for zone, label in found]})
    answer["Cache-Control"] = "private, max-age=60"
    return answer
