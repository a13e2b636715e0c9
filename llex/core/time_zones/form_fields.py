"""Form fields of the admin for moments, typed on the clock of a session, and for its zone."""

from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from unfold.widgets import (
    UnfoldAdminSelect2Widget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSplitDateTimeWidget,
)

from llex.core import languages
from llex.core.time_zones import choices, moments, names
from llex.core.time_zones.paths import FIELD, zone_of, zone_path

_WHICH: Final = (
    ("", gettext_lazy("Choose the first or the second")),
    ("0", gettext_lazy("The first, before the clocks go back")),
    ("1", gettext_lazy("The second, after the clocks have gone back")),
)


def _which() -> UnfoldAdminSelectWidget:
    label = gettext_lazy("Which of the two hours")
    return UnfoldAdminSelectWidget({"aria-label": label}, choices=_WHICH)


def _fold(text: Any = None) -> int | None:
    return int(text) if text in ("0", "1") else None


class MomentWidget(UnfoldAdminSplitDateTimeWidget):
    """Date and hour in a zone; below them the same moment in UTC and in the reader's own zone.

    static/js/admin/moments.js updates the line below while one types.
    """

    template_name = "admin/moment_widget.html"
    # The zone of the value shown; "" is the active one.
    zone = ""
    # The id of the field in which the zone is chosen, where it is on the same form.
    zone_from = ""
    # Whether the clocks show what was typed twice, so that one of the two is to be chosen.
    is_twice = False
    widgets: list[Any]
    widgets_names: list[str]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        # Moments are agreed on to the minute.
        self.widgets[1].format = "%H:%M"
        self.widgets = [*self.widgets, _which()]
        self.widgets_names = [*self.widgets_names, "_2"]

    def decompress(self, value: Any) -> list[Any]:
        if not isinstance(value, datetime):
            return [None, None, None]
        local = moments.in_zone(value, self.shown_zone).replace(second=0, microsecond=0)
        is_twice = moments.is_twice(local.replace(tzinfo=None), self.shown_zone)
        return [local.date(), local.time(), str(local.fold) if is_twice else ""]

    @property
    def shown_zone(self) -> str:
        """Return the zone of what is shown."""
        return self.zone or timezone.get_current_timezone_name()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"] |= {
            "zone": self.shown_zone,
            "zone_from": self.zone_from,
            "zone_name": names.name_of(self.shown_zone),
            "hint": self._hint(value),
            "is_twice": bool(self.decompress(value)[2])
            if isinstance(value, datetime)
            else self.is_twice,
        }
        return context

    def _hint(self, value: Any) -> str:
        """Return the zone and, of a stored moment, the hours in UTC and in the reader's zone."""
        parts = [names.name_of(self.shown_zone)]
        if isinstance(value, datetime):
            own = timezone.get_current_timezone_name()
            if parts != ["UTC"]:
                parts.append(moments.utc_text(value, self.shown_zone))
            if own not in ("UTC", self.shown_zone):
                parts.append(f"{_('Your time:')} {moments.short_moment(value, own)}")
        return " · ".join(parts)


class MomentField(forms.SplitDateTimeField):
    """A moment on the clock of the zone that the form's row belongs to.

    Where the zone changes in the same form, the date and hour stay as they are typed, so the moment
    is another one. An unchanged value keeps its seconds.
    """

    widget: Any = MomentWidget
    # The zone of what was typed, and the moment that was shown; known once a form has the field.
    typed_zone = ""
    stored: datetime | None = None
    # Which of two equal hours is meant: 0 the first, 1 the second, None where nothing is chosen.
    chosen: int | None = None

    def clean(self, value: Any) -> datetime | None:
        """Return the moment that is typed; of two equal hours the one that is chosen."""
        if isinstance(value, list | tuple):
            self.chosen = _fold(*value[2:3])
            value = value[:2]
        moment: datetime | None = super().clean(value)
        return moment

    def get_bound_field(self, form: Any, field_name: str) -> forms.BoundField:
        if not self.typed_zone:
            self._bind(form, field_name)
        return super().get_bound_field(form, field_name)

    def show_in(self, zone: str) -> None:
        """Show stored moments in *zone*."""
        self.widget.zone = zone

    def has_changed(self, initial: Any, data: Any) -> bool:
        moved = initial and self.typed_zone and self.typed_zone != self.widget.shown_zone
        return bool(moved) or super().has_changed(initial, data) or self._chooses(initial, data)

    def _chooses(self, initial: Any, data: Any) -> bool:
        """Return whether the other one of two equal hours is chosen."""
        shown = self.widget.decompress(initial)[2]
        return bool(shown and data and data[2:] and data[2] not in ("", shown))

    def compress(self, data_list: Any) -> datetime | None:
        if not data_list:
            return None
        day, hour = data_list
        if day in self.empty_values:
            raise ValidationError(self.error_messages["invalid_date"], code="invalid_date")
        if hour in self.empty_values:
            raise ValidationError(self.error_messages["invalid_time"], code="invalid_time")
        return self._moment(datetime.combine(day, hour))

    def _moment(self, local: datetime) -> datetime:
        zone = self.typed_zone or timezone.get_current_timezone_name()
        day, hour, fold = self.widget.decompress(self.stored)
        if self.stored and [day, hour] == [local.date(), local.time()]:
            if zone == self.widget.shown_zone and self.chosen in (None, _fold(fold)):
                return self.stored
            exact = moments.in_zone(self.stored, self.widget.shown_zone)
            local = exact.replace(tzinfo=None, fold=0)
        self.widget.is_twice = moments.is_twice(local, zone)
        try:
            return moments.at_local_time(local, zone, fold=self.chosen)
        except moments.TwiceMoment as problem:
            raise ValidationError(problem.question, code="twice") from problem
        except moments.UnclearMoment as problem:
            raise ValidationError(str(problem), code="unclear") from problem

    def _bind(self, form: Any, name: str) -> None:
        row = getattr(form, "instance", None)
        if row is not None:
            self.show_in(zone_of(row))
        self.typed_zone = _typed_zone(form, self.widget.shown_zone)
        if FIELD in form.fields:
            self.widget.zone_from = form[FIELD].id_for_label
        # The row's own, since the initial value of a form has lost a part of the second.
        value = getattr(row, name, None) or form.get_initial_for_field(self, name)
        if isinstance(value, datetime) and timezone.is_aware(value):
            self.stored = value


def _typed_zone(form: Any, shown: str) -> str:
    """Return the zone that the form says: chosen in it, or that of the row chosen in it."""
    first, _sep, rest = zone_path(form._meta.model).partition("__")
    if not first or first not in form.fields:
        return shown
    given = form.data.get(form.add_prefix(first)) if form.is_bound else form.initial.get(first)
    if not rest:
        return given if given in choices.known() else shown
    related: Any = form._meta.model._meta.get_field(first).related_model
    key = given.pk if isinstance(given, models.Model) else given
    try:
        found = related._base_manager.filter(pk=key or None).values_list(rest, flat=True).first()
    except (TypeError, ValueError):
        found = None
    return found or shown


class ZoneField(forms.ChoiceField):
    """A time zone, chosen by typing a part of its city, its country or its name."""

    widget = UnfoldAdminSelect2Widget
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid_choice": choices.NOT_A_ZONE,
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_offered, **kwargs)

    def search_at(self, address: str) -> None:
        """Have what is typed looked up at *address*, by static/js/admin/zones.js."""
        # The class would have Unfold search in the list alone.
        self.widget.attrs |= {"data-zone-lookup": address, "class": "zone-lookup"}

    def offer(self, zone: str) -> None:
        """Offer *zone* too, which is stored although it is no longer in the list."""
        offered = _offered()
        if zone and zone not in dict(offered):
            self.choices = [*offered, (zone, choices.label(zone, _language()))]


def _offered() -> tuple[tuple[str, str], ...]:
    return choices.choices(_language())


def _language() -> str:
    return get_language() or languages.DEFAULT
