"""Records of imports, and notes that are still looked at: never edited here."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from llex.core.admin.base import ModelAdmin, ReadOnlyMixin
from sessions_app.models import NoteUpload, RememberedColumns, SpreadsheetImport


@admin.register(SpreadsheetImport)
class SpreadsheetImportAdmin(ReadOnlyMixin, ModelAdmin):
    purpose = _("Each spreadsheet that was written into a session, and whether it can be undone.")
    list_display = ("name", "session", "kind", "written_at", "written_by", "undone_at")
    list_select_related = ("session", "written_by")
    list_filter = ("kind",)
    search_fields = ("name", "session__search_key__key_contains")
    # Without the journal, which repeats what the rows held.
    fields = (
        "name",
        "session",
        "kind",
        "counts",
        "remarks",
        "written_at",
        "written_by",
        "undone_at",
    )


@admin.register(RememberedColumns)
class RememberedColumnsAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("series", "heads_digest", "changed_at")
    list_select_related = ("series",)
    fields = ("series", "heads_digest", "columns", "changed_at")


@admin.register(NoteUpload)
class NoteUploadAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("name", "owner", "series", "session", "language", "changed_at")
    list_select_related = ("owner", "series", "session")
    search_fields = ("name",)
    # Without its text, which is its owner's until it is taken over.
    fields = ("name", "owner", "series", "session", "language", "created_at", "changed_at")
