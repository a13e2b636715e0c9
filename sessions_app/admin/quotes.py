"""Quotes."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from llex.admin_base import TextsModelAdmin, texts
from sessions_app.models import Quote


@admin.register(Quote)
class QuoteAdmin(TextsModelAdmin):
    list_display = ("__str__", "speaker", "session", "section", "is_cleared")
    list_filter = (("session", admin.RelatedOnlyFieldListFilter), "is_cleared", "section")
    list_select_related = ("speaker__person", "session")
    search_fields = (*texts("text"), "speaker__person__name")
    fields = ("session", "speaker", "text", "section", "is_cleared", "order")
    autocomplete_fields = ("session", "speaker")
    ordering = ("-session__starts_at", "order", "pk")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("session",) if obj else ()
