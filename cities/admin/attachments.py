"""Documents of cities: looked at, downloaded and deleted; only a city attaches them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from cities.models import Attachment
from llex.core.admin.base import ModelAdmin, ReadOnlyMixin, TabularInline


def link(attachment: Attachment) -> str:
    """Return a link that downloads a document."""
    path = reverse("cities:document", args=[attachment.contribution_id, attachment.key])
    return format_html('<a href="{}">{}</a>', path, attachment.name)


class AttachmentInline(ReadOnlyMixin, TabularInline):
    model = Attachment
    fields = ("shown_name", "kind", "shown_size", "uploaded_at", "by")
    readonly_fields = ("shown_name", "shown_size", "uploaded_at")
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("by")

    @display(description=_("document"))
    def shown_name(self, attachment: Attachment) -> str:
        return link(attachment)

    @display(description=_("size"))
    def shown_size(self, attachment: Attachment) -> str:
        return filesizeformat(attachment.size)


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyMixin, ModelAdmin):
    purpose = _("Documents that cities attach to their contributions.")
    list_display = ("name", "contribution", "session", "kind", "shown_size", "uploaded_at")
    list_filter = ("kind", ("contribution__session", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("contribution__city", "contribution__session", "by")
    search_fields = ("name", "contribution__city__spellings__key__key_contains")
    fields = ("contribution", "shown_name", "kind", "shown_size", "checksum", "uploaded_at", "by")
    readonly_fields = ("shown_name", "shown_size", "uploaded_at")
    ordering = ("-uploaded_at", "-pk")

    @display(description=_("session"))
    def session(self, attachment: Attachment) -> str:
        return str(attachment.contribution.session)

    @display(description=_("document"))
    def shown_name(self, attachment: Attachment) -> str:
        return link(attachment)

    @display(description=_("size"), ordering="size")
    def shown_size(self, attachment: Attachment) -> str:
        return filesizeformat(attachment.size)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # What is personal in a document must be erasable.
        return request.user.has_perm("cities.delete_attachment")
