"""The response while the database is unreachable or its disk is full."""

import logging
import secrets
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

# In seconds, at random, so that clients do not return all at once.
_AGAIN_AFTER: Final = range(3, 9)

logger = logging.getLogger(__name__)


def is_database_away(error: BaseException | None) -> bool:
    """Return whether the database is the cause, not the request."""
    return isinstance(error, OperationalError | InterfaceError)


def database_away(request: HttpRequest, error: BaseException) -> HttpResponse:
    """Answer 503, and log one line."""
    # The database's message may quote an address or a value.
    logger.error("The database cannot be asked now (%s)", type(error).__name__)
    if request.headers.get("Accept", "").startswith("application/json"):
        answer: HttpResponse = JsonResponse({"error": _away()}, status=503)
    else:
        answer = HttpResponse(render_to_string("503.html"), status=503)
    answer["Retry-After"] = str(secrets.choice(_AGAIN_AFTER))
    # Django would log the URL, which may be a personal link.
    answer._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001
    return answer


def _away() -> str:
    return _("We cannot reach our records just now. Please try again in a few seconds.")
