"""Refuse requests whose text is not UTF-8, or holds NUL, which PostgreSQL cannot store.

Django replaces bytes that are not UTF-8, and passes NUL on to whatever asks the database: an error
on PostgreSQL, a silent miss on SQLite. Both are answered with 400 before any view is asked.
"""

import codecs
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError

_FORM: Final = "application/x-www-form-urlencoded"
_MULTIPART: Final = "multipart/form-data"
# The encoding in which fields of a multipart form are read: UTF-8 that raises BadRequest.
STRICT: Final = "llex_strict_utf_8"


def decode_strictly(data: bytes, errors: str = "strict") -> tuple[str, int]:
    """Decode UTF-8 whatever *errors* says. Raise BadRequest for NUL and for other encodings."""
    raw = bytes(data)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise BadRequest("The request is not encoded in UTF-8.") from error
    if "\0" in text:
        raise BadRequest("The request contains NUL.")
    return text, len(raw)


def _codec(name: str) -> codecs.CodecInfo | None:
    if name != STRICT:
        return None
    return codecs.CodecInfo(
        encode=codecs.utf_8_encode,
        decode=decode_strictly,  # type: ignore[arg-type]
        name=STRICT,
    )


codecs.register(_codec)


class RequestEncodingMiddleware:
    """Answer 400 where path, query string, cookies or form are no text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        decode_strictly(_path(request))
        decode_strictly(_unquoted(request.META.get("QUERY_STRING", "")))
        for name, value in request.COOKIES.items():
            decode_strictly(f"{name}={value}".encode(errors="surrogatepass"))
        if request.content_type == _FORM:
            decode_strictly(_unquoted(_body(request)))
        elif request.content_type == _MULTIPART:
            # Parsed only when a view asks, since it may bound the upload first.
            request.encoding = STRICT
        return self.get_response(request)


def _path(request: HttpRequest) -> bytes:
    # Django writes bytes that are not UTF-8 as they were in the address: percent-encoded.
    raw: bytes | None = getattr(request, "scope", {}).get("raw_path")
    return unquote_to_bytes(raw or request.path_info)


def _unquoted(encoded: str | bytes) -> bytes:
    raw = encoded.encode("latin-1", errors="replace") if isinstance(encoded, str) else encoded
    return unquote_to_bytes(raw)


def _body(request: HttpRequest) -> bytes:
    try:
        return request.body
    except (RawPostDataException, UnreadablePostError):
        # Left to the view: nothing has arrived that could be checked.
        return b""
