"""Time zones found by any city: in a spreadsheet's cell, and in the list of the session's form."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from cities.models import Place, PlaceSpelling
from llex.core.text.name_keys import normalize_key
from llex.core.time_zones import choices
from tests.factories import make_officer, make_user

PLACES = (
    ("Barcelona", "ES", 1_600_000, "Europe/Madrid", ["Barcelone", "برشلونة"]),
    ("Guadalajara", "MX", 1_500_000, "America/Mexico_City", ["غوادالاخارا"]),
    ("Guadalajara", "ES", 85_000, "Europe/Madrid", []),
    ("Nazareth", "IL", 83_000, "Asia/Jerusalem", ["الناصرة", "Nazaret"]),
    ("Nazareth", "US", 5_700, "America/New_York", []),
    ("Lyon", "FR", 520_000, "Europe/Paris", ["ليون"]),
    ("Alexandria", "EG", 5_200_000, "Africa/Cairo", ["الإسكندرية", "Alexandrie", "Alejandría"]),
    ("Valencia", "ES", 800_000, "Europe/Madrid", ["Valence"]),
    ("Valencia", "VE", 1_400_000, "America/Caracas", []),
    ("Mérida", "MX", 900_000, "America/Merida", []),
)
ADDRESS = "admin:sessions_app_learningsession_zones"


@pytest.fixture
def places(db):
    for number, (name, country, population, zone, spellings) in enumerate(PLACES, 900_000_000):
        place = Place.objects.create(
            geoname_id=number,
            name=name,
            country=country,
            population=population,
            time_zone=zone,
            spellings=spellings,
            latitude=0,
            longitude=0,
        )
        for key in {normalize_key(name), *map(normalize_key, spellings)}:
            PlaceSpelling.objects.create(place=place, key=key, is_name=key == normalize_key(name))


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Barcelona", "Europe/Madrid"),
        ("BARCELONA", "Europe/Madrid"),
        ("barcelone", "Europe/Madrid"),
        ("برشلونة", "Europe/Madrid"),
        ("Guadalajara", "America/Mexico_City"),
        ("Nazareth", "Asia/Jerusalem"),
        ("الناصرة", "Asia/Jerusalem"),
        ("Lyon", "Europe/Paris"),
        ("الإسكندرية", "Africa/Cairo"),
        ("الاسكندريه", "Africa/Cairo"),
        ("Alejandria", "Africa/Cairo"),
        ("merida", "America/Merida"),
        ("Valencia, ES", "Europe/Madrid"),
        ("Valencia (VE)", "America/Caracas"),
        ("Valencia, España", "Europe/Madrid"),
        ("Valencia, Espagne", "Europe/Madrid"),
        ("Valencia، إسبانيا", "Europe/Madrid"),
        ("Valencia, Spain (Europe/Madrid)", "Europe/Madrid"),
    ],
)
def test_zone_is_found_by_a_city(places, typed, zone):
    assert choices.find(typed) == zone


@pytest.mark.parametrize(
    ("language", "spain", "venezuela"),
    [
        ("en", "Valencia, Spain (Europe/Madrid)", "Valencia, Venezuela (America/Caracas)"),
        ("fr", "Valencia, Espagne (Europe/Madrid)", "Valencia, Venezuela (America/Caracas)"),
        ("es", "Valencia, España (Europe/Madrid)", "Valencia, Venezuela (America/Caracas)"),
        ("ar", "Valencia، إسبانيا (Europe/Madrid)", "Valencia، فنزويلا (America/Caracas)"),
    ],
)
def test_cities_of_one_name_in_two_zones_are_named(places, language, spain, venezuela):
    with override(language), pytest.raises(ValueError, match="America/Caracas") as problem:
        choices.find("valencia")

    assert spain in str(problem.value)
    assert venezuela in str(problem.value)


def test_city_that_nobody_knows_is_no_zone(places):
    with pytest.raises(ValueError, match="is not a time zone"):
        choices.find("Nowhere")


@pytest.mark.parametrize(
    ("language", "typed", "first"),
    [
        ("en", "barcel", ["Europe/Madrid", "Barcelona, Spain (Europe/Madrid)"]),
        ("fr", "Lyon", ["Europe/Paris", "Lyon, France (Europe/Paris)"]),
        ("es", "guadala", ["America/Mexico_City", "Guadalajara, México (America/Mexico_City)"]),
        ("ar", "الإسكندرية", ["Africa/Cairo", "الإسكندرية، مصر (Africa/Cairo)"]),
        ("en", "Bogota", ["America/Bogota", "Bogotá, Colombia (America/Bogota)"]),
    ],
)
def test_field_looks_cities_up(client, places, language, typed, first):
    client.force_login(make_user(is_staff=True, is_superuser=True))

    with override(language):
        address = reverse(ADDRESS)
    page = client.get(address, {"term": typed})

    found = [[one["id"], one["text"]] for one in page.json()["results"]]
    assert found[0] == first


@pytest.mark.parametrize("term", ["", " ", "\u202c", "b" * 5_000, "%", "'"])
def test_any_text_is_answered(client, places, term):
    client.force_login(make_user(is_staff=True, is_superuser=True))

    assert client.get(reverse(ADDRESS), {"term": term}).status_code == 200


def test_only_staff_look_zones_up(client, db):
    assert client.get(reverse(ADDRESS)).status_code == 302
    client.force_login(make_officer().user)
    assert client.get(reverse(ADDRESS)).status_code in (302, 403)


def test_form_says_where_zones_are_looked_up(client, db):
    client.force_login(make_user(is_staff=True, is_superuser=True))

    page = client.get(reverse("admin:sessions_app_learningsession_add")).content.decode()

    assert f'data-zone-lookup="{reverse(ADDRESS)}"' in page
    assert "js/admin/zones.js" in page
