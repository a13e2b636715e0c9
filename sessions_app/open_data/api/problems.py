"""Problems as answers of the API (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

MEDIA_TYPE = "application/problem+json"


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
