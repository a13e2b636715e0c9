"""The way of every request to the API: methods, media type, rate, entity tags, problems, CORS."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from llex.core.http.database_away import is_database_away
from llex.core.http.rate_limit import seconds_to_wait
from sessions_app.open_data.api.problems import problem
from sessions_app.open_data.catalogue import state
from sessions_app.open_data.http_cache import etag_of, mark

_METHODS: Final = "GET, HEAD, OPTIONS"
_AWAY_FOR: Final = 5
_HEADS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": _METHODS,
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Retry-After",
    "Access-Control-Max-Age": "86400",
}

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]


def gateway(view: View) -> View:
    """Have *view* answer reads alone, and everything that fails with a problem."""

    @wraps(view)
    @csrf_exempt
    @gzip_page
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = _answer(view, request, *args, **kwargs)
        except Exception as error:  # noqa: BLE001 - a program that asks gets a problem, not a page
            response = _failure(request, error)
        for name, value in _HEADS.items():
            response[name] = value
        return response

    return answer


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    if request.method == "OPTIONS":
        response: HttpResponseBase = HttpResponse(status=HTTPStatus.NO_CONTENT)
        response["Allow"] = _METHODS
        return response
    if request.method not in ("GET", "HEAD"):
        text = _("The API is only read: GET, HEAD and OPTIONS.")
        response = problem(request, HTTPStatus.METHOD_NOT_ALLOWED, text)
        response["Allow"] = _METHODS
        return response
    if not request.accepts("application/json"):
        text = _("The API answers in JSON alone: accept application/json.")
        return problem(request, HTTPStatus.NOT_ACCEPTABLE, text)
    if wait := seconds_to_wait(request):
        text = _("Too many requests: please ask again later. Whole tables are files to download.")
        response = problem(request, HTTPStatus.TOO_MANY_REQUESTS, text)
        response["Retry-After"] = str(wait)
        return response
    return _read(view, request, *args, **kwargs)


def _read(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    found = state()
    etag = etag_of(request, found)
    is_head = request.method == "HEAD"
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    # The library knows GET alone.
    request.method = "GET"
    response = view(request, *args, **kwargs)
    if response.status_code == HTTPStatus.OK:
        mark(response, etag, found)
    if is_head and isinstance(response, HttpResponse):
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response


def _failure(request: HttpRequest, error: Exception) -> HttpResponse:
    if is_database_away(error):
        logger.error("The database cannot be asked now (%s)", type(error).__name__)
        text = _("We cannot reach our records just now. Please try again in a few seconds.")
        response = problem(request, HTTPStatus.SERVICE_UNAVAILABLE, text)
        response["Retry-After"] = str(_AWAY_FOR)
        return response
    logger.error("The API failed", exc_info=error)
    text = _("Something failed on our side. It has been noted.")
    return problem(request, HTTPStatus.INTERNAL_SERVER_ERROR, text)
