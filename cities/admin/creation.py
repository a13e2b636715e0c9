"""Adding a city in the admin: looked up in the gazetteer, and never twice without being asked."""

import json
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from modeltranslation.utils import get_translation_fields
from unfold.widgets import UnfoldAdminTextareaWidget

from cities.directory.autocomplete import resolve, suggest
from cities.directory.creation import lock_creation, values_from_place
from cities.directory.duplicates import PossibleDuplicate, find_duplicates
from cities.forms.widgets import SCRIPT, lookup_attrs
from cities.models import City, Place
from llex.core.admin.base import TextsForm
from llex.core.forms.lines import LinesField

# The fields by which a form may name a city.
_CHOSEN_BY: Final = frozenset({"id", "slug"})
_TELLING = (
    *("country", "kind", "latitude", "longitude", "geoname_id", "other_spellings"),
    *get_translation_fields("name"),
)


class CityForm(TextsForm):
    """A city. A possible duplicate is saved only after the user has confirmed it as another one."""

    other_spellings = LinesField(
        label=gettext_lazy("Other spellings"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5, "dir": "auto"}),
        help_text=gettext_lazy("One on each line. The city is found by all of them."),
    )
    is_another = forms.BooleanField(label=gettext_lazy("It is another city"), required=False)
    likenesses: list[PossibleDuplicate]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.likenesses = []
        if not self.errors and set(self.changed_data).intersection(_TELLING):
            self.likenesses = find_duplicates(self._as_typed(cleaned))
        if self.likenesses and not cleaned.get("is_another"):
            text = ngettext(
                "Nothing was saved yet: this may be a city that we have.",
                "Nothing was saved yet: this may be one of %(count)s cities that we have.",
                len(self.likenesses),
            )
            self.add_error(None, text % {"count": len(self.likenesses)})
        return cleaned

    def _as_typed(self, cleaned: dict[str, Any]) -> City:
        city = City(pk=self.instance.pk)
        for name in _TELLING:
            value = cleaned[name] if name in cleaned else getattr(self.instance, name)
            setattr(city, name, value)
        return city


class FoundingMixin:
    """Offer the look-up above the form of a new city, and fill the form from what was chosen."""

    admin_site: Any
    form: Any = CityForm
    change_form_outer_before_template = "admin/cities/_look_up.html"
    change_form_before_template = "admin/cities/_likenesses.html"

    @property
    def media(self) -> forms.Media:
        own = forms.Media(
            js=[SCRIPT], css={"all": ["css/cities/autocomplete.css", "css/admin/cities.css"]}
        )
        return super().media + own  # type: ignore[misc]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        if request.method != "POST":
            return self._add(request, form_url, extra_context)
        # Of two who take up the same place at once, the second is led to the first one's city.
        with transaction.atomic():
            lock_creation()
            return self._add(request, form_url, extra_context)

    def _add(self, request: HttpRequest, form_url: str, extra_context: Any) -> HttpResponse:
        place = _place(request)
        if isinstance(place, City) and IS_POPUP_VAR in request.GET:
            return _choose(request, place)
        if isinstance(place, City):
            messages.info(request, _("We have this city already; this is its page."))
            return redirect("admin:cities_city_change", place.pk)
        if place is None and "place" in request.GET:
            messages.warning(request, _("The gazetteer does not know this place any more."))
        return super().add_view(request, form_url, extra_context)  # type: ignore[misc]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        place = _place(request)
        if isinstance(place, Place):
            return values_from_place(place)
        return super().get_changeform_initial_data(request)  # type: ignore[misc]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if kwargs.get("add"):
            context |= _look_up(request)
        form = context["adminform"].form
        context["likenesses"] = getattr(form, "likenesses", ())
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]


def _place(request: HttpRequest) -> City | Place | None:
    for kind in ("place", "city"):
        if number := request.GET.get(kind, ""):
            return resolve(f"{kind}:{number}")
    return None


def _choose(request: HttpRequest, city: City) -> HttpResponse:
    """Close the pop-up, and choose a city that we have already in the form below it."""
    field = request.GET.get(TO_FIELD_VAR) or City._meta.pk.name
    value = city.serializable_value(field) if field in _CHOSEN_BY else city.pk
    answer = {"action": "add", "value": str(value), "obj": str(city)}
    context = {"popup_response_data": json.dumps(answer)}
    return TemplateResponse(request, "admin/popup_response.html", context)


def _look_up(request: HttpRequest) -> dict[str, Any]:
    typed = request.GET.get("q", "").strip()
    # What a pop-up is opened with goes on with every step, or it forgets whom to answer.
    kept: dict[str, str] = {
        name: request.GET[name] for name in (IS_POPUP_VAR, TO_FIELD_VAR) if name in request.GET
    }
    add, more = reverse("admin:cities_city_add"), urlencode(kept)
    query = f"&{more}" if more else ""
    change = reverse("admin:cities_city_change", args=[0]).replace("/0/", "/{}/")
    return {
        "popup_fields": kept,
        "popup_query": query,
        "typed": typed,
        "found": suggest(typed) if typed else (),
        "place": _place(request),
        "lookup_attrs": {
            **lookup_attrs(),
            "data-go-place": f"{add}?place={{}}{query}",
            "data-go-city": f"{add}?city={{}}{query}" if IS_POPUP_VAR in kept else change,
        },
    }
