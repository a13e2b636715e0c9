"""Making a published row of what is known about a city and its contribution."""

from typing import Any

from cities.models import City
from cities.wording.published_row import CityName, Coordinates, PublishedRow
from llex.core.languages.countries import country_name
from llex.core.text import Phrase


def compose_row(city: City, name: Phrase, language: str, **values: Any) -> PublishedRow:
    """Return the row of *city* in *language*; *values* are the fields that its contribution has."""
    code = str(city.country.code or "")
    return PublishedRow(
        city=CityName(city.slug, name),
        country_code=code,
        country=Phrase(language, country_name(code, language)) if code else None,
        coordinates=_coordinates(city),
        **values,
    )


def _coordinates(city: City) -> Coordinates | None:
    if city.latitude is None or city.longitude is None:
        return None
    return Coordinates(city.latitude, city.longitude)
