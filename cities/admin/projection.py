"""The projection of published cities, read-only."""

from django.contrib import admin

from cities.models import (
    CityNameProjection,
    CityProjection,
    CityServiceProjection,
    ContributionProjection,
    ProjectionState,
)
from llex.core.admin.base import ModelAdmin, ReadOnlyMixin


@admin.register(ProjectionState)
class ProjectionStateAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("version", "changed_at")
    fields = ("version", "changed_at")


@admin.register(CityProjection)
class CityProjectionAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = (
        "slug", "kind", "country", "contribution_count", "response_count", "challenge_count",
    )  # fmt: skip
    list_filter = ("kind", "continent")
    search_fields = ("slug__startswith",)
    ordering = ("slug",)


@admin.register(CityNameProjection)
class CityNameProjectionAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("name", "language", "city", "country_name")
    list_filter = ("language",)
    list_select_related = ("city",)
    search_fields = ("name__startswith",)
    ordering = ("pk",)


@admin.register(CityServiceProjection)
class CityServiceProjectionAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("city", "service")
    list_select_related = ("city",)
    search_fields = ("service",)
    ordering = ("pk",)


@admin.register(ContributionProjection)
class ContributionProjectionAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("city", "session_slug", "edition", "published_at")
    list_select_related = ("city",)
    search_fields = ("session_slug",)
    fields = ("city", "session_slug", "edition", "starts_at", "published_at")
    ordering = ("-published_at", "-pk")
