"""The agenda of a session, on the session's page and on its own."""

from functools import cache
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectMultipleWidget

from llex.core.admin.base import TextsForm, TextsModelAdmin, TextsStackedInline, searched
from sessions_app.models import AgendaItem, Participant


class _SpeakersField(forms.MultipleChoiceField):
    """People of the session, by key: their choices are read once for all items."""

    def prepare_value(self, value: Any) -> Any:
        return [str(getattr(one, "pk", one)) for one in value or ()]


class AgendaForm(TextsForm):
    speakers = _SpeakersField(
        label=capfirst(_("speakers")),
        required=False,
        widget=UnfoldAdminSelectMultipleWidget,
        help_text=AgendaItem._meta.get_field("speakers").help_text,
    )


class AgendaInline(TextsStackedInline):
    model = AgendaItem
    form = AgendaForm
    fields = (("title", "minutes"), "speakers", "order")
    ordering_field = "order"
    hide_ordering_field = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("speakers__person")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        if "speakers" in formset.form.base_fields:
            speakers: Any = formset.form.base_fields["speakers"]
            # Read once for all items, and not where no item is shown.
            speakers.choices = cache(lambda: _people_of(obj))
        return formset


@admin.register(AgendaItem)
class AgendaItemAdmin(TextsModelAdmin):
    purpose = _("The agenda of a session: its items, their minutes and their speakers.")
    list_display = ("title", "session", "minutes", "order")
    list_filter = (("session", admin.RelatedOnlyFieldListFilter),)
    list_select_related = ("session",)
    search_fields = (*searched("title"), "session__search_key__key_contains")
    fields = ("session", "title", "minutes", "speakers", "order")
    autocomplete_fields = ("session", "speakers")
    ordering = ("-session__starts_at", "order", "pk")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("session",) if obj else ()


def _people_of(session: Any) -> list[tuple[str, str]]:
    """Return who can be a speaker: the people of the session. One query."""
    if session is None:
        return []
    people = Participant.objects.filter(session=session).select_related("person")
    active = people.exclude(status=Participant.Status.CANCELLED)
    return [(str(one.pk), str(one.person)) for one in active.exclude(role="participant")]
