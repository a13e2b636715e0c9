"""The index of the public search, read-only: publishing writes it."""

from django.contrib import admin

from llex.core.admin.base import ModelAdmin, ReadOnlyMixin
from sessions_app.models import SearchDocument, SearchWord


@admin.register(SearchDocument)
class SearchDocumentAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("title", "kind", "readers", "language", "session", "city", "day")
    list_filter = ("kind", "readers")
    search_fields = ("key__startswith",)
    fields = (
        *("kind", "key", "readers", "language", "title", "text", "person"),
        *("session", "city_name", "country", "day", "since", "status"),
    )
    ordering = ("-day", "-pk")


@admin.register(SearchWord)
class SearchWordAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("word", "readers")
    list_filter = ("readers",)
    search_fields = ("word__startswith",)
    ordering = ("pk",)
