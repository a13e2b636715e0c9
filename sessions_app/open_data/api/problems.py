"""Problems as answers of the API (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import defaults

MEDIA_TYPE: Final = "application/problem+json"
_PATH: Final = "/api/"


def problem(request: HttpRequest, status: HTTPStatus, detail: str, **further: Any) -> HttpResponse:
    """Return an answer that says what is wrong with a request."""
    data = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "instance": request.path,
        **further,
    }
    response = HttpResponse(
        json.dumps(data, ensure_ascii=False), content_type=MEDIA_TYPE, status=status
    )
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read at all: with a problem under the API, else a page."""
    if not request.path_info.startswith(_PATH):
        return defaults.bad_request(request, exception)
    response = problem(request, HTTPStatus.BAD_REQUEST, _("This request cannot be read."))
    response["Access-Control-Allow-Origin"] = "*"
    return response
