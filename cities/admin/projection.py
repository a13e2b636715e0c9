"""The projection of published cities, read-only."""

from django.contrib import admin

from cities.models import (
    Projection,
    PublishedCity,
    PublishedContribution,
    PublishedName,
    PublishedService,
)
from llex.core.admin.base import ModelAdmin, ReadOnlyMixin


@admin.register(Projection)
class ProjectionAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("version", "changed_at")
    fields = ("version", "changed_at")


@admin.register(PublishedCity)
class PublishedCityAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = (
        "slug", "kind", "country", "contribution_count", "response_count", "challenge_count",
    )  # fmt: skip
    list_filter = ("kind", "continent")
    search_fields = ("slug__startswith",)
    ordering = ("slug",)


@admin.register(PublishedName)
class PublishedNameAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("name", "language", "city", "country_name")
    list_filter = ("language",)
    list_select_related = ("city",)
    search_fields = ("name__startswith",)
    ordering = ("pk",)


@admin.register(PublishedService)
class PublishedServiceAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("city", "service")
    list_select_related = ("city",)
    search_fields = ("service",)
    ordering = ("pk",)


@admin.register(PublishedContribution)
class PublishedContributionAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("city", "session_slug", "edition", "published_at")
    list_select_related = ("city",)
    search_fields = ("session_slug",)
    fields = ("city", "session_slug", "edition", "starts_at", "published_at")
    ordering = ("-published_at", "-pk")
