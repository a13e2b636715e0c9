"""The gazetteer, and how our own cities are spelt and were called: looked at, never edited."""

from django.contrib import admin

from cities.models import CitySpelling, FormerSlug, Place, PlaceSpelling
from llex.core.admin.base import ModelAdmin, ReadOnlyMixin, TabularInline


class SpellingInline(ReadOnlyMixin, TabularInline):
    model = PlaceSpelling
    fields = ("key", "is_name")
    show_change_link = False


@admin.register(Place)
class PlaceAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("name", "country", "population", "latitude", "longitude")
    list_filter = ("country",)
    # From the beginning of the name: an index is of no use in the middle of thousands of names.
    search_fields = ("keys__key__key_startswith",)
    inlines = (SpellingInline,)


@admin.register(PlaceSpelling)
class PlaceSpellingAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("key", "place", "is_name")
    list_select_related = ("place",)
    search_fields = ("key__key_startswith",)
    ordering = ("pk",)


@admin.register(CitySpelling)
class CitySpellingAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("key", "city", "is_name")
    list_select_related = ("city",)
    search_fields = ("key__key_startswith",)
    fields = ("city", "key", "is_name")
    ordering = ("pk",)


@admin.register(FormerSlug)
class FormerSlugAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("slug", "city", "since")
    list_select_related = ("city",)
    search_fields = ("slug",)
