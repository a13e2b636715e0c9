"""The OpenAPI document of the API."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.utils import translation

from llex.core import languages
from sessions_app.open_data.api.operations import api
from sessions_app.open_data.api.problems import MEDIA_TYPE
from sessions_app.open_data.catalogue import TABLES

_ABOUT: Final = (
    "Everything that cities and sessions have published, to be read. Texts are objects by language;"
    " with `language` they hold that one alone. Lists have pages of at most 100 records; whole"
    " tables are files on the page of open data. Answers have an entity tag: ask again with"
    " `If-None-Match`. Unknown parameters and values are refused with 400 and said to be unknown."
    " Problems are told as application/problem+json (RFC 9457), in the language of Accept-Language."
)
_DESCRIPTIONS: Final = {
    "200": "What was asked for.",
    "400": "An unknown parameter, or a value that it cannot have.",
    "404": "Nothing has this id, or there are fewer pages.",
    "405": "Another method than GET, HEAD and OPTIONS.",
    "406": "Another media type than JSON is asked for.",
    "410": "It was published and has been withdrawn.",
    "429": "Too many requests within a minute.",
    "500": "Something failed on the side of the site.",
}
_EXAMPLE: Final = {
    "type": "about:blank",
    "title": "Bad Request",
    "status": 400,
    "detail": "There is no filter “topic” here. There are: city, country, service.",
    "instance": "/api/v1/measures",
}


@cache
def openapi() -> dict[str, Any]:
    """Return the document, in English."""
    with translation.override(languages.DEFAULT):
        document: dict[str, Any] = deepcopy(dict(api.get_openapi_schema(path_prefix="/api/v1")))
        document["info"] = {
            "title": "Live Learning Experiences",
            "summary": "What city governments did in a crisis, as open data.",
            "version": "1",
            "description": _ABOUT,
            "license": {"name": settings.LICENCE.name, "url": settings.LICENCE.address},
            "contact": {"name": settings.SITE_NAME, "email": settings.CONTACT_EMAIL},
        }
        document["servers"] = [{"url": settings.SITE_URL}]
        document["tags"] = [
            {"name": table.name, "description": str(table.about)} for table in TABLES.values()
        ]
    for item in document["paths"].values():
        for operation in item.values():
            _complete(operation)
    return document


def _complete(operation: dict[str, Any]) -> None:
    """Describe the answers of an operation: their heads, media types and meaning."""
    found = {str(status): value for status, value in operation["responses"].items()}
    for status, response in found.items():
        response["description"] = _DESCRIPTIONS.get(status, HTTPStatus(int(status)).phrase)
        if int(status) >= HTTPStatus.BAD_REQUEST:
            content = response["content"].pop("application/json")
            example = _EXAMPLE | {
                "status": int(status),
                "title": HTTPStatus(int(status)).phrase,
                "detail": response["description"],
            }
            response["content"] = {MEDIA_TYPE: content | {"example": example}}
    text = {"schema": {"type": "string"}}
    found["200"]["headers"] = {
        "ETag": {"description": "The state of the answer, for If-None-Match.", **text},
        "Last-Modified": {"description": "The last publication.", **text},
    }
    found["429"]["headers"] = {
        "Retry-After": {
            "description": "Seconds to wait.",
            "schema": {"type": "string", "pattern": "^[0-9]+$"},
        }
    }
    found["304"] = {"description": "Nothing has changed since the entity tag that was sent."}
    if "410" in found:
        found["301"] = {"description": "The record has another id now: see Location."}
    operation["responses"] = found
