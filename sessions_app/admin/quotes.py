"""Quotes."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from unfold.enums import ActionVariant

from cities.models import Contribution
from llex.core.admin.actions import StateAction, StateActionsMixin
from llex.core.admin.base import TextsModelAdmin, searched
from llex.core.languages import name_of
from llex.core.languages.phrases import join_items
from sessions_app.models import Quote
from sessions_app.people.adoption import adopt_quote
from sessions_app.speakers.quote_clearing import ask_to_clear


def _other_languages(quote: Quote) -> str:
    """Return that other languages still have the former words, or nothing."""
    names = join_items(name_of(code) for code in quote.texts if code not in quote.cleared_texts)
    if not names:
        return ""
    text = _("Bring these languages in line, then ask the speaker again or clear it: %(languages)s")
    return text % {"languages": names}


@admin.register(Quote)
class QuoteAdmin(StateActionsMixin, TextsModelAdmin):
    purpose = gettext_lazy(
        "Words of a participant, published in the note once the person has cleared them."
    )
    verbs = (
        StateAction(
            "adopt",
            label=gettext_lazy("Adopt the words of the speaker"),
            done=gettext_lazy("The quotation has the words of the speaker: %(names)s."),
            question=gettext_lazy(
                "The words that the speaker proposes replace the text in the language in which they"
                " were written; the history keeps the former text. Translations count as outdated."
            ),
            icon="published_with_changes",
            variant=ActionVariant.PRIMARY,
            warning=_other_languages,
        ),
    )
    more_actions = ("ask_speakers",)
    list_display = ("__str__", "speaker", "session", "section", "is_cleared", "clearing")
    list_filter = (
        ("session", admin.RelatedOnlyFieldListFilter), "is_cleared", "clearing", "section",
    )  # fmt: skip
    list_select_related = ("speaker__person", "session")
    search_fields = (*searched("text"), "speaker__person__search_key__key_contains")
    fields = (
        "session", "speaker", "text", "section", "is_cleared", "clearing", "asked_at",
        "answered_at", "answer", "order",
    )  # fmt: skip
    readonly_fields = ("clearing", "asked_at", "answered_at", "answer")
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

    def possible_verbs(self, subject: Quote) -> tuple[str, ...]:
        return ("adopt",) if subject.clearing == Quote.Clearing.PROPOSED else ()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.readonly_fields, "session") if obj else self.readonly_fields

    @admin.action(
        description=gettext_lazy("Ask the speakers to clear the quotations"),
        permissions=["change"],
    )
    def ask_speakers(self, request: HttpRequest, quotes: QuerySet[Quote]) -> None:
        """Mail each speaker a personal link to the quotation, and name those without an address."""
        rows = quotes.select_related("speaker__person", "session__series")
        without = [quote for quote in rows if not ask_to_clear(quote, by=request.user)]
        if asked := len(rows) - len(without):
            text = ngettext(
                "%(number)s speaker is asked by e-mail.",
                "%(number)s speakers are asked by e-mail.",
                asked,
            )
            messages.success(request, text % {"number": asked})
        if without:
            names = join_items(dict.fromkeys(str(quote.speaker.person) for quote in without))
            text = _("No e-mail address is known of: %(names)s. Clear these quotations yourself.")
            messages.warning(request, text % {"names": names})
