"""Access and context of the pages of the translation desk."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _

from llex.core.admin import kept_posts
from sessions_app.models import LearningSession
from sessions_app.translation_desk.access import DeskAccess, assigned_sessions, desk_access


def require_access(request: HttpRequest, pk: int) -> DeskAccess:
    """Return what the user may do on the desk of a session.

    Raise Http404 for a session that the user may not know of, PermissionDenied for one that may
    only be looked at.
    """
    session = get_object_or_404(LearningSession.objects.select_related("series"), pk=pk)
    access = desk_access(request.user, session)
    if access is None:
        if request.user.has_perm("sessions_app.view_learningsession"):
            raise PermissionDenied
        raise Http404
    return access


def page_context(
    admin: Any, request: HttpRequest, access: DeskAccess, title: str
) -> dict[str, Any]:
    """Return the context of a page of the desk."""
    session = access.session
    may_open = request.user.has_perm("sessions_app.view_learningsession")
    return {
        **admin.admin_site.each_context(request),
        **_menu(admin, request),
        "author_token": kept_posts.author_token(request.user),
        "opts": admin.opts,
        "title": title,
        "subtitle": str(session),
        "original": session,
        "session": session,
        "access": access,
        "back": reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])
        if may_open
        else "",
        "desk_address": desk_address(session),
    }


def _menu(admin: Any, request: HttpRequest) -> dict[str, Any]:
    """Return the menu of a translator who is not staff: the sessions that are assigned."""
    if admin.admin_site.has_permission(request):
        return {}
    items = [
        {
            # The menu takes titles as markup.
            "title": escape(session),
            "link": desk_address(session),
            "icon": "translate",
            "has_permission": True,
            "active": request.path.startswith(desk_address(session)),
        }
        for session in assigned_sessions(request.user)
    ]
    group = {"title": _("Texts that you translate"), "items": items}
    return {"sidebar_show_search": False, "sidebar_navigation": [group], "available_apps": []}


def desk_address(session: LearningSession) -> str:
    """Return the address of the table of a session's texts."""
    return reverse("admin:sessions_app_learningsession_translations", args=[session.pk])
