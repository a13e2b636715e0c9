"""Filters of open data, read from an address. Unknown names and values are told, not ignored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import City, CityProjection, EntryProjection
from llex.core.languages.countries import CODES
from llex.core.languages.phrases import join_items
from llex.core.languages.regions import REGIONS
from llex.core.open_data.tables import DataTable
from priorities.models import Service
from sessions_app.models import LearningSession

_YEARS: Final = range(1900, 2200)
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class DataFilter:
    """A filter: what it leaves, an example, and how a value is read. *read* is None for others."""

    meaning: str | Promise
    example: str
    read: Callable[[str], Any]


def _city(value: str) -> str | None:
    if CityProjection.objects.filter(slug=value).exists():
        return value
    return City.slug_now(value)


def _service(value: str) -> str | None:
    return value if Service.objects.filter(slug=value).exists() else None


def _session(value: str) -> str | None:
    if LearningSession.objects.visible().filter(slug=value).exists():
        return value
    return LearningSession.slug_now(value)


def _country(value: str) -> str | None:
    return code if (code := value.upper()) in CODES else None


def _region(value: str) -> str | None:
    return code if (code := value.upper()) and code in REGIONS else None


def _status(value: str) -> str | None:
    return value if value in EntryProjection.Status.values else None


def _year(value: str) -> int | None:
    is_number = value.isascii() and value.isdigit() and len(value) == len("2020")
    return int(value) if is_number and int(value) in _YEARS else None


def _moment(value: str) -> datetime | None:
    """Read a day or a moment of ISO 8601; one without a time zone is in UTC."""
    try:
        if day := parse_date(value):
            return datetime(day.year, day.month, day.day, tzinfo=UTC)
        # "+" of a time zone arrives as a space where it was not encoded.
        moment = parse_datetime(value.replace(" ", "+") if "T" in value else value)
        if moment and moment.year in _YEARS:
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        pass
    return None


FILTERS: Final[dict[str, DataFilter]] = {
    "city": DataFilter(gettext_lazy("city, by its id"), "bogota", _city),
    "country": DataFilter(gettext_lazy("country, by its two letters in ISO 3166"), "CO", _country),
    "region": DataFilter(
        gettext_lazy("region of the world: AF, AS, EU, NA (with Central America), SA, OC, AN"),
        "SA",
        _region,
    ),
    "service": DataFilter(gettext_lazy("topic (public service), by its id"), "housing", _service),
    "session": DataFilter(gettext_lazy("session, by its id"), "launch", _session),
    "status": DataFilter(
        gettext_lazy("what the city said later: true, changed, ended"), "true", _status
    ),
    "year": DataFilter(gettext_lazy("the year of the session"), "2020", _year),
    "published_after": DataFilter(
        gettext_lazy("published after a day or moment (ISO 8601, UTC)"), "2020-03-25", _moment
    ),
}


def read_filters(
    table: DataTable, given: QueryDict, *, besides: Iterable[str] = ()
) -> dict[str, Any]:
    """Return the values of the filters of *table* that an address gives.

    Raise ValidationError for an unknown filter, for one given twice and for an unknown value.
    *besides* are other parameters of the address.
    """
    chosen: dict[str, Any] = {}
    for name in given:
        if name in besides:
            continue
        if name not in table.filters:
            raise ValidationError(_unknown(name, table.filters))
        values = given.getlist(name)
        value = values[0].strip()
        if len(values) > 1:
            text = _("The filter “%(name)s” can be given once only.")
            raise ValidationError(text % {"name": name})
        is_text = value and value.isprintable() and len(value) <= _LONGEST
        found = FILTERS[name].read(value) if is_text else None
        if found is None:
            text = _("“%(value)s” is not known as a value of the filter “%(name)s”: %(meaning)s.")
            raise ValidationError(
                text % {"value": value[:_LONGEST], "name": name, "meaning": FILTERS[name].meaning}
            )
        chosen[name] = found
    return chosen


def refuse_parameters(given: Mapping[str, str], known: tuple[str, ...]) -> None:
    """Raise ValidationError where an address has a parameter that is not *known*."""
    for name in given:
        if name not in known:
            values = {"name": name[:_LONGEST]}
            raise ValidationError(_("There is no parameter “%(name)s” here.") % values)


def refuse_filters(given: Mapping[str, str]) -> None:
    """Raise ValidationError where an address of a file without filters has any."""
    if given:
        raise ValidationError(_unknown(next(iter(given)), ()))


def _unknown(name: str, known: Iterable[str]) -> str:
    values = {"name": name[:_LONGEST], "known": join_items(list(known))}
    if not values["known"]:
        return _("There is no filter “%(name)s” here: this file holds everything.") % values
    return _("There is no filter “%(name)s” here. There are: %(known)s.") % values
