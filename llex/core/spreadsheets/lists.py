"""Import and export on the lists of the administration, one sheet each."""

from functools import partial
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin
from import_export.formats import base_formats
from unfold.contrib.import_export.forms import ExportForm

from llex.core.spreadsheets import reading
from llex.core.spreadsheets.importing import Step
from llex.core.spreadsheets.pages import ImportPage, import_page
from llex.core.spreadsheets.resource import SheetResource
from llex.core.spreadsheets.writing import as_csv, as_xlsx


class CSV(base_formats.CSV):
    def is_binary(self) -> bool:
        # The encoding is our own matter, in `writing` and `reading`.
        return True


class SpreadsheetMixin(ImportExportMixin):
    """Set *resource_classes* of a model's admin from its sheet."""

    resource_classes: ClassVar[list[type[SheetResource]]]
    formats = (base_formats.XLSX, CSV)
    export_form_class = ExportForm

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_change_permission(request) or self.has_add_permission(request))

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))

    def get_resource_kwargs(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        return {}

    def get_export_data(
        self, file_format: Any, request: HttpRequest, queryset: models.QuerySet[Any], **kwargs: Any
    ) -> bytes:
        if not self.has_export_permission(request):
            raise PermissionDenied
        table = self._resource(request).table(queryset)
        return as_csv(table) if isinstance(file_format, CSV) else as_xlsx([table])

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        names = "admin:{}_{}_%s".format(*self.get_model_info())
        page = ImportPage(
            target=self.opts.label_lower,
            title=_("Import %(things)s") % {"things": self.opts.verbose_name_plural},
            back=reverse(names % "changelist"),
            export=reverse(names % "export"),
            help=_("An XLSX, ODS, XLS or CSV file of at most 5 MB with the columns of the export."),
            steps=partial(self._steps, request),
            context={**self.admin_site.each_context(request), "opts": self.opts},
        )
        return import_page(request, page)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Answer as the import page does: nothing is written without its preview."""
        return self.import_action(request)

    def _resource(self, request: HttpRequest) -> SheetResource:
        (resource,) = self.resource_classes
        return resource(**self.get_resource_kwargs(request))

    def _steps(self, request: HttpRequest, name: str, data: bytes) -> list[Step]:
        (resource,) = self.resource_classes
        grid = reading.read_single(name, data)
        return [Step(resource.sheet, grid, partial(self._resource, request))]
