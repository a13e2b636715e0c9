"""Making cities: from the gazetteer, and by hand."""

import pytest

from cities.directory.creation import (
    create_manual,
    free_slug,
    get_or_create_from_place,
    spelling_in,
)
from cities.models import City, FormerSlug
from tests.factories import make_city
from tests.factories_cities import make_place


def test_place_becomes_a_city_with_all_that_is_known_of_it(db):
    place = make_place(
        "Sevilla", "ES", 686_741, latitude=37.4, longitude=-6.0,
        spellings=["Seville", "SEVILLE", "إشبيلية", "Séville", "Hispalis"],
    )  # fmt: skip

    city = get_or_create_from_place(place)

    assert [getattr(city, f"name_{code}") for code in ("en", "fr", "es")] == ["Sevilla"] * 3
    assert city.name_ar == "إشبيلية"
    assert (city.slug, city.kind, city.country.code) == ("sevilla", "city", "ES")
    assert (city.latitude, city.longitude, city.population) == (37.4, -6.0, 686_741)
    assert city.geoname_id == place.geoname_id
    assert len(city.other_spellings) == 2
    assert "Hispalis" in city.other_spellings
    city.full_clean()


def test_place_becomes_a_city_once(db):
    place = make_place("Sevilla", "ES")

    assert get_or_create_from_place(place) == get_or_create_from_place(place)
    assert City.objects.count() == 1


def test_city_by_hand_is_called_the_same_in_every_language(db):
    city = create_manual("Région Sud", kind="region", country="FR", language="fr")

    assert {getattr(city, f"name_{code}") for code in ("en", "fr", "es", "ar")} == {"Région Sud"}
    assert (city.slug, city.kind) == ("region-sud", "region")


def test_slug_is_free_of_cities_and_of_what_they_were_called(db):
    make_city(slug="rome")
    FormerSlug.objects.record("rome-us", make_city())

    assert free_slug("Rome", "US") == "rome-2"
    assert free_slug("Rome", "CA") == "rome-ca"
    assert free_slug("西安", "CN") == "xian"
    assert free_slug("!", "") == "city"
    assert len(free_slug("x" * 300, "CN")) <= 100


@pytest.mark.parametrize(
    ("spellings", "name"),
    [
        (["برشلونة", "بارسلونا", "Barcelona"], "برشلونة"),
        (["پاریس", "Paris"], ""),
        (["القاهرة", "قاهره"], "القاهرة"),
        ([], ""),
    ],
)
def test_arabic_name_is_told_from_others_in_its_letters(spellings, name):
    assert spelling_in("ar", spellings) == name


@pytest.mark.parametrize(
    ("place", "names"),
    [
        (("Vienna", "AT", ["Wien"]), ["Vienna", "Vienne", "Viena", "فيينا"]),
        (("Cairo", "EG", ["القاهرة"]), ["Cairo", "Le Caire", "El Cairo", "القاهرة"]),
        (("Tunis", "TN", ["Túnez"]), ["Tunis", "Tunis", "Túnez", "تونس"]),
        (("Córdoba", "AR", []), ["Córdoba", "Córdoba", "Córdoba", "كوردوبا"]),
        # Names of no zone, and of one in another country.
        (("Gaziantep", "TR", []), ["Gaziantep", "Gaziantep", "Gaziantep", ""]),
        (("Vienna", "US", []), ["Vienna", "Vienna", "Vienna", ""]),
    ],
)  # fmt: skip
def test_place_is_called_in_each_language_as_cldr_calls_it(db, place, names):
    name, country, spellings = place

    city = get_or_create_from_place(make_place(name, country, spellings=spellings))

    assert [getattr(city, f"name_{code}") or "" for code in ("en", "fr", "es", "ar")] == names


def test_smaller_place_of_the_same_name_is_not_called_as_the_city_of_the_zone(db):
    make_place("Córdoba", "AR", 1_400_000)
    small = make_place("Cordoba", "AR", 4_000)

    assert not get_or_create_from_place(small).name_ar
