"""Cities that may be the same."""

import hashlib

import pytest

from cities.directory.duplicates import find_duplicates, is_close, kilometres
from cities.models import City, CitySpelling
from tests.factories import make_city


def new(name, country="CO", **values):
    return City(country=country, name_en=name, **values)


def found(city):
    return [(str(likeness.city), likeness.why) for likeness in find_duplicates(city)]


@pytest.mark.parametrize(
    ("typed", "country", "why"),
    [
        ("BOGOTA", "CO", "the same name"),
        ("Bogota", "ES", "the same name"),
        ("Santafé", "CO", "also spelt so"),
        ("Bogata", "CO", "nearly the same name"),
        ("Bogotta", "CO", "nearly the same name"),
        ("Bgoota", "CO", "nearly the same name"),
    ],
)
def test_name_that_is_the_same_or_nearly_so_is_pointed_out(db, typed, country, why):
    make_city(name_en="Bogotá", other_spellings=["Santafe"])
    make_city(name_en="Medellín")

    assert found(new(typed, country)) == [("Bogotá", why)]


@pytest.mark.parametrize(
    ("typed", "country"), [("Bogata", "ES"), ("Santafe", "ES"), ("Cali", "CO"), ("Bogo", "CO")]
)
def test_what_only_looks_alike_from_afar_is_not(db, typed, country):
    make_city(name_en="Bogotá", other_spellings=["Santafe"])

    assert found(new(typed, country)) == []


def test_same_number_in_geonames_is_pointed_out(db):
    make_city(name_en="Xi’an", country="CN", geoname_id=5)

    assert found(new("Chang’an", "CN", geoname_id=5)) == [("Xi’an", "the same place in GeoNames")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"latitude": 4.62, "longitude": -74.08}, [("Bogotá", "1.2 km away")]),
        ({"latitude": 4.66, "longitude": -74.08}, []),
        ({"latitude": 4.62, "longitude": -74.08, "kind": "region"}, []),
    ],
)
def test_neighbour_of_the_same_kind_within_a_few_kilometres_is_pointed_out(db, values, expected):
    make_city(name_en="Bogotá", latitude=4.61, longitude=-74.08)

    assert [line[0] for line in found(new("Usaquén", **values))] == [name for name, _ in expected]


def test_city_is_no_double_of_itself(db):
    city = make_city(name_en="Bogotá", latitude=4.61, longitude=-74.08, geoname_id=5)

    assert find_duplicates(city) == []


def test_nothing_is_asked_of_a_city_without_a_name_or_place(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert find_duplicates(City()) == []


@pytest.mark.parametrize("rows", [1, 40])
def test_doubles_are_found_by_two_queries(db, rows, django_assert_num_queries):
    for number in range(rows):
        make_city(name_en=f"Bogotá {number}", latitude=4.6, longitude=-74.0)

    with django_assert_num_queries(2):
        assert len(find_duplicates(new("Bogotá 1", latitude=4.6, longitude=-74.0))) == min(rows, 10)


def test_double_is_found_among_many(db):
    names = [hashlib.sha256(bytes([number])).hexdigest()[:12] for number in range(200)]
    City.objects.bulk_create(City(slug=name, country="CO", name_en=name) for name in names)
    CitySpelling.objects.keep(City.objects.all())

    for wrong in (names[42][:3] + names[42][4:], names[42][:-1] + "x"):
        assert [str(likeness.city) for likeness in find_duplicates(new(wrong))] == [names[42]]


@pytest.mark.parametrize(
    ("one", "other", "close"),
    [
        ("bogota", "bogata", True),
        ("bogota", "bagata", False),
        ("sanfrancisco", "sanfransicso", True),
        ("rome", "rame", True),
        ("rom", "ram", False),
        ("ulm", "ulm", True),
        ("bogota", "bogot", True),
        ("bogota", "bgoota", True),
        ("bogota", "obgtoa", False),
        ("bogota", "bogotano", False),
        ("barranquilla", "brranquillla", True),
        ("barranquilla", "abrranqiulla", True),
        ("barranquilla", "abrranqiulal", False),
    ],
)
def test_closeness_grows_with_the_length_of_names(one, other, close):
    assert is_close(one, other) is close


def test_kilometres_are_those_over_the_ground():
    paris, london = (
        City(latitude=48.8566, longitude=2.3522),
        City(latitude=51.5074, longitude=-0.1278),
    )

    assert 340 < kilometres(paris, london) < 347
