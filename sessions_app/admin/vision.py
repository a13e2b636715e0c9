"""The shared vision: themes with their key points, in an order that is dragged into place."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from llex.core.admin.base import TextsModelAdmin, TextsStackedInline, searched
from llex.core.db.expressions import number_of
from llex.core.spreadsheets.lists import SpreadsheetMixin
from sessions_app.models import KeyPoint, VisionTheme
from sessions_app.spreadsheets.texts import ThemeResource


class PointInline(TextsStackedInline):
    model = KeyPoint
    fields = ("lead", "text", "order")
    ordering_field = "order"
    hide_ordering_field = True
    # The points are what a theme is made of: they stand under it, not behind a tab.
    tab = False


@admin.register(VisionTheme)
class VisionThemeAdmin(SpreadsheetMixin, TextsModelAdmin):
    purpose = _("The shared vision of a session: an axis, a heading, and key points below it.")
    resource_classes = [ThemeResource]
    list_display = ("__str__", "session", "point_count", "order")
    list_filter = (("session", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("session",)
    search_fields = (*searched("statement", "heading", "text"), "session__search_key__key_contains")
    fields = ("session", "statement", "heading", "text", "order")
    autocomplete_fields = ("session",)
    ordering = ("-session__starts_at", "order", "pk")
    inlines = (PointInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .annotate(made_of=number_of(KeyPoint.objects.all(), "theme"))
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("session",) if obj else ()

    @display(description=_("key points"), ordering="made_of")
    def point_count(self, theme: Any) -> int:
        return int(theme.made_of)


@admin.register(KeyPoint)
class KeyPointAdmin(TextsModelAdmin):
    purpose = _("One point of the shared vision, with policy responses of cities as evidence.")
    list_display = ("__str__", "theme", "session", "order")
    list_filter = (("theme__session", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("theme__session",)
    search_fields = searched("lead", "text", "theme__statement")
    fields = ("theme", "lead", "text", "evidence", "order")
    autocomplete_fields = ("theme", "evidence")
    ordering = ("-theme__session__starts_at", "theme__order", "theme", "order", "pk")

    @display(description=_("session"))
    def session(self, point: KeyPoint) -> str:
        return str(point.theme.session)
