"""The pages of the translation desk, below a session's in the admin."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from unfold.decorators import action

from llex.core.admin.site import RELAXED
from llex.core.time_zones.own import in_own_zone
from sessions_app.admin.translations import editor, files, table, translators
from sessions_app.translation_desk.access import edits_translations

LOOK = ("GET", "HEAD")
ACT = ("POST",)
Page = tuple[str, str, Callable[..., HttpResponse], tuple[str, ...]]
PAGES: tuple[Page, ...] = (
    ("", "translations", table.show_table, LOOK),
    ("apply/", "translations_apply", table.apply, ACT),
    ("files/", "translation_files", files.exchange, LOOK + ACT),
    (
        "files/<slug:format>/<slug:source>/<slug:language>/",
        "translation_export",
        files.export,
        LOOK,
    ),
    ("translators/", "translators", translators.assign, LOOK + ACT),
    ("translators/<int:key>/end/", "translators_end", translators.end, ACT),
    ("<slug:text>/<slug:language>/", "translation", editor.edit, LOOK + ACT),
)


def desk_view(site: Any, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Return *view* of the administration, open to translators, too, who are not staff.

    They log in as the officers of cities do, by a code that is sent to their address.
    """
    for_staff = site.admin_view(view)
    for_translators = csp_update(RELAXED)(never_cache(in_own_zone(view)))

    @wraps(view)
    def open_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_staff = site.has_permission(request) or request.user.is_staff
        if not is_staff and request.user.has_perm("sessions_app.view_translationassignment"):
            return for_translators(request, *args, **kwargs)
        return for_staff(request, *args, **kwargs)

    return open_view


class TranslationDeskMixin:
    """Add the translation desk and its pages to the admin of sessions."""

    admin_site: Any

    def get_urls(self) -> list[Any]:
        own = [
            path(
                f"<int:pk>/translations/{where}",
                desk_view(self.admin_site, require_http_methods(methods)(partial(view, self))),
                name=f"sessions_app_learningsession_{name}",
            )
            for where, name, view, methods in PAGES
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def has_translate_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return edits_translations(request.user)

    @action(
        description=_("Translations"),
        permissions=["translate"],
        url_path="translations/open",
        icon="translate",
    )
    def open_translations(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Lead to the translation desk."""
        if not object_id.isdecimal():
            raise Http404
        return redirect("admin:sessions_app_learningsession_translations", object_id)
