"""Addresses that sessions had: looked at, never edited."""

from django.contrib import admin

from llex.core.admin.base import ModelAdmin, ReadOnlyMixin
from sessions_app.models import FormerSessionSlug


@admin.register(FormerSessionSlug)
class FormerSessionSlugAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("slug", "session", "since")
    list_select_related = ("session",)
    search_fields = ("slug",)
