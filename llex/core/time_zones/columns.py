"""Moments on pages of the admin that are read, not typed: columns of lists, fields, filters."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.timezone import get_current_timezone_name, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from llex.core.time_zones.moments import in_zone, local_midnight, short_moment
from llex.core.time_zones.paths import zone_of, zone_path

_EMPTY = "–"


def is_moment(model: type[models.Model], name: Any) -> bool:
    """Return whether *name* is a field of *model* that holds a moment."""
    return isinstance(name, str) and name in _moments_of(model)


def moment_column(model: type[models.Model], name: str) -> Callable[[models.Model], str]:
    """Return a column that shows the field *name* in the zone of each row."""

    def shown(row: models.Model) -> str:
        value = getattr(row, name)
        return short_moment(value, zone_of(row)) if isinstance(value, datetime) else _EMPTY

    field: Any = model._meta.get_field(name)
    # The admin takes the label, the help text and the order of a column from these.
    shown.__name__ = name
    shown.short_description = field.verbose_name  # type: ignore[attr-defined]
    shown.admin_order_field = name  # type: ignore[attr-defined]
    return shown


def with_moments(model: type[models.Model], names: Iterable[Any]) -> list[Any]:
    """Return *names* of columns with those of moments replaced; rows of fields are kept."""
    return [
        with_moments(model, name)
        if isinstance(name, list | tuple)
        else moment_column(model, name)
        if is_moment(model, name)
        else name
        for name in names
    ]


def in_fieldsets(
    model: type[models.Model], fieldsets: Iterable[Any], readonly: Iterable[Any]
) -> tuple[list[Any], list[Any]]:
    """Return fieldsets and read-only names with a column in place of each read-only moment."""
    columns = {name: moment_column(model, name) for name in readonly if is_moment(model, name)}

    def replaced(names: Iterable[Any]) -> list[Any]:
        return [
            replaced(name) if isinstance(name, list | tuple) else columns.get(name, name)
            for name in names
        ]

    shown = [
        (title, {**options, "fields": replaced(options["fields"])}) for title, options in fieldsets
    ]
    return shown, [*readonly, *columns.values()]


def _moments_of(model: type[models.Model]) -> set[str]:
    return {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateTimeField)
    }


class MomentFilter(admin.FieldListFilter):
    """Rows by the day of a moment: today and this month are those of each row's own zone."""

    def __init__(
        self,
        field: Any,
        request: HttpRequest,
        params: Any,
        model: type[models.Model],
        model_admin: Any,
        field_path: str,
    ) -> None:
        self.parameter = f"{field_path}__when"
        super().__init__(field, request, params, model, model_admin, field_path)
        self.used_parameters = {
            name: value[-1] if isinstance(value, list) else value
            for name, value in self.used_parameters.items()
        }

    def expected_parameters(self) -> list[str | None]:
        return [self.parameter]

    def choices(self, changelist: Any) -> Any:
        chosen = self.used_parameters.get(self.parameter)
        yield {
            "selected": chosen is None,
            "query_string": changelist.get_query_string(remove=[self.parameter]),
            "display": _("Any date"),
        }
        for name, label in _PERIODS.items():
            yield {
                "selected": chosen == name,
                "query_string": changelist.get_query_string({self.parameter: name}),
                "display": str(label),
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.used_parameters.get(self.parameter)
        if chosen not in _PERIODS:
            return queryset
        model: type[models.Model] = queryset.model
        path = zone_path(model)
        if not path:
            return queryset.filter(self._within(str(chosen), get_current_timezone_name()))
        zones = queryset.order_by().values_list(path, flat=True).distinct()
        found = Q(pk__in=[])
        for zone in filter(None, zones):
            found |= Q(**{path: zone}) & self._within(str(chosen), zone)
        return queryset.filter(found)

    def _within(self, period: str, zone: str) -> Q:
        starts, ends = period_in(period, zone)
        return Q(**{f"{self.field_path}__gte": starts, f"{self.field_path}__lt": ends})


_PERIODS = {
    "today": gettext_lazy("Today"),
    "week": gettext_lazy("Past 7 days"),
    "month": gettext_lazy("This month"),
    "year": gettext_lazy("This year"),
}


def period_in(period: str, zone: str) -> tuple[datetime, datetime]:
    """Return the beginning and the end of a *period* around now, on the clocks of *zone*."""
    today = in_zone(now(), zone).date()
    day = partial(local_midnight, zone=zone)
    if period == "month":
        first = today.replace(day=1)
        return day(first), day((first + timedelta(days=32)).replace(day=1))
    if period == "year":
        return day(today.replace(month=1, day=1)), day(today.replace(today.year + 1, 1, 1))
    first = today - timedelta(days=7) if period == "week" else today
    return day(first), day(today + timedelta(days=1))
