"""Making a city of ours: from a place of the gazetteer, or by hand."""

import re
from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction

from cities.directory import gazetteer, place_names
from cities.directory.duplicates import find_duplicates
from cities.models import City, Place
from llex.core import languages
from llex.core.db.locks import lock
from llex.core.languages import data
from llex.core.text.name_keys import normalize_key

_SURELY: Final = 10


def values_from_place(place: Place) -> dict[str, Any]:
    """Return the values of the city that a place would become, by field.

    The gazetteer does not say in which language a spelling is. Where a language's letters identify
    it, as in Arabic, its spelling is taken, else the name in Unicode CLDR. Without either, the
    name is the gazetteer's main one, or empty where the letters of the language are others.
    """
    return {**_facts(place), "slug": free_slug(place.name, place.country.code)}


def name_of_place(place: Place, language: str) -> str:
    """Return how a place is called in a language, or else its main name."""
    name: str = _facts(place)[f"name_{language}"]
    return name or place.name


def _facts(place: Place) -> dict[str, Any]:
    """Return the values of a city but for its slug, which needs a look at all cities."""
    known = place_names.names_of(place)
    names = {
        code: spelling_in(code, place.spellings) or known.get(code) or _main_name(place, code)
        for code in languages.CODES
    }
    called = {normalize_key(name) for name in names.values()}
    spellings = {normalize_key(text): text for text in reversed(place.spellings)}
    return {
        **{f"name_{code}": name for code, name in names.items()},
        "kind": City.Kind.CITY,
        "country": place.country.code,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "population": place.population or None,
        "geoname_id": place.geoname_id,
        "other_spellings": sorted(
            text for key, text in spellings.items() if key and key not in called
        ),
    }


@transaction.atomic
def get_or_create_from_place(place: Place) -> City:
    """Return the city of a place, created if missing. Of two concurrent calls, one creates it."""
    lock_creation()
    known = City.objects.filter(geoname_id=place.geoname_id).first()
    return known or City.objects.create(**values_from_place(place))


def lock_creation() -> None:
    """Block the creation of cities in other transactions until this one has ended.

    A place becomes one city, and a free slug stays free until the city has it.
    """
    lock("new city")


def match_place(name: str, country: str) -> Place | None:
    """Return the place of the gazetteer that is surely meant and is none of our cities, or None.

    Of several in the country one must have ten times the weight of the next, as `gazetteer.find`
    weighs them. A place that may be one of our cities under another name is in doubt.
    """
    place = likeliest(gazetteer.find(name, country=country), name) if country else None
    return None if place is None or may_be_ours(place) else place


def likeliest(places: Sequence[Place], name: str) -> Place | None:
    """Return the first of *places*, as `gazetteer.find` sorts them, if *name* surely means it."""
    first, second = (*places, None, None)[:2]
    if first is None:
        return None
    if second and gazetteer.weight(first, name) < _SURELY * gazetteer.weight(second, name):
        return None
    return first


def may_be_ours(place: Place) -> bool:
    """Return whether a place may be one of our cities under another name."""
    return bool(find_duplicates(City(**_facts(place))))


@transaction.atomic
def create_manual(name: str, *, kind: str, country: str, language: str) -> City:
    """Make a city that no gazetteer knows, called *name* in every language until translated.

    *country* may only be empty for an association of local governments.
    """
    lock_creation()
    names = {f"name_{code}": name for code in dict.fromkeys((language, *languages.CODES))}
    return City.objects.create(slug=free_slug(name, country), kind=kind, country=country, **names)


def free_slug(name: str, country: str) -> str:
    """Return a slug for a city called *name* that no city has or had."""
    city = City(country=country, **{f"name_{languages.DEFAULT}": name})
    city.ensure_slug()
    return city.slug


def _main_name(place: Place, language: str) -> str:
    return "" if "spellings" in data.read(language, "language") else place.name


def spelling_in(language: str, spellings: list[str]) -> str:
    """Return the likeliest of *spellings* in a language, by its letters, or "".

    `[spellings]` in `language.toml` has the letters of the language, which keep Arabic apart from
    Persian, Urdu and Kurdish, and those that only it has; most languages have no such rule.
    """
    rules = data.read(language, "language").get("spellings")
    if rules is None:
        return ""
    distinctive = re.compile(rules["distinctive"])
    found = [text for text in spellings if re.fullmatch(rules["letters"], text)]
    return min(found, key=lambda text: (not distinctive.search(text), len(text)), default="")
