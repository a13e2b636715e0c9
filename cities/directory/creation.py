"""Making a city of ours: from a place of the gazetteer, or by hand."""

import re
from typing import Any, Final

from django.db import transaction

from cities.directory import gazetteer, place_names
from cities.directory.duplicates import find_duplicates
from cities.models import City, Place
from llex.core import languages
from llex.core.db.locks import lock
from llex.core.text.name_keys import normalize_key

_SURELY: Final = 10
# The letters of Arabic itself: a spelling with any other is Persian, Urdu or Kurdish.
_ARABIC: Final = re.compile(r"[\u0621-\u063A\u0641-\u0652 \-]+")
# What only Arabic writes, among the languages that share its letters.
_SURELY_ARABIC: Final = re.compile(r"^ال|[أإآةىؤئ]")


def values_from_place(place: Place) -> dict[str, Any]:
    """Return the values of the city that a place would become, by field.

    The gazetteer does not say in which language a spelling is; the script tells Arabic apart. In
    French and Spanish the city is called what Unicode CLDR calls it, else what the gazetteer calls
    it. Without a name in Arabic letters the Arabic one is empty: pages then mark the other.
    """
    known = place_names.names_of(place)
    names = dict.fromkeys(languages.CODES, place.name) | known
    names["ar"] = arabic_name(place.spellings) or known.get("ar", "")
    called = {normalize_key(name) for name in names.values()}
    spellings = {normalize_key(text): text for text in reversed(place.spellings)}
    return {
        **{f"name_{code}": name for code, name in names.items()},
        "slug": free_slug(place.name, place.country.code),
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
    """Return our city of that place, made now where there is none. Of two at once, one makes it."""
    lock_creation()
    known = City.objects.filter(geoname_id=place.geoname_id).first()
    return known or City.objects.create(**values_from_place(place))


def lock_creation() -> None:
    """Let no other transaction make a city until this one has ended.

    So a place becomes one city, and a slug that is free stays free until the city has it.
    """
    lock("new city")


def match_place(name: str, country: str) -> Place | None:
    """Return the place of the gazetteer that is surely meant and is none of our cities, or None.

    Of several in the country one must have ten times the weight of the next, as `gazetteer.find`
    weighs them. A place that may be one of our cities under another name is in doubt.
    """
    places = gazetteer.find(name, country=country) if country else []
    first, second = (*places, None, None)[:2]
    if first is None:
        return None
    if second and gazetteer.weight(first, name) < _SURELY * gazetteer.weight(second, name):
        return None
    return None if find_duplicates(City(**values_from_place(first))) else first


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


def arabic_name(spellings: list[str]) -> str:
    """Return the spelling that is likeliest the Arabic one, or nothing where none is."""
    arabic = [text for text in spellings if _ARABIC.fullmatch(text)]
    return min(arabic, key=lambda text: (not _SURELY_ARABIC.search(text), len(text)), default="")
