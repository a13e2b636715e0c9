"""A session's workbook in the administration: download it, and import it with a preview."""

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from llex.spreadsheets.lists import SpreadsheetMixin
from llex.spreadsheets.pages import XLSX, ImportPage, import_page
from sessions_app.models import LearningSession
from sessions_app.spreadsheets.people import ParticipantResource, sees_addresses
from sessions_app.spreadsheets.workbook import export_workbook, steps


class ParticipantSpreadsheetMixin(SpreadsheetMixin):
    """Import and export of participants; e-mail addresses only for who may see them."""

    resource_classes = [ParticipantResource]

    def get_resource_kwargs(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        return {"addresses": sees_addresses(request.user)}


class WorkbookMixin:
    """Add to the admin of sessions the two addresses of a session's workbook."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/workbook/", view(self.workbook), name="sessions_app_workbook"),
            path(
                "<int:pk>/workbook/import/",
                view(self.workbook_import),
                name="sessions_app_workbook_import",
            ),
            *super().get_urls(),  # type: ignore[misc]
        ]

    @method_decorator(require_safe)
    def workbook(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer with the session as XLSX."""
        session = self._session(request, pk)
        response = HttpResponse(export_workbook(session, request.user), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{session.slug}.xlsx"'
        response["Cache-Control"] = "private, no-store"
        return response

    def workbook_import(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Preview and write an edited workbook."""
        session = self._session(request, pk)
        page = ImportPage(
            target=f"workbook:{session.pk}",
            title=_("Import the workbook of “%(session)s”") % {"session": session},
            back=reverse("admin:sessions_app_learningsession_change", args=[session.pk]),
            export=reverse("admin:sessions_app_workbook", args=[session.pk]),
            help=_("An XLSX file of at most 5 MB with the sheets of the session's workbook."),
            steps=partial(steps, session=session, user=request.user),
            context={**self.admin_site.each_context(request), "opts": self.opts},
        )
        return import_page(request, page)

    def _session(self, request: HttpRequest, pk: int) -> LearningSession:
        if not self.has_change_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        return get_object_or_404(LearningSession, pk=pk)
