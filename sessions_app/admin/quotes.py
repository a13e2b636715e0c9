"""Quotes."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cities.models import Contribution
from llex.core.admin.base import TextsModelAdmin, searched
from sessions_app.models import Quote
from sessions_app.people.adoption import adopt_quote


@admin.register(Quote)
class QuoteAdmin(TextsModelAdmin):
    purpose = gettext_lazy(
        "Words of a participant, published in the note once the person has cleared them."
    )
    list_display = ("__str__", "speaker", "session", "section", "is_cleared")
    list_filter = (("session", admin.RelatedOnlyFieldListFilter), "is_cleared", "section")
    list_select_related = ("speaker__person", "session")
    search_fields = (*searched("text"), "speaker__person__search_key__key_contains")
    fields = ("session", "speaker", "text", "section", "is_cleared", "order")
    autocomplete_fields = ("session", "speaker")
    ordering = ("-session__starts_at", "order", "pk")

    def get_urls(self) -> list[Any]:
        address = path(
            "take-over/<int:pk>/",
            self.admin_site.admin_view(require_POST(self.take_over)),
            name="sessions_app_quote_take_over",
        )
        return [address, *super().get_urls()]

    def take_over(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take over the quotation that a city offers, and show it to be edited and cleared."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        contribution = get_object_or_404(Contribution.objects.select_related("session"), pk=pk)
        quote = adopt_quote(contribution)
        if quote is None:
            raise Http404
        text = _("Clear it once the speaker agrees; until then it is not published.")
        messages.success(request, text)
        return redirect("admin:sessions_app_quote_change", quote.pk)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("session",) if obj else ()
