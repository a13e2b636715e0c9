"""The time zones to choose from, and finding the one that is meant."""

import zoneinfo
from functools import lru_cache
from typing import Final

from babel.core import get_global
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from llex.core import languages
from llex.core.db.collation import sort_key
from llex.core.languages.phrases import join_items
from llex.core.text.name_keys import normalize_key
from llex.core.time_zones import names

# Names of no place: the machine's own zone, placeholders, and old rules for half a continent.
_UNUSABLE: Final = frozenset({"localtime", "Factory", "posixrules"})
_UNUSABLE_FOLDERS: Final = ("posix/", "right/", "SystemV/")
NOT_A_ZONE: Final = gettext_lazy("“%(value)s” is not a time zone; an example is Africa/Cairo.")
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


def find(text: str) -> str:
    """Return the zone that *text* means: its name, its city in any of our languages, ``UTC+3``.

    Raise ValueError where none or several are meant.
    """
    typed = " ".join(text.split())
    if typed in known():
        return typed
    found = _by_key().get(_key(typed), frozenset())
    if len(found) == 1:
        return next(iter(found))
    if found:
        message = _("“%(value)s” may be several time zones; write one of: %(zones)s.")
        raise ValueError(message % {"value": typed, "zones": join_items(sorted(found))})
    raise ValueError(str(NOT_A_ZONE) % {"value": typed})


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
