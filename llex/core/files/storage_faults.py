"""Answers where the disk is full, or may not be written or read."""

import errno
import logging
import sys
from contextlib import suppress
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error as django_server_error

from llex.core.http.database_away import database_away, is_database_away

logger = logging.getLogger(__name__)

_CANNOT_WRITE: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM, errno.EFBIG}
)


def cannot_write(error: BaseException | None) -> bool:
    """Return whether the disk is full or cannot be written."""
    return isinstance(error, OSError) and error.errno in _CANNOT_WRITE


def cannot_keep() -> str:
    """Return a sentence for the sender of a file."""
    return _(
        "The server cannot keep files just now. Please try again later, or tell the organisers."
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer what no view has answered: 503 where disk or database cannot write now, else 500."""
    error = sys.exc_info()[1]
    if cannot_write(error):
        _discard_uploads(request)
        return _answer(request, cannot_keep())
    if error is not None and is_database_away(error):
        return database_away(request, error)
    return django_server_error(request)


def file_unavailable(request: HttpRequest, error: OSError) -> HttpResponse:
    """Answer 503 where a file should be there and cannot be read."""
    logger.error("A file cannot be read", exc_info=error)
    return _answer(
        request, _("This file cannot be read just now. Please try again in a few minutes.")
    )


def _discard_uploads(request: HttpRequest) -> None:
    """Remove what arrived of files, now: it takes the room that is missing."""
    for handler in request.upload_handlers:
        if file := getattr(handler, "file", None):
            with suppress(OSError, ValueError):
                file.close()


def _answer(request: HttpRequest, explanation: str) -> HttpResponse:
    if request.headers.get("Accept", "").startswith("application/json"):
        answer: HttpResponse = JsonResponse({"error": explanation}, status=503)
    else:
        page = render_to_string("core/files/storage_fault.html", {"explanation": explanation})
        answer = HttpResponse(page, status=503)
    answer["Retry-After"] = "600"
    answer["Cache-Control"] = "no-store"
    return answer
