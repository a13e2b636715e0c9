"""The look-up of time zones by city, for the script of the zone field."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from llex.core import languages
from llex.core.time_zones import choices

_LONGEST = 100


class ZonesMixin:
    """Answer staff with the zones that a typed text may mean."""

    admin_site: Any

    def get_urls(self) -> list[Any]:
        address = path(
            "zones/",
            self.admin_site.admin_view(require_safe(zones)),
            name="sessions_app_learningsession_zones",
        )
        return [address, *super().get_urls()]  # type: ignore[misc]


def zones(request: HttpRequest) -> JsonResponse:
    """Answer ``?term=`` with the zones that are called so, or whose cities are, as JSON."""
    found = choices.search(
        request.GET.get("term", "")[:_LONGEST].strip(), get_language() or languages.DEFAULT
    )
    answer = JsonResponse({"results": [{"id": zone, "text": label} for zone, label in found]})
    answer["Cache-Control"] = "private, max-age=60"
    return answer
