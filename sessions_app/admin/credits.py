"""Credits of a note: on the page of its session, and on a page of their own."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from llex.core.admin.base import ModelAdmin, TabularInline
from sessions_app.models import Credit


class CreditInline(TabularInline):
    model = Credit
    fields = ("person", "work", "language", "order")
    autocomplete_fields = ("person",)
    ordering_field = "order"
    hide_ordering_field = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("person")


@admin.register(Credit)
class CreditAdmin(ModelAdmin):
    purpose = _(
        "Credits name the people who wrote, edited or translated the note of a session, on its last"
        " page. Where no one is named as its writer, the listed rapporteurs are."
    )
    list_display = ("person", "work", "language", "session")
    list_filter = (("session", admin.RelatedOnlyFieldListFilter), "work", "language")
    list_select_related = ("session", "person")
    search_fields = ("person__search_key__key_contains", "session__search_key__key_contains")
    fields = ("session", "person", "work", "language", "order")
    autocomplete_fields = ("session", "person")
    ordering = ("-session__starts_at", "order", "pk")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("session",) if obj else ()
