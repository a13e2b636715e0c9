"""Editions with their documents and files: looked at, never edited."""

from collections.abc import Mapping
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from llex.core.admin.base import ModelAdmin, ReadOnlyMixin, TabularInline, texts
from llex.core.languages import name_of
from llex.core.languages.phrases import labelled
from sessions_app.models import (
    DismissedFinding,
    Edition,
    EditionDocument,
    EditionFile,
    ScheduledPublication,
)


class DocumentInline(ReadOnlyMixin, TabularInline):
    model = EditionDocument
    fields = ("language", "title", "checksum")
    tab = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("edition__session").defer("content")


@admin.register(Edition)
class EditionAdmin(ReadOnlyMixin, ModelAdmin):
    purpose = _(
        "Each time a note is published, its edition is kept here for good. Publish from the page "
        "of the session."
    )
    list_display = ("session", "number", "published_at", "published_by", "change_note")
    list_filter = (("session", admin.RelatedOnlyFieldListFilter), "published_at")
    list_select_related = ("session", "published_by")
    search_fields = ("session__search_key__key_contains", *texts("change_note"), "checksum")
    ordering = ("-published_at", "-pk")
    fields = (
        "session", "number", "published_at", "published_by", "change_note", "override",
        "shown_findings", "checksum", "withdrawn_at", "withdrawal_reason",
    )  # fmt: skip
    readonly_fields = ("shown_findings",)
    inlines = (DocumentInline,)

    @display(description=_("findings of the check"))
    def shown_findings(self, edition: Edition) -> str:
        lines = [
            (
                labelled(found["place"], found["message"]),
                name_of(found["language"]),
                _dismissal(found),
            )
            for found in edition.findings
        ]
        return format_html_join("", "<p>{} <em>{}</em> {}</p>", lines) or gettext("none")


def _dismissal(found: Mapping[str, Any]) -> str:
    """Return why a finding was dismissed, or nothing."""
    if "dismissed" not in found:
        return ""
    return labelled(gettext("Dismissed"), found["dismissed"]["reason"])


@admin.register(DismissedFinding)
class DismissedFindingAdmin(ReadOnlyMixin, ModelAdmin):
    purpose = _(
        "Findings of the check that are not shown while the text stays as it was. They are "
        "dismissed, and shown again, on the page of the check."
    )
    list_display = ("place", "message", "language", "reason", "session", "dismissed_at")
    list_filter = ("language", ("session", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("session",)
    search_fields = ("place", "message", "reason")
    fields = (
        "session", "place", "language", "message", "reason", "dismissed_by", "dismissed_at",
    )  # fmt: skip


@admin.register(ScheduledPublication)
class ScheduledPublicationAdmin(ReadOnlyMixin, ModelAdmin):
    purpose = _(
        "Notes that are to be published at a set hour. The hour is set where a note is published."
    )
    list_display = ("session", "publish_at", "set_by", "failed_at")
    list_select_related = ("session", "set_by")
    search_fields = ("session__search_key__key_contains",)
    fields = ("session", "publish_at", "override", "set_by", "set_at", "failed_at")


class FileInline(ReadOnlyMixin, TabularInline):
    model = EditionFile
    fields = ("format", "file", "shown_size", "checksum")
    readonly_fields = ("shown_size",)
    tab = False

    @display(description=_("size"))
    def shown_size(self, file: EditionFile) -> str:
        return filesizeformat(file.size)


@admin.register(EditionDocument)
class EditionDocumentAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("title", "edition", "language")
    list_filter = ("language", ("edition__session", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("edition__session",)
    search_fields = ("title", "summary")
    fields = ("edition", "language", "title", "summary", "checksum", "shown_content")
    readonly_fields = ("shown_content",)
    ordering = ("-edition__published_at", "pk")
    inlines = (FileInline,)

    @display(description=_("document"))
    def shown_content(self, document: EditionDocument) -> str:
        import json

        text = json.dumps(document.content, ensure_ascii=False, indent=2)
        return format_html(
            '<details><summary>{}</summary><pre class="cell-text" dir="auto">{}</pre></details>',
            _("Show as data"),
            text,
        )


@admin.register(EditionFile)
class EditionFileAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("document", "format", "shown_size")
    list_filter = ("format", "document__language")
    list_select_related = ("document__edition__session",)
    search_fields = ("file",)
    fields = ("document", "format", "file", "shown_size", "checksum")
    readonly_fields = ("shown_size",)
    ordering = ("-pk",)

    @display(description=_("size"), ordering="size")
    def shown_size(self, file: EditionFile) -> str:
        return filesizeformat(file.size)
