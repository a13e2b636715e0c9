"""When the public pages were renewed, read-only."""

from django.contrib import admin

from llex.core.admin.base import ModelAdmin, ReadOnlyMixin
from llex.core.models import PageRenewal


@admin.register(PageRenewal)
class PageRenewalAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("pk", "at")
    fields = ("at",)
    search_fields = ("=pk",)
    ordering = ("-pk",)
