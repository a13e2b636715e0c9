"""The gazetteer: looked at, never edited."""

from django.contrib import admin

from cities.models import Place, PlaceSpelling
from llex.admin_base import ModelAdmin, ReadOnlyMixin, TabularInline


class SpellingInline(ReadOnlyMixin, TabularInline):
    model = PlaceSpelling
    fields = ("key", "is_name")
    show_change_link = False


@admin.register(Place)
class PlaceAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("name", "country", "population", "latitude", "longitude")
    list_filter = ("country",)
    # From the beginning of the name: an index is of no use in the middle of thousands of names.
    search_fields = ("keys__key__startswith",)
    inlines = (SpellingInline,)


@admin.register(PlaceSpelling)
class PlaceSpellingAdmin(ReadOnlyMixin, ModelAdmin):
    list_display = ("key", "place", "is_name")
    list_select_related = ("place",)
    search_fields = ("key__startswith",)
    ordering = ("pk",)
