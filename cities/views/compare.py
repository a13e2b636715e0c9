"""The page that compares cities."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cities.public import comparison, topics
from llex.core import languages
from llex.core.http.finished_pages import finished
from llex.core.languages.phrases import join_items
from llex.core.text import excerpt

_SLUG = re.compile(r"[\w-]{1,100}")


@require_safe
@finished("cities", "service")
def compare(request: HttpRequest) -> HttpResponse:
    """Show two to four cities side by side, or the matrix of cities and topics."""
    language = get_language() or languages.DEFAULT
    given = [slug for text in request.GET.getlist("cities") for slug in text.split(",") if slug]
    asked = [slug for slug in given if _SLUG.fullmatch(slug)][: 2 * comparison.MOST]
    found = topics.topics(language)
    service = next((one.slug for one in found if one.slug == request.GET.get("service")), "")
    columns, rows = comparison.compare(asked, service, language) if asked else ([], [])
    context = {
        "page": "cities",
        "columns": columns,
        "rows": rows,
        "topics": found,
        "service": service,
        "choices": comparison.choices(language),
        "chosen": [column.name.city.slug for column in columns],
        "places": range(comparison.MOST),
        "problems": _problems(request, given, [one.name.city.slug for one in columns], service),
    }
    if len(columns) < comparison.FEWEST:
        context["matrix_topics"], context["matrix"] = comparison.matrix(language)
    return render(request, "cities/public/compare.html", context)


def _problems(request: HttpRequest, given: list[str], shown: list[str], service: str) -> list[str]:
    """Say what of the address could not be shown."""
    told = []
    unknown = [excerpt(slug, 60) or "?" for slug in dict.fromkeys(given) if slug not in shown]
    if unknown:
        too_many = len(shown) == comparison.MOST
        text = (
            _("Not shown, since only four cities fit beside one another: %(cities)s")
            if too_many
            else _("No city of this name has published anything: %(cities)s")
        )
        told.append(text % {"cities": join_items(unknown[: comparison.MOST])})
    if given and len(shown) == 1:
        told.append(_("Choose at least two cities."))
    if request.GET.get("service") and not service:
        topic = excerpt(request.GET["service"], 60)
        told.append(_("There is no such topic: %(topic)s") % {"topic": topic})
    return told
