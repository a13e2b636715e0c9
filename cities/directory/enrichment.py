"""Filling in what a new city lacks from the gazetteer, wherever the city comes from."""

from cities.directory import creation
from cities.models import City, Place
from llex.core import languages
from llex.core.text.name_keys import normalize_key


def enrich(city: City) -> Place | None:
    """Fill the empty fields of an unsaved *city*. Return its place, None if in doubt.

    Values that a user entered stay even if the gazetteer differs; where the city has another name,
    the gazetteer's names become other spellings.
    """
    place = _place_of(city)
    if place is None:
        return None
    values = creation.values_from_place(place)
    spellings = [*city.other_spellings, place.name, *values.pop("other_spellings")]
    for name, value in values.items():
        if getattr(city, name) in (None, ""):
            setattr(city, name, value)
    called = {normalize_key(name) for name in city.names if name}
    by_key = {normalize_key(text): text for text in reversed(spellings)}
    city.other_spellings = [text for key, text in by_key.items() if key and key not in called]
    return place


def _place_of(city: City) -> Place | None:
    if city.geoname_id:
        return Place.objects.filter(geoname_id=city.geoname_id).first()
    if city.kind not in ("", City.Kind.CITY):
        return None
    name = next(filter(None, (getattr(city, f"name_{code}") for code in languages.CODES)), "")
    return creation.match_place(name, str(city.country)) if name else None
