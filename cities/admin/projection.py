"""The projection of published cities, read-only."""

from django.contrib import admin

from cities.models import (
    CityNameProjection,
    CityProjection,
    CityServiceProjection,
    ContributionProjection,
    EntryAddress,
    EntryAnswerProjection,
    EntryProjection,
    EntryServiceProjection,
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


@admin.register(EntryAddress)
class EntryAddressAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("slug", "kind", "session_slug", "city_slug", "withdrawn_at")
    list_filter = ("kind",)
    search_fields = ("slug__startswith",)
    ordering = ("-pk",)


@admin.register(EntryProjection)
class EntryProjectionAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("__str__", "kind", "city", "starts_at", "status")
    list_filter = ("kind", "status")
    list_select_related = ("city",)
    fields = ("address", "kind", "city", "contribution", "starts_at", "since", "status")
    ordering = ("-pk",)


@admin.register(EntryServiceProjection)
class EntryServiceProjectionAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("entry", "service")
    list_select_related = ("entry",)
    search_fields = ("service",)
    ordering = ("pk",)


@admin.register(EntryAnswerProjection)
class EntryAnswerProjectionAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("response", "challenge")
    list_select_related = ("response",)
    ordering = ("pk",)
