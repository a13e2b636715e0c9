"""Answers to what may go wrong in any view."""

from collections.abc import Callable
from typing import Final

from auditlog.middleware import AuditlogMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from llex.states import WrongState

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


class AuditTrailMiddleware(AuditlogMiddleware):
    """Name the actor in the audit trail, where a request may change something.

    Looking the actor up reads the session, which would make every page that is read private to its
    reader ("Vary: Cookie") and cost a query. Nobody is looked up who casts a ballot: it is secret.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in _READING or request.path_info.startswith(_BALLOTS):
            return self.get_response(request)
        return super().__call__(request)
