"""Cells of dates, and of moments on the clock of the row's time zone, and of that zone itself."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from import_export.widgets import Widget

from llex.core.spreadsheets.cells import typed
from llex.core.spreadsheets.columns import Column, Line
from llex.core.spreadsheets.dates import (
    AmbiguousDate,
    order_by_known,
    order_in,
    parse_day,
    parse_moment,
)
from llex.core.text.normalization import clean_code
from llex.core.time_zones import choices, moments
from llex.core.time_zones.paths import FIELD


class Dated(Widget):
    """Base of cells with a date; *day_first* is how the other dates of the column are ordered."""

    day_first: bool | None = None

    def learn(self, values: Iterable[Any], known: Collection[date] = ()) -> None:
        """Learn from all cells of the column, or from a known day, whether the day comes first."""
        texts = [typed(value) for value in values]
        self.day_first = order_in(texts)
        if self.day_first is None:
            self.day_first = order_by_known(texts, known)

    def doubt(self, value: Any) -> AmbiguousDate | None:
        """Return in what a cell may be one day or another, None where it is clear."""
        try:
            parse_moment(typed(value), day_first=self.day_first)
        except AmbiguousDate as doubt:
            return doubt
        return None


class Day(Dated):
    """A day, as people write it or as a date of the spreadsheet program."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        text = clean_code(typed(value))
        if not text:
            return None
        if day := parse_day(text, day_first=self.day_first):
            return day
        raise ValueError(
            _("“%(typed)s” is not a date; write it like 2020-03-25.") % {"typed": text}
        )

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else value


class DateAndHour(Dated):
    """A date and an hour, as people write them or as a date of the spreadsheet program."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> datetime | None:
        text = typed(value).strip()
        if not text:
            return None
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            moment = parse_moment(text, day_first=self.day_first)
        if moment is None:
            message = _("“%(typed)s” is not a date and an hour; write it like 2020-03-25 15:00.")
            raise ValueError(message % {"typed": text})
        return moment

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
