"""The pages of published measures and challenges, one by one."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cities.models import CityProjection, EntryAddress, EntryProjection
from cities.public import entry_page
from cities.public.open_data import entries_data
from llex.core import languages
from llex.core.http.finished_pages import finished


@require_safe
@finished()
def entry_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a published measure or challenge, or that it was withdrawn."""
    address = get_object_or_404(EntryAddress, slug=slug)
    language = get_language() or languages.DEFAULT
    page = entry_page.entry_page(address, language)
    if page is None:
        return _withdrawn(request, address, language)
    context = {
        "page": "cities",
        "entry": page,
        "card": page.card,
        "own_words": entry_page.own_words(page),
    }
    return render(request, "cities/entries/entry_detail.html", context)


@require_safe
@finished()
def entry_json(request: HttpRequest, slug: str) -> HttpResponse:
    """Return a published measure or challenge as open data, in all languages of its note."""
    address = get_object_or_404(EntryAddress, slug=slug)
    found = EntryProjection.objects.select_related("address", "city", "contribution")
    data = next(entries_data(found.filter(address=address)), None)
    if data is None:
        gone = {"id": slug, "withdrawn_at": address.withdrawn_at}
        return JsonResponse(gone, status=HTTPStatus.GONE)
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def _withdrawn(request: HttpRequest, address: EntryAddress, language: str) -> HttpResponse:
    city = entry_page.withdrawn_from(address, language)
    # A city that says nothing any more has no page.
    has_page = CityProjection.objects.filter(slug=address.city_slug).exists()
    context = {"address": address, "city": city, "has_page": has_page}
    return render(request, "cities/entries/entry_withdrawn.html", context, status=HTTPStatus.GONE)
