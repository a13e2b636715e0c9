"""The assignments of translators, over all sessions; they are made on the translation desk."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from llex.core.admin.base import ModelAdmin, ReadOnlyMixin
from sessions_app.models import TranslationAssignment


@admin.register(TranslationAssignment)
class TranslationAssignmentAdmin(ReadOnlyMixin, ModelAdmin):
    purpose = _(
        "The languages that a translator was asked for. Ask on the translation desk of a session."
    )
    list_display = ("translator", "language", "session", "assigned_at")
    list_filter = ("language", ("session", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("translator", "session")
    search_fields = ("translator__search_key__key_contains", "translator__email")
    fields = ("translator", "language", "session", "assigned_at", "assigned_by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return all of them to who assigns, to a translator their own."""
        rows = super().get_queryset(request)
        if request.user.has_perm("sessions_app.add_translationassignment"):
            return rows
        return rows.filter(translator=request.user)
