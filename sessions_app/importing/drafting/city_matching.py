"""The cities of a note: found again, or made from the gazetteer."""

from typing import Any

from django.db import models

from cities.directory.creation import free_slug, lock_creation
from cities.directory.enrichment import enrich
from cities.models import City
from llex.core import languages
from llex.core.text.name_keys import normalize_key
from sessions_app.importing.recognising import RecognisedCityRow


def city_of(row: RecognisedCityRow, language: str) -> City:
    """Find the city of *row* by its place, its names or its other spellings, or make it."""
    city = _known(row)
    if city is None:
        return _made(row, language)
    if not getattr(city, f"name_{language}"):
        setattr(city, f"name_{language}", row.name)
    if normalize_key(row.name) not in spellings(city):
        city.other_spellings = [*city.other_spellings, row.name]
    city.save()
    return city


def spellings(city: City) -> set[str]:
    """Return all ways in which a city is written, folded."""
    names = [getattr(city, f"name_{code}") or "" for code in languages.CODES]
    return {normalize_key(name) for name in (*names, *city.other_spellings)} - {""}


def _known(row: RecognisedCityRow) -> City | None:
    if row.place:
        by_number = City.objects.filter(geoname_id=row.place.geoname_id).first()
        if by_number:
            return by_number
    ways = {normalize_key(row.name), normalize_key(row.place.name) if row.place else ""} - {""}
    cities = City.objects.filter(spellings__key__in=ways)
    if row.country:
        cities = cities.filter(models.Q(country=row.country) | models.Q(country=""))
    return cities.order_by("pk").first()


def _made(row: RecognisedCityRow, language: str) -> City:
    lock_creation()
    values: dict[str, Any] = {f"name_{language}": row.name, "country": row.country}
    if row.place:
        official = row.place.name
        values["geoname_id"] = row.place.geoname_id
        # The same but for accents, hyphens or capitals: the gazetteer writes it as the city does.
        if normalize_key(official) == normalize_key(row.name):
            values |= {"name_en": official, f"name_{language}": official}
        elif language == languages.DEFAULT:
            # The note's name is kept: another name of the place is one more spelling.
            values["other_spellings"] = [official]
        else:
            values["name_en"] = official
    if not row.country:
        # A city has a country. Until somebody chooses it, this is the kind that needs none.
        values["kind"] = City.Kind.ASSOCIATION
    slug = free_slug(row.place.name if row.place else row.name, row.country)
    city = City(slug=slug, **values)
    enrich(city)
    city.save()
    return city
