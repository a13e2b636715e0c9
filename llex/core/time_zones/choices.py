"""The time zones to choose from, and finding the one that is meant."""

import re
import zoneinfo
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from babel.core import get_global
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from llex.core import languages
from llex.core.languages.phrases import join_items, join_with_semicolons
from llex.core.languages.sorting import sort_key
from llex.core.text.name_keys import normalize_key
from llex.core.time_zones import names

# Names of no place: the machine's own zone, placeholders, and old rules for half a continent.
_UNUSABLE: Final = frozenset({"localtime", "Factory", "posixrules"})
_UNUSABLE_FOLDERS: Final = ("posix/", "right/", "SystemV/")
NOT_A_ZONE: Final = gettext_lazy("“%(value)s” is not a time zone; an example is Africa/Cairo.")
_NAME_IN_LABEL: Final = re.compile(r"\(([\w/+-]+)\)$")
_MOST: Final = 30
_OFFSETS: Final = [f"Etc/GMT{-hours:+d}" for hours in range(-12, 15) if hours]


@lru_cache(maxsize=1)
def known() -> frozenset[str]:
    """Return the names of all zones that a session may have, old names too."""
    return frozenset(
        name
        for name in zoneinfo.available_timezones()
        if name not in _UNUSABLE and not name.startswith(_UNUSABLE_FOLDERS)
    )


def validate_time_zone(value: str) -> None:
    """Raise ValidationError unless *value* is the name of a zone such as ``Africa/Cairo``."""
    if value not in known():
        raise ValidationError(NOT_A_ZONE, params={"value": value})


@lru_cache(maxsize=1)
def places() -> tuple[str, ...]:
    """Return the zones that are named after a city, each under its present name."""
    territories = get_global("zone_territories")
    return tuple(
        sorted(
            zone
            for zone, country in territories.items()
            if zone in known() and "/" in zone and country != "001" and not names.offset_of(zone)
        )
    )


@lru_cache(maxsize=8)
def choices(language: str) -> tuple[tuple[str, str], ...]:
    """Return the zones to choose from with their labels in *language*: UTC, places, offsets.

    A label holds what people may search for: the city, its country and the zone's own name.
    """
    cities = sorted(
        ((zone, label(zone, language)) for zone in places()),
        key=lambda one: sort_key(one[1], language),
    )
    return (
        ("UTC", "UTC"),
        *cities,
        *((zone, names.offset_of(zone)) for zone in _OFFSETS),
    )


def label(zone: str, language: str) -> str:
    """Return how a zone is listed: ``Bogotá, Colombia (America/Bogota)``."""
    if offset := names.offset_of(zone):
        return offset
    city, country = names.city_of(zone, language), names.country_of(zone, language)
    with override(language):
        place = join_items(filter(None, (city, country)))
    return f"{place} ({zone})"


@dataclass(frozen=True)
class CityZone:
    """A city and its zone; the names are in the language of the reader where they are known."""

    city: str
    country: str
    zone: str

    def __str__(self) -> str:
        return f"{join_items(filter(None, (self.city, self.country)))} ({self.zone})"


class Beginning(Protocol):
    """Return the cities whose name begins with a text, the largest first."""

    def __call__(self, text: str, *, most: int) -> Sequence[CityZone]: ...


Named = Callable[[str], Sequence[CityZone]]
# Set by the app that knows cities.
_cities: dict[str, tuple[Named, Beginning]] = {}


def look_up_cities(named: Named, beginning: Beginning) -> None:
    """Have cities looked up by *named*, which several may be called, and by *beginning*."""
    _cities["lookup"] = (named, beginning)


def search(text: str, language: str) -> list[tuple[str, str]]:
    """Return the zones whose label, or one of whose cities, holds *text*, with their labels."""
    key = _key(text)
    listed = [pair for pair in choices(language) if key in _key(pair[1])]
    if not key or "lookup" not in _cities:
        return listed
    known_by_label = {label for _zone, label in listed}
    cities = _cities["lookup"][1](text, most=_MOST)
    return listed + [
        (one.zone, str(one))
        for one in dict.fromkeys(cities)
        if one.zone in known() and str(one) not in known_by_label
    ]


def find(text: str) -> str:
    """Return the zone that *text* means: its name, a city in any language, ``UTC+3``.

    Raise ValueError where none or several are meant.
    """
    typed = " ".join(text.split())
    if typed in known():
        return typed
    if (match := _NAME_IN_LABEL.search(typed)) and match[1] in known():
        return match[1]
    found = _by_key().get(_key(typed), frozenset())
    if not found and "lookup" in _cities:
        return _of_city(typed)
    if len(found) == 1:
        return next(iter(found))
    if found:
        message = _("“%(value)s” may be several time zones; write one of: %(zones)s.")
        raise ValueError(message % {"value": typed, "zones": join_items(sorted(found))})
    raise ValueError(str(NOT_A_ZONE) % {"value": typed})


def _of_city(typed: str) -> str:
    cities = [one for one in _cities["lookup"][0](typed) if one.zone in known()]
    if not cities:
        raise ValueError(str(NOT_A_ZONE) % {"value": typed})
    if len(cities) > 1:
        message = _("“%(value)s” may be several cities; write one of: %(cities)s.")
        raise ValueError(message % {"value": typed, "cities": join_with_semicolons(cities[:_MOST])})
    return cities[0].zone


def _key(text: str) -> str:
    # A key of letters alone would lose the sign of an offset.
    return (
        text.replace(" ", "").casefold() if text.upper().startswith("UTC") else normalize_key(text)
    )


@lru_cache(maxsize=1)
def _by_key() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for language in languages.CODES:
        for zone, listed in choices(language):
            for text in (zone, listed, names.city_of(zone, language)):
                found.setdefault(_key(text), set()).add(zone)
    return {key: frozenset(zones) for key, zones in found.items()}
