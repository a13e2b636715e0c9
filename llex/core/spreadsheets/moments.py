"""Columns of moments, on the clock of the row's time zone, and of that zone itself."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from import_export.widgets import Widget

from llex.core.spreadsheets.cells import typed
from llex.core.spreadsheets.columns import Column, Line
from llex.core.time_zones import choices, moments
from llex.core.time_zones.paths import FIELD


class DateAndHour(Widget):
    """A date and an hour: 2020-03-25 15:00, or a date of the spreadsheet program."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> datetime | None:
        text = typed(value).strip()
        if not text:
            return None
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            message = _("“%(typed)s” is not a date and an hour; write it like 2020-03-25 15:00.")
            raise ValueError(message % {"typed": text}) from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return f"{value:%Y-%m-%d %H:%M}" if value else ""


class MomentColumn(Column):
    """A moment of a row that has a time zone of its own, shown and typed to the minute.

    An offset behind it, as in ``2020-10-25 02:30+01:00``, says which of two equal hours is meant.
    """

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, DateAndHour(), **kwargs)

    def get_value(self, instance: Any) -> datetime | None:
        """Return the naive date and hour on the clock of the row's zone."""
        moment = getattr(instance, self.attribute)
        if moment is None:
            return None
        local = moments.in_zone(moment, getattr(instance, FIELD))
        return local.replace(tzinfo=None, fold=0, second=0, microsecond=0)

    def save(self, instance: Any, row: dict[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        if self.repeats(instance, row):
            return
        given = self.clean(row)
        if given == self.get_value(instance):
            return
        if given is not None and given.tzinfo is None:
            given = moments.at_local_time(given, getattr(instance, FIELD))
        setattr(instance, self.attribute, given)


class ZoneColumn(Column):
    """The time zone of a row, called by its name or its city; its moments keep date and hour.

    The row's model has a method ``move_to_zone``.
    """

    def __init__(self, name: str = FIELD) -> None:
        super().__init__(name, Line(), blank_keeps=True)

    def save(self, instance: Any, row: dict[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        if not self.repeats(instance, row):
            instance.move_to_zone(choices.find(self.clean(row)))
