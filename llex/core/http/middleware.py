"""Answers to what may go wrong in any view."""

from collections.abc import Callable
from typing import Any, Final

from auditlog.middleware import AuditlogMiddleware
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from llex.core.http.database_away import database_away, is_database_away
from llex.core.http.line_ends import normalize_data
from llex.core.states import WrongState

_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_BALLOTS: Final = "/v/"


class WrongStateMiddleware:
    """Turn a move that is not allowed into a friendly page with status 409."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a WrongState; leave everything else to Django."""
        if not isinstance(exception, WrongState):
            return None
        return render(request, "409.html", {"reason": str(exception)}, status=409)


class DatabaseAwayMiddleware:
    """Turn a database that cannot be asked now into a friendly answer with status 503.

    One line of the log says so, not a traceback for each ballot, and nothing of who asked.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer where the connection fails; leave everything else to Django."""
        if is_database_away(exception):
            return database_away(request, exception)
        return None


class LineEndsMiddleware:
    """Normalise the line ends of submitted texts to LF, as they are stored.

    Browsers send CR LF: without this, saving a form would change each text of several lines. Views
    that check the token of a form themselves read the form themselves, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> None:
        """Normalise what was posted."""
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            request.POST = normalize_data(request.POST)  # type: ignore[assignment]


class AuditTrailMiddleware(AuditlogMiddleware):
    """Set the actor of the audit trail for requests that may change something.

    Looking the actor up reads the session, which would make every page that is read private to its
    reader ("Vary: Cookie") and cost a query. Voters are not looked up: ballots are secret.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in _READING or request.path_info.startswith(_BALLOTS):
            return self.get_response(request)
        return super().__call__(request)


@receiver(user_logged_out, dispatch_uid="llex.note_log_out")
def note_log_out(request: HttpRequest | None, **_signal: Any) -> None:
    """Remember that the answer to this request goes to a browser that has logged out."""
    if request is not None:
        request.has_logged_out = True  # type: ignore[attr-defined]


class LoggedOutMiddleware:
    """Have the browser delete what pages kept in it, once their reader has logged out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "has_logged_out", False):
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response
