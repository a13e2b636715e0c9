"""The time zones of cities, for those who know their city and not what its zone is called."""

import re
from typing import Final

from django.db.models import Q
from django.utils.translation import get_language

from cities.models import Place, PlaceSpelling
from cities.querysets import beginning
from llex.core import languages
from llex.core.languages.countries import country_name
from llex.core.text.name_keys import normalize_key
from llex.core.time_zones.choices import CityZone

# A city is meant by its name alone where it has so many times the people of all of that name that
# are in other zones.
_CLEARLY: Final = 10
_LONGEST: Final = 100
_COUNTRY: Final = re.compile(r"^(?P<city>.+?)\s*(?:[,،]\s*(?P<country>[^,،]+)|\((?P<code>\w\w)\))$")


def named(text: str) -> list[CityZone]:
    """Return the cities that *text* names, the largest first; one where it is clearly meant.

    The country may follow: ``Barcelona, Spain``, ``Barcelona, ES`` or ``Barcelona (ES)``.
    """
    found = _distinct(_exactly(text), text)
    if not found and (match := _COUNTRY.match(text[: 2 * _LONGEST])):
        city, country = match["city"], match["country"] or match["code"]
        places = [place for place in _exactly(city) if _is_in(place, country)]
        found = _distinct(places, city)
    return found


def beginning_with(text: str, *, most: int) -> list[CityZone]:
    """Return the largest cities whose name in some language begins with *text*."""
    key = normalize_key(text[:_LONGEST])
    if not key:
        return []
    # One letter begins half of the gazetteer.
    condition = beginning("key", key) if len(key) > 1 else Q(key=key)
    begun = PlaceSpelling.objects.filter(condition).values("place")
    places = list(Place.objects.filter(pk__in=begun).exclude(time_zone="")[: 2 * most])
    exact = _exactly(text)
    rows = {place.pk: place for place in (*exact, *places)}
    return [_zone_of(place, key) for place in rows.values()][:most]


def _exactly(text: str) -> list[Place]:
    key = normalize_key(text[:_LONGEST])
    found = PlaceSpelling.objects.filter(key=key).values("place")
    return list(Place.objects.filter(pk__in=found).exclude(time_zone="")) if key else []


def _distinct(places: list[Place], text: str) -> list[CityZone]:
    """Return the largest city of each zone; the first alone where the others are far smaller."""
    by_zone: dict[str, Place] = {}
    for place in sorted(places, key=lambda one: -_weight(one, text)):
        by_zone.setdefault(place.time_zone, place)
    if not by_zone:
        return []
    first, *others = by_zone.values()
    if all(_weight(first, text) >= _CLEARLY * _weight(other, text) for other in others):
        others = []
    return [_zone_of(place, normalize_key(text)) for place in (first, *others)]


def _weight(place: Place, text: str) -> int:
    # Of two cities, the one that is called so itself is more likely meant.
    return place.population * (_CLEARLY if normalize_key(place.name) == normalize_key(text) else 1)


def _is_in(place: Place, country: str) -> bool:
    code = place.country.code
    names = {code, *(country_name(code, language) for language in languages.CODES)}
    return normalize_key(country) in map(normalize_key, names)


def _zone_of(place: Place, key: str) -> CityZone:
    """Return the zone of *place*, called as it was typed."""
    written = next((name for name in place.spellings if normalize_key(name) == key), "")
    name = place.name if normalize_key(place.name).startswith(key) else written or place.name
    language = get_language() or languages.DEFAULT
    return CityZone(name, country_name(place.country.code, language), place.time_zone)
