"""Cities that are new have what the gazetteer knows of them, wherever they come from."""

import pytest

from cities.directory.enrichment import enrich
from cities.models import City
from tests.factories import make_city
from tests.factories_cities import make_place


@pytest.fixture
def place(db):
    spellings = ["Seville", "إشبيلية", "Séville"]
    return make_place("Sevilla", "ES", 686_741, latitude=37.4, longitude=-6.0, spellings=spellings)


@pytest.mark.parametrize(
    "values", [{"name_fr": "Séville", "country": "ES"}, {"name_en": "Sevilla", "country": "ES"}]
)
def test_empty_fields_are_filled_and_written_ones_stay(place, values):
    city = City(kind="city", **values)

    assert enrich(city) == place

    assert (city.latitude, city.longitude, city.population) == (37.4, -6.0, 686_741)
    assert (city.geoname_id, city.slug) == (place.geoname_id, "sevilla")
    assert city.name_ar == "إشبيلية"
    name, value = next(iter(values.items()))
    assert getattr(city, name) == value
    called = {*city.names, *city.other_spellings}
    assert {"Sevilla", "إشبيلية"} <= called


def test_number_of_the_gazetteer_names_the_place(place):
    city = City(kind="city", name_en="Nowhere", country="ES", geoname_id=place.geoname_id)

    enrich(city)

    assert (city.name_en, city.population) == ("Nowhere", 686_741)
    assert "Sevilla" in (*city.names, *city.other_spellings)


@pytest.mark.parametrize(
    "values",
    [
        {"name_en": "Sevilla", "country": "US"},
        {"name_en": "Sevilla", "country": ""},
        {"name_en": "Sevilla", "country": "ES", "kind": "region"},
        {"name_en": "", "country": "ES"},
        {"name_en": "Sevilla", "country": "ES", "geoname_id": 1},
    ],
)
def test_city_in_doubt_stays_as_it_is(place, values):
    city = City(**{"kind": "city"} | values)

    assert enrich(city) is None
    assert city.population is None


def test_place_that_is_a_city_of_ours_is_in_doubt(place):
    make_city(name_en="Sevilla", country="ES", geoname_id=place.geoname_id)

    assert enrich(City(kind="city", name_en="Sevilla", country="ES")) is None
