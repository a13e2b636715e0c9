"""The page of open data, and its files."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from llex.core import languages
from llex.core.embedding.views import shows_frames
from llex.core.http.rate_limit import seconds_to_wait
from llex.core.open_data.files import FORMATS
from sessions_app.briefing.render.open_data import note_schema
from sessions_app.open_data import data_page, downloads
from sessions_app.open_data.catalogue import TABLES, DataState
from sessions_app.open_data.downloads import WholeFile
from sessions_app.open_data.filters import read_filters, refuse_filters
from sessions_app.open_data.http_cache import kept_with_data

# How many requests of the API a file weighs.
_COST_OF_A_TABLE: Final = 5
_COST_OF_ALL: Final = 20


@shows_frames
@require_safe
@gzip_page
@kept_with_data
def data(request: HttpRequest, found: DataState) -> HttpResponse:
    """Explain what is published as data, and offer it."""
    language = get_language() or languages.DEFAULT
    return render(request, "sessions_app/open_data/data.html", data_page.context(found, language))


@require_safe
@gzip_page
@kept_with_data
def data_api(request: HttpRequest, found: DataState) -> HttpResponse:
    """Explain the API."""
    return render(request, "sessions_app/open_data/api.html", data_page.api_context())


@require_safe
def data_choice(request: HttpRequest) -> HttpResponseBase:
    """Lead from the form of the page to the file that was chosen there."""
    given = request.GET
    table = TABLES.get(given.get("table", ""))
    if table is None or given.get("format") not in FORMATS:
        raise Http404
    chosen = {name: value for name in table.filters if (value := given.get(name, "").strip())}
    address = reverse("data_file", args=[table.name, given["format"]])
    return HttpResponseRedirect(f"{address}?{urlencode(chosen)}" if chosen else address)


@require_safe
def data_file(request: HttpRequest, name: str, extension: str) -> HttpResponseBase:
    """Send a table, the part of it that filters leave, or all tables."""
    whole = downloads.WHOLE_FILES.get(f"{name}.{extension}")
    if whole is None and (name not in TABLES or extension not in FORMATS):
        raise Http404
    if wait := seconds_to_wait(request, _COST_OF_ALL if whole else _COST_OF_A_TABLE):
        return _too_many(request, wait)
    return _all(request, whole) if whole else _table(request, name, extension)


@require_safe
@gzip_page
@cache_control(public=True, max_age=3600)
def data_schema(request: HttpRequest) -> HttpResponseBase:
    """Send the JSON Schema of notes as JSON."""
    return _open(JsonResponse(note_schema(), content_type="application/schema+json"))


@kept_with_data
def _table(request: HttpRequest, found: DataState, name: str, extension: str) -> HttpResponseBase:
    table, form = TABLES[name], FORMATS[extension]
    try:
        chosen = read_filters(table, request.GET)
    except ValidationError as problem:
        return _refused(request, problem)
    if request.method == "HEAD":
        return _open(HttpResponse(content_type=form.media_type))
    file = downloads.table_file(table, form, chosen, found)
    filename = "-".join(["llex", name, *(str(value)[:60] for value in chosen.values())])
    return _open(
        FileResponse(
            file,
            content_type=form.media_type,
            as_attachment=extension != "json",
            filename=f"{filename}.{extension}",
        )
    )


@kept_with_data
def _all(request: HttpRequest, found: DataState, whole: WholeFile) -> HttpResponseBase:
    try:
        refuse_filters(request.GET)
    except ValidationError as problem:
        return _refused(request, problem)
    if request.method == "HEAD":
        return _open(HttpResponse(content_type=whole.media_type))
    file = downloads.whole_file(whole, found)
    return _open(
        FileResponse(
            file, content_type=whole.media_type, as_attachment=True, filename=f"llex-{whole.name}"
        )
    )


def _open(response: HttpResponseBase) -> HttpResponseBase:
    """Allow pages of other sites to read the answer."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _refused(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    context = {"code": 400, "problem": problem.messages[0]}
    return render(
        request, "sessions_app/open_data/refused.html", context, status=HTTPStatus.BAD_REQUEST
    )


def _too_many(request: HttpRequest, wait: int) -> HttpResponse:
    response = render(
        request,
        "sessions_app/open_data/refused.html",
        {"code": 429, "wait": wait},
        status=HTTPStatus.TOO_MANY_REQUESTS,
    )
    response["Retry-After"] = str(wait)
    return response
