"""The language a city wrote in, chosen and filtered by its name."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from llex.core import languages
from llex.core.admin.optimistic_lock import StaleCheckedForm
from llex.core.languages import world_languages


class OriginalForm(StaleCheckedForm):
    """The form of a contribution; a language code without a name stays as it is."""

    original_language = forms.ChoiceField(
        label=capfirst(_("original language")),
        widget=UnfoldAdminSelectWidget,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever may only read is shown no field.
        if "original_language" not in self.fields:
            return
        stored = self.instance.original_language
        choices = world_languages.choices(get_language() or languages.DEFAULT)
        if stored not in world_languages.codes():
            choices.append((stored, world_languages.name_of(stored)))
        self.fields["original_language"].choices = choices  # type: ignore[attr-defined]


class OriginalFilter(admin.SimpleListFilter):
    """The languages that cities have written in."""

    title = _("original language")
    parameter_name = "original_language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = model_admin.model._default_manager.order_by("original_language")
        codes = rows.values_list("original_language", flat=True).distinct()
        return [(code, world_languages.name_of(code)) for code in codes]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(original_language=self.value()) if self.value() else queryset
