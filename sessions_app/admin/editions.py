"""Editions with their documents and files: looked at, never edited."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from llex.core.admin.base import ModelAdmin, ReadOnlyMixin, TabularInline, texts
from llex.core.languages import name_of
from llex.core.languages.phrases import join_items, labelled
from llex.core.time_zones.moments import short_moment
from sessions_app.briefing.note_approval import approvals_of
from sessions_app.models import (
    DismissedFinding,
    Edition,
    EditionDocument,
    EditionFile,
    NoteApproval,
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
    list_display = (
        "session", "number", "published_at", "published_by", "approvers", "change_note",
    )  # fmt: skip
    list_filter = (("session", admin.RelatedOnlyFieldListFilter), "published_at")
    list_select_related = ("session", "published_by")
    search_fields = ("session__search_key__key_contains", *texts("change_note"), "checksum")
    ordering = ("-published_at", "-pk")
    fields = (
        "session", "number", "published_at", "published_by", "shown_approval", "change_note",
        "override", "shown_findings", "checksum", "withdrawn_at", "withdrawal_reason",
    )  # fmt: skip
    readonly_fields = ("shown_findings", "shown_approval")
    inlines = (DocumentInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        words = EditionDocument.objects.defer("content", "summary")
        approvals = NoteApproval.objects.given().select_related("asked_by", "approved_by")
        return (
            super()
            .get_queryset(request)
            .prefetch_related(
                Prefetch("documents", queryset=words),
                Prefetch("session__note_approvals", queryset=approvals),
            )
        )

    @display(description=_("approved by"))
    def approvers(self, edition: Edition) -> str:
        """Say who approved which languages, and who asked, or why it was published without."""
        by_people: dict[tuple[str, str], list[str]] = {}
        for row in approvals_of(edition):
            people = str(row.approved_by or "…"), str(row.asked_by or "…")
            by_people.setdefault(people, []).append(row.language)
        text = gettext("%(name)s (asked by %(asker)s): %(languages)s")
        lines = [
            text % {"name": name, "asker": asker, "languages": _names(codes)}
            for (name, asker), codes in by_people.items()
        ]
        return _paragraphs([*lines, *_exceptions(edition)])

    @display(description=_("approved by"))
    def shown_approval(self, edition: Edition) -> str:
        """Say who asked and who approved when, or why it was published without."""
        zone = edition.session.time_zone
        lines = [_approval_line(row, zone) for row in approvals_of(edition)]
        return _paragraphs([*lines, *_exceptions(edition)])

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


def _exceptions(edition: Edition) -> list[str]:
    """Return which languages no second person had approved, and the reason for publishing."""
    if unapproved := edition.published_unapproved:
        text = gettext("Without approval: %(languages)s")
        reason = labelled(gettext("Reason"), edition.override)
        return [text % {"languages": _names(unapproved)}, reason]
    if edition.override:
        return [labelled(gettext("In spite of findings"), edition.override)]
    return []


def _names(codes: Iterable[str]) -> str:
    return join_items(name_of(code) for code in codes)


def _paragraphs(lines: Iterable[str]) -> str:
    return format_html_join("", "<p>{}</p>", ((line,) for line in lines)) or "-"


def _approval_line(row: NoteApproval, zone: str) -> str:
    """Return who approved a language and when, and who asked."""
    text = gettext("%(language)s: %(name)s, %(moment)s (asked by %(asker)s)")
    return text % {
        "language": name_of(row.language),
        "name": row.approved_by or "…",
        "moment": short_moment(row.approved_at, zone) if row.approved_at else "",
        "asker": row.asked_by or "…",
    }


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


@admin.register(NoteApproval)
class NoteApprovalAdmin(ReadOnlyMixin, ModelAdmin):
    purpose = _(
        "Approvals of notes by a second person, with the one who asked. Both are done from the"
        " page of the session."
    )
    list_display = ("session", "language", "asked_by", "asked_of", "approved_by", "approved_at")
    list_filter = ("language", ("session", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("session", "asked_by", "asked_of", "approved_by")
    search_fields = ("session__search_key__key_contains", "checksum")
    fields = (
        "session", "language", "checksum", "asked_by", "asked_at", "asked_of", "remark",
        "approved_by", "approved_at",
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
