"""Inlines of a session's page: themes, participants, quotes.

Participants and speakers are chosen on pages of their own: a choice among thousands of people in
each of a hundred rows would query the database for each row.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from llex.core.admin.base import TextsStackedInline
from sessions_app.models import Participant, Quote, VisionTheme


class ThemeInline(TextsStackedInline):
    model = VisionTheme
    fields = ("statement", "heading", "text", "order")
    ordering_field = "order"
    hide_ordering_field = True


class _OfPeopleInline(TextsStackedInline):
    per_page = 15
    collapsible = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ParticipantInline(_OfPeopleInline):
    model = Participant
    fields = (("role", "status"), "position", "consents_to_listing", "order")
    # Changed by its verbs alone, on the participant's page.
    readonly_fields = ("status",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("person")


class QuoteInline(_OfPeopleInline):
    model = Quote
    fields = ("speaker", "text", ("section", "is_cleared"), "order")
    readonly_fields = ("speaker",)
    ordering_field = "order"
    hide_ordering_field = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("speaker__person")
