"""Pages in place of the empty answers 405, and for what is gone for good."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render


class Gone(Exception):
    """Something published was taken back; readers are told the *explanation*, if there is one.

    *template* is the page that tells it.
    """

    template: ClassVar[str] = "410.html"

    def __init__(self, explanation: str = "") -> None:
        super().__init__(explanation)
        self.explanation = explanation

    def context(self) -> dict[str, Any]:
        """Return what the template needs."""
        return {"explanation": self.explanation}


class ErrorPagesMiddleware:
    """Answer with pages that help where Django would send nothing that people can read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return _not_allowed(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer `Gone`; leave everything else to Django."""
        if not isinstance(exception, Gone):
            return None
        return render(request, exception.template, exception.context(), status=410)


def _not_allowed(request: HttpRequest, refusal: HttpResponse) -> HttpResponse:
    """Return a page with the status and the headers of a *refusal*, to browsers."""
    if not request.accepts("text/html") or request.method == "HEAD":
        return refusal
    can_be_read = "GET" in refusal["Allow"]
    page = render(request, "405.html", {"can_be_read": can_be_read}, status=405)
    page["Allow"] = refusal["Allow"]
    return page
