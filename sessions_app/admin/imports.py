"""From a session's page: what was imported, and how to undo them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from unfold.decorators import action

from llex.core.spreadsheets.undo import NotUndone
from sessions_app.models import LearningSession, SpreadsheetImport
from sessions_app.permissions import imports_contributions
from sessions_app.spreadsheets.imports import undo_import

# A page lists no more than the last ones.
_MOST = 50


class ImportsMixin:
    """Add to the admin of sessions the page of its imports."""

    admin_site: Any
    opts: Any

    def has_see_imports_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return imports_contributions(request.user)

    @action(
        description=gettext_lazy("Imports, and how to undo them"),
        permissions=["see_imports"],
        url_path="imports",
        icon="history",
    )
    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def imports(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """List what was imported into the session; undo one of it."""
        if not self.has_see_imports_permission(request):
            raise PermissionDenied
        if not object_id.isdecimal():
            raise Http404
        session = get_object_or_404(LearningSession, pk=object_id)
        if request.method == "POST":
            undo_as_told(request, session)
            if not LearningSession.objects.filter(pk=session.pk).exists():
                # It was made by what is undone.
                return redirect("admin:sessions_app_learningsession_changelist")
            return redirect(request.path)
        done = session.spreadsheet_imports.select_related("written_by", "undone_by")[:_MOST]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Imports"),
            "original": session,
            "session": session,
            "imports": done,
            "back": reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk]),
        }
        return TemplateResponse(request, "admin/sessions_app/imports.html", context)


def undo_as_told(request: HttpRequest, session: LearningSession) -> None:
    """Undo the import that the pressed button names, and say what came of it."""
    key = request.POST.get("undo", "")
    if not (key.isascii() and key.isdecimal()):
        raise Http404
    try:
        done = undo_import(int(key), session, request.user)
    except SpreadsheetImport.DoesNotExist:
        raise Http404 from None
    except NotUndone as problem:
        text = _("The import cannot be undone. %(why)s Nothing was changed.")
        messages.error(request, text % {"why": problem})
    else:
        text = _("Undone: “%(name)s”. Everything is as it was before.")
        messages.success(request, text % {"name": done})
