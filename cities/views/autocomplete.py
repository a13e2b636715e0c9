"""The look-up of cities as one types, for the script of the field."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from cities.directory.autocomplete import LONGEST, CitySuggestion, public_cities, suggest
from cities.models import City


@require_safe
def place_lookup(request: HttpRequest) -> JsonResponse:
    """Answer ``?q=`` with the cities and places whose name or spelling begins with it, as JSON.

    Cities that are in drafts only are shown to organisers alone.
    """
    is_organiser = request.user.has_perm("cities.view_city")
    among = City.objects.all() if is_organiser else public_cities()
    found = suggest(request.GET.get("q", "")[:LONGEST], among=among)
    answer = JsonResponse({"results": [as_data(candidate) for candidate in found]})
    answer["Cache-Control"] = "private, max-age=60"
    return answer


def as_data(candidate: CitySuggestion) -> dict[str, Any]:
    """Return a candidate as the script shows it, in the active language."""
    return {
        "choice": candidate.choice,
        "name": candidate.name,
        "spelling": candidate.spelling,
        "detail": candidate.detail,
        "known": candidate.is_ours,
    }
