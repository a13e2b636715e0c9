"""Names of large cities in each language: those after which Unicode CLDR names time zones.

The gazetteer gives the spellings of a place without their languages.
"""

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
    zone = _zone_named_after(place)
    if not zone:
        return {}
    found = {
        code: names.city_of(zone, code) for code in languages.CODES if code != languages.DEFAULT
    }
    own = normalize_key(place.name)
    return {
        code: place.name if name == _plain(zone) and normalize_key(name) == own else name
        for code, name in found.items()
    }


def _zone_named_after(place: Place) -> str:
    """Return the zone that has its name from *place*, "" where it is from none or a larger one."""
    country = place.country.code
    for key in dict.fromkeys(map(normalize_key, (place.name, *place.spellings))):
        if zone := _zones().get((country, key)):
            places = gazetteer.find(names.city_of(zone, languages.DEFAULT), country=country)
            return zone if places and places[0].pk == place.pk else ""
    return ""


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
