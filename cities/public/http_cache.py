"""Public pages of the projection: the same for everybody, and asked for again at little cost."""

import hashlib
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from cities.models import ProjectionState
from llex.core.http import template_fingerprint

View = Callable[..., HttpResponse]


def current() -> ProjectionState:
    """Return the state of the projection; an empty one where nothing was ever published."""
    return ProjectionState.objects.filter(pk=ProjectionState.ONE).first() or ProjectionState(
        pk=ProjectionState.ONE
    )


def kept(view: View) -> Callable[..., HttpResponseBase]:
    """Make the page of *view* cacheable until the projection changes.

    The view is given the projection after the request. A reader who has the page already gets 304
    after one query. The page must not depend on who reads it.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        projection = current()
        etag = _etag(request, projection)
        modified = projection.changed_at.timestamp() if projection.version else None
        # Whoever writes templates wants to see them change.
        if not settings.DEBUG and (unchanged := get_conditional_response(request, etag=etag)):
            return unchanged
        response = view(request, projection, *args, **kwargs)
        if response.status_code == HTTPStatus.OK:
            response["ETag"] = etag
            if modified:
                response["Last-Modified"] = http_date(modified)
        # To be asked again each time, which costs a 304: a correction must not wait for a clock.
        response["Cache-Control"] = "public, no-cache"
        return response

    return answer


def _etag(request: HttpRequest, projection: ProjectionState) -> str:
    parts = (str(projection.version), template_fingerprint.fingerprint(), request.get_full_path())
    return quote_etag(hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32])
