"""The pages below a consultation's in the admin: desk, clerk and voting links."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from unfold.decorators import action
from unfold.enums import ActionVariant

from priorities.admin.console import clerk, desk, links

LOOK = ("GET", "HEAD")
ACT = ("POST",)
Page = tuple[str, str, Callable[..., HttpResponse], tuple[str, ...]]
PAGES: tuple[Page, ...] = (
    ("desk/", "desk", desk.console, LOOK),
    ("desk/counts.json", "desk_counts", desk.live_counts, LOOK),
    ("desk/code.svg", "desk_code", desk.code_drawing, LOOK),
    ("desk/do/<slug:verb>/", "desk_act", desk.act, ACT),
    ("desk/clerk/", "clerk", clerk.enter_ballot, LOOK + ACT),
    ("desk/clerk/undo/", "clerk_undo", clerk.undo, ACT),
    ("desk/links/", "links", links.links, LOOK + ACT),
    ("desk/links/sheet.csv", "links_csv", links.as_csv, ACT),
    ("desk/links/withdraw/", "links_withdraw", links.withdraw, ACT),
)


def existing_key(admin: Any, request: HttpRequest, object_id: str) -> int:
    """Return the key of the consultation in an address. Raise Http404 if it is missing."""
    consultation = admin.get_object(request, object_id)
    if consultation is None:
        raise Http404
    return int(consultation.pk)


class ConsoleMixin:
    """Add the desk and its pages to the admin of consultations."""

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
        return [*own, *super().get_urls()]  # type: ignore[misc]

    @action(
        description=_("Desk"),
        permissions=["view"],
        url_path="to-desk",
        icon="podium",
        variant=ActionVariant.PRIMARY,
    )
    def to_desk(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Lead to the desk, where a consultation is run while the session sits."""
        return redirect(
            "admin:priorities_consultation_desk", pk=existing_key(self, request, object_id)
        )
