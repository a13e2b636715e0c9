"""A session’s workbook in the administration: download it, and import it with a preview."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from unfold.decorators import action

from llex.core.spreadsheets.importing import ImportOutcome
from llex.core.spreadsheets.journal import Journal
from llex.core.spreadsheets.lists import SpreadsheetMixin
from llex.core.spreadsheets.pages import XLSX, ImportPage, import_page
from llex.core.time_zones.names import name_of
from sessions_app.models import LearningSession, SpreadsheetImport
from sessions_app.permissions import sees_personal_data
from sessions_app.spreadsheets.imports import record
from sessions_app.spreadsheets.people import ParticipantResource
from sessions_app.spreadsheets.workbook import export_workbook, steps


class ParticipantSpreadsheetMixin(SpreadsheetMixin):
    """Import and export of participants; e-mail addresses only for who may see them."""

    resource_classes = [ParticipantResource]

    def get_resource_kwargs(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        return {"addresses": sees_personal_data(request.user)}


class WorkbookMixin:
    """Add to the admin of sessions the two pages of a session’s workbook."""

    admin_site: Any
    opts: Any

    @action(
        description=gettext_lazy("Download Excel file"),
        permissions=["change"],
        url_path="workbook",
        icon="download",
    )
    @method_decorator(require_safe)
    def workbook(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer with the session as XLSX."""
        session = _session(object_id)
        response = HttpResponse(export_workbook(session, request.user), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{session.slug}.xlsx"'
        response["Cache-Control"] = "private, no-store"
        return response

    @action(
        description=gettext_lazy("Import Excel file"),
        permissions=["change"],
        url_path="workbook/import",
        icon="upload",
    )
    def workbook_import(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Preview and write an edited workbook."""
        session = _session(object_id)
        page = ImportPage(
            target=f"workbook:{session.pk}",
            title=_("Import the Excel file of “%(session)s”") % {"session": session},
            back=reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk]),
            export=reverse("admin:sessions_app_learningsession_workbook", args=[session.pk]),
            help=_(
                "An XLSX, ODS or XLS file of at most 5 MB with sheets of the session’s Excel file,"
                " or one of them as CSV. Hours are on the clocks of the session (%(zone)s); where"
                " its time zone is changed in the sheet, they stay as they are written."
            )
            % {"zone": name_of(session.time_zone)},
            steps=partial(steps, session=session, user=request.user),
            on_written=partial(_record, session, request.user),
            context={
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "original": session,
            },
        )
        return import_page(request, page)


def _record(
    session: LearningSession, by: Any, name: str, outcome: ImportOutcome, journal: Journal
) -> None:
    record(
        session,
        journal,
        kind=SpreadsheetImport.Kind.WORKBOOK,
        name=name,
        counts={
            "new": sum(sheet.new for sheet in outcome.sheets),
            "changed": sum(sheet.changed for sheet in outcome.sheets),
            "unchanged": sum(sheet.unchanged for sheet in outcome.sheets),
        },
        by=by,
    )


def _session(key: str) -> LearningSession:
    if not key.isdecimal():
        raise Http404
    return get_object_or_404(LearningSession, pk=int(key))
