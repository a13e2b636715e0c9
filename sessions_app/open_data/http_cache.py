"""Answers made of published data: asked for again at little cost, and limited for each client."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language

from sessions_app.open_data.catalogue import DataState, state

View = Callable[..., HttpResponseBase]


def kept_with_data(view: View) -> View:
    """Make the answer of *view* cacheable until any of the published data changes.

    The view is given the state of the data after the request. The answer must not depend on who
    asks, but for the language.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = state()
        etag = etag_of(request, found)
        if not settings.DEBUG and (unchanged := get_conditional_response(request, etag=etag)):
            unchanged["Cache-Control"] = "public, no-cache"
            return unchanged
        response = view(request, found, *args, **kwargs)
        if response.status_code == HTTPStatus.OK:
            mark(response, etag, found)
        return response

    return answer


def etag_of(request: HttpRequest, found: DataState) -> str:
    """Return the entity tag of an answer to *request* made of the data in this state."""
    parts = (found.digest, get_language() or "", request.get_full_path())
    return quote_etag(hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32])


def mark(response: HttpResponseBase, etag: str, found: DataState) -> None:
    """Say in the head of an answer which state of the data it is made of."""
    response["ETag"] = etag
    if found.changed_at:
        response["Last-Modified"] = http_date(found.changed_at.timestamp())
    response["Cache-Control"] = "public, no-cache"
