"""The pages below a consultation's in the admin: console, clerk and voting links."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.urls import path, re_path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from unfold.decorators import action
from unfold.enums import ActionVariant

from priorities.admin.console import clerk, controls, links

LOOK = ("GET", "HEAD")
ACT = ("POST",)
Page = tuple[str, str, Callable[..., HttpResponse], tuple[str, ...]]
PAGES: tuple[Page, ...] = (
    ("console/", "console", controls.console, LOOK),
    ("console/counts.json", "console_counts", controls.live_counts, LOOK),
    ("console/code.svg", "console_code", controls.code_drawing, LOOK),
    ("console/do/<slug:verb>/", "console_act", controls.act, ACT),
    ("console/clerk/", "clerk", clerk.enter_ballot, LOOK + ACT),
    ("console/clerk/undo/", "clerk_undo", clerk.undo, ACT),
    ("console/links/", "links", links.links, LOOK + ACT),
    ("console/links/sheet.csv", "links_csv", links.as_csv, ACT),
    ("console/links/withdraw/", "links_withdraw", links.withdraw, ACT),
)


def existing_key(admin: Any, request: HttpRequest, object_id: str) -> int:
    """Return the key of the consultation in an address. Raise Http404 if it is missing."""
    consultation = admin.get_object(request, object_id)
    if consultation is None:
        raise Http404
    return int(consultation.pk)


def _to_console(request: HttpRequest, pk: str, rest: str) -> HttpResponse:
    """Redirect from the console's former address, also a form that was open before an update."""
    address = reverse("admin:priorities_consultation_console", args=[pk]) + quote(rest)
    query = request.META["QUERY_STRING"]
    return HttpResponsePermanentRedirect(
        f"{address}?{query}" if query else address, preserve_request=True
    )


class ConsoleMixin:
    """Add the console and its pages to the admin of consultations."""

    admin_site: Any

    def get_urls(self) -> list[Any]:
        own = [
            path(
                f"<int:pk>/{where}",
                self.admin_site.admin_view(require_http_methods(methods)(partial(view, self))),
                name=f"priorities_consultation_{name}",
            )
            for where, name, view, methods in PAGES
        ]
        former = re_path(r"^(?P<pk>[0-9]+)/desk/(?P<rest>.*)$", _to_console)
        return [*own, former, *super().get_urls()]  # type: ignore[misc]

    @action(
        description=_("Console"),
        permissions=["view"],
        url_path="to-console",
        icon="podium",
        variant=ActionVariant.PRIMARY,
    )
    def to_console(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Lead to the console, where a consultation is run while the session sits."""
        return redirect(
            "admin:priorities_consultation_console", pk=existing_key(self, request, object_id)
        )
