"""The cities of a note: found again, or made from the gazetteer."""

from typing import Any

from django.db import models
from django.utils.text import slugify

from cities.models import City
from llex import languages
from llex.spelling import fold
from sessions_app.importing.recognising import CityRow

_LONGEST_SLUG = 100


def city_of(row: CityRow, language: str) -> City:
    """Find the city of *row* by its place, its names or its other spellings, or make it."""
    city = _known(row)
    if city is None:
        return _made(row, language)
    if not getattr(city, f"name_{language}"):
        setattr(city, f"name_{language}", row.name)
    if fold(row.name) not in spellings(city):
        city.other_spellings = [*city.other_spellings, row.name]
    city.save()
    return city


def spellings(city: City) -> set[str]:
    """Return all ways in which a city is written, folded."""
    names = [getattr(city, f"name_{code}") or "" for code in languages.CODES]
    return {fold(name) for name in (*names, *city.other_spellings)} - {""}


def _known(row: CityRow) -> City | None:
    if row.place:
        by_number = City.objects.filter(geoname_id=row.place.geoname_id).first()
        if by_number:
            return by_number
    candidates = City.objects.filter(models.Q(country=row.country) | models.Q(country=""))
    if not row.country:
        candidates = City.objects.all()
    ways = {fold(row.name), fold(row.place.name) if row.place else ""} - {""}
    return next((city for city in candidates if ways & spellings(city)), None)


def _made(row: CityRow, language: str) -> City:
    values: dict[str, Any] = {f"name_{language}": row.name, "country": row.country}
    if row.place:
        official = row.place.name
        values |= {
            "name_en": official,
            "geoname_id": row.place.geoname_id,
            "latitude": row.place.latitude,
            "longitude": row.place.longitude,
            "population": row.place.population or None,
        }
        # The same but for accents, hyphens or capitals: the gazetteer writes it as the city does.
        if fold(official) == fold(row.name):
            values[f"name_{language}"] = official
        elif language == languages.DEFAULT:
            values["other_spellings"] = [row.name]
    if not row.country:
        # A city has a country. Until somebody chooses it, this is the kind that needs none.
        values["kind"] = City.Kind.ASSOCIATION
    return City.objects.create(slug=_slug(row), **values)


def _slug(row: CityRow) -> str:
    name = row.place.name if row.place else row.name
    base = slugify(name)[: _LONGEST_SLUG - 10] or "city"
    for slug in (base, f"{base}-{row.country.lower()}" if row.country else base):
        if not City.objects.filter(slug=slug).exists():
            return slug
    taken = set(City.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        f"{base}-{number}" for number in range(2, len(taken) + 3) if f"{base}-{number}" not in taken
    )
