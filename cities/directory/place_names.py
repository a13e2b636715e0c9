"""Names of large cities in each language: those after which Unicode CLDR names time zones.

The gazetteer gives the spellings of a place without their languages.
"""

from collections.abc import Iterable
from functools import cache

from cities.directory import gazetteer
from cities.models import Place
from llex.core import languages
from llex.core.text.name_keys import normalize_key
from llex.core.time_zones import choices, names


def names_of(place: Place) -> dict[str, str]:
    """Return the names of *place* by language code, empty where its time zone is another city's.

    English is left to the gazetteer. Where CLDR has the name of the zone itself, which has no
    accents, the gazetteer's spelling of it is returned.
    """
    return names_of_each([place]).get(place.pk, {})


def names_of_each(places: Iterable[Place]) -> dict[int, dict[str, str]]:
    """Return the names of `names_of` by the keys of *places*; one query."""
    zones = {place.pk: (place, zone) for place in places if (zone := _zone_called(place))}
    called = {names.city_of(zone, languages.DEFAULT) for _place, zone in zones.values()}
    found = gazetteer.find_each(called) if called else {}
    return {
        key: _names(place, zone)
        for key, (place, zone) in zones.items()
        if _is_largest(place, found[names.city_of(zone, languages.DEFAULT)])
    }


def _names(place: Place, zone: str) -> dict[str, str]:
    found = {
        code: names.city_of(zone, code) for code in languages.CODES if code != languages.DEFAULT
    }
    own = normalize_key(place.name)
    return {
        code: place.name if name == _plain(zone) and normalize_key(name) == own else name
        for code, name in found.items()
    }


def _zone_called(place: Place) -> str:
    """Return the zone of the country of *place* that has its name, "" where none has."""
    country = place.country.code
    keys = dict.fromkeys(map(normalize_key, (place.name, *place.spellings)))
    return next((zone for key in keys if (zone := _zones().get((country, key)))), "")


def _is_largest(place: Place, found: Iterable[Place]) -> bool:
    """Return whether *place* is the likeliest of those *found* in its country."""
    first = next((one for one in found if one.country == place.country), None)
    return first is not None and first.pk == place.pk


@cache
def _zones() -> dict[tuple[str, str], str]:
    """Return the zones by the country and the name of the city that they are named after."""
    return {
        (country, normalize_key(name)): zone
        for zone in choices.places()
        if (country := names.country_code_of(zone))
        for name in (_plain(zone), names.city_of(zone, languages.DEFAULT))
    }


def _plain(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
