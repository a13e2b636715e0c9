"""The public search: its page, and the same as files."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, replace

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from cities.public import topics
from cities.public.projection import current_projection
from llex.core import languages
from llex.core.http.finished_pages import ALL, finished
from sessions_app.models import SearchDocument
from sessions_app.search import files, results
from sessions_app.search.facets import facets
from sessions_app.search.filters import Filters
from sessions_app.search.finding import Found, find
from sessions_app.search.suggestions import suggestions

# As many rows as are read from the database at a time, for a file.
_CHUNK = 500
# Seconds for which suggestions are kept: texts that begin alike are too many for finished pages.
_KEPT = 300


@require_safe
@finished(ALL)
def search(request: HttpRequest) -> HttpResponse:
    """Show what a reader looks for: measures, challenges, key points, quotations, cities, notes."""
    language = get_language() or languages.DEFAULT
    filters = Filters.read(request.GET)
    found = find(filters, language, current_projection().version)
    page, wrong_page = results.page_of(found, filters, request.GET.get("page", ""))
    services = topics.names(language)
    shown = results.shown(page, found, services)
    context = {
        "page": "search",
        "filters": filters,
        "found": found,
        "headline": results.headline(found, filters),
        "unknown": [*filters.unknown, *([wrong_page] if wrong_page else [])],
        "tabs": results.tabs(found, filters),
        "facets": facets(found, filters, language, services),
        "leaf": page,
        "results": shown,
        "also": results.also_found(shown, found),
        "query": filters.address(),
        "previous": filters.address(page=page.number - 1),
        "next": filters.address(page=page.number + 1),
        "best": filters.address(sort=""),
        "newest": filters.address(sort="newest"),
    }
    return render(request, "sessions_app/search/search.html", context)


@require_safe
@cache_control(public=True, max_age=_KEPT)
@conditional_page
def search_suggestions(request: HttpRequest) -> HttpResponse:
    """Return what the beginning of a text may mean, kept by browsers and the proxy for a while."""
    language = get_language() or languages.DEFAULT
    found = suggestions(request.GET.get("q", ""), language)
    response = JsonResponse({"results": [asdict(one) for one in found]})
    response["X-Accel-Expires"] = str(_KEPT)
    return response


@require_safe
def search_file(request: HttpRequest, extension: str) -> HttpResponseBase:
    """Return what a reader looks for as a file: CSV, JSON, or a feed of the newest."""
    if extension not in _FILES:
        raise Http404
    language = get_language() or languages.DEFAULT
    filters = Filters.read(request.GET)
    found = find(filters, language, current_projection().version)
    response = _FILES[extension](found, filters)
    response["Cache-Control"] = "public, no-cache"
    # Read by other sites' scripts: it is open data.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _as_csv(found: Found, filters: Filters) -> HttpResponseBase:
    rows = results.every(found, filters).iterator(chunk_size=_CHUNK)
    response = StreamingHttpResponse(files.csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="search.csv"'
    return response


def _as_json(found: Found, filters: Filters) -> HttpResponseBase:
    rows: Iterable[SearchDocument] = results.every(found, filters)[: results.IN_JSON]
    data = {
        "query": filters.text,
        "count": found.count_of(filters.kind),
        "language": found.readers,
        "results": [files.record(row) for row in rows],
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def _as_feed(found: Found, filters: Filters) -> HttpResponseBase:
    filters = replace(filters, sort="newest")
    rows = results.every(found, filters)
    query = filters.address(sort="")
    own = reverse("sessions_app:search_file", args=["atom"])
    title = results.headline(found, filters)
    feed = files.feed(rows, title, f"{reverse('sessions_app:search')}?{query}", f"{own}?{query}")
    return HttpResponse(feed, content_type="application/atom+xml; charset=utf-8")


_FILES: dict[str, Callable[[Found, Filters], HttpResponseBase]] = {
    "csv": _as_csv,
    "json": _as_json,
    "atom": _as_feed,
}
