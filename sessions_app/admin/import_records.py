"""Records of imported spreadsheets: looked at, never edited."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from llex.core.admin.base import ModelAdmin, ReadOnlyMixin
from sessions_app.models import RememberedColumns, SpreadsheetImport


@admin.register(SpreadsheetImport)
class SpreadsheetImportAdmin(ReadOnlyMixin, ModelAdmin):
    purpose = _("Each spreadsheet that was written into a session, and whether it can be undone.")
    list_display = ("name", "session", "kind", "written_at", "written_by", "undone_at")
    list_select_related = ("session", "written_by")
    list_filter = ("kind",)
    search_fields = ("name", "session__search_key__key_contains")
    # Without the journal, which repeats what the rows held.
    fields = ("name", "session", "kind", "counts", "written_at", "written_by", "undone_at")


@admin.register(RememberedColumns)
class RememberedColumnsAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("series", "heads_digest", "changed_at")
    list_select_related = ("series",)
    fields = ("series", "heads_digest", "columns", "changed_at")
