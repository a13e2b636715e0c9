"""Looking cities up as one types."""

import pytest
from django.db import connection
from django.urls import reverse

from cities.directory import gazetteer_loading
from cities.directory.autocomplete import resolve, suggest
from cities.models import City, Place, PlaceSpelling
from cities.querysets import beginning
from sessions_app.groups import ORGANISERS
from tests.factories import make_city, make_published_city, make_user
from tests.factories_cities import make_place

# The larger places load in a moment; smaller ones are added by hand.
LARGE = 390_000


@pytest.fixture(scope="module")
def large_places(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        gazetteer_loading.load(LARGE)
        yield
        Place.objects.all().delete()


@pytest.fixture
def places(large_places, db):
    return Place.objects


def named(found):
    return [(candidate.name, candidate.country) for candidate in found]


@pytest.mark.parametrize(
    ("typed", "city"),
    [
        ("Xian", ("Xi’an", "CN")),
        ("Xi'an", ("Xi’an", "CN")),
        ("西安", ("Xi’an", "CN")),
        ("Rome", ("Rome", "IT")),
        ("Roma", ("Rome", "IT")),
        ("rom", ("Rome", "IT")),
        ("Al Hoceima", ("Al Hoceïma", "MA")),
        ("al-hoc", ("Al Hoceïma", "MA")),
        ("bogot", ("Bogotá", "CO")),
        ("القاهر", ("Cairo", "EG")),
    ],
)
def test_look_up_finds_a_place_by_its_beginning_in_any_spelling(places, typed, city):
    make_place("Roma", "LS", 14_259)

    assert named(suggest(typed))[0] == city


def test_cities_that_stand_only_in_drafts_are_named_to_organisers_alone(client, db):
    def found():
        answer = client.get(reverse("cities:place_lookup"), {"q": "lagoon"})
        return {result["name"] for result in answer.json()["results"]}

    make_city(name_en="Lagoon District")
    make_city(name_en="Lagoon Place", geoname_id=77)
    make_published_city(name_en="Lagoon City")
    assert found() == {"Lagoon Place", "Lagoon City"}

    client.force_login(make_user(group=ORGANISERS))
    assert found() == {"Lagoon District", "Lagoon Place", "Lagoon City"}


def test_look_up_puts_our_cities_first_and_never_offers_their_place_as_well(places):
    rome = Place.objects.get(name="Rome", country="IT")
    ours = make_city(name_en="Rome", country="IT", geoname_id=rome.geoname_id)
    small = make_city(name_en="Romeral", country="CL")

    found = suggest("rome")

    assert [candidate.choice for candidate in found[:2]] == [f"city:{ours.pk}", f"city:{small.pk}"]
    assert f"place:{rome.geoname_id}" not in [candidate.choice for candidate in found]


def test_look_up_finds_our_city_by_a_spelling_that_only_the_gazetteer_knows(places):
    xian = Place.objects.get(name="Xi’an")
    ours = make_city(name_en="Xi’an", country="CN", geoname_id=xian.geoname_id)

    assert [candidate.choice for candidate in suggest("西安")] == [f"city:{ours.pk}"]


def test_two_of_one_name_are_told_apart(places):
    make_place("Rome", "US", 36_323)
    details = {c.country: c.detail for c in suggest("rome") if c.name == "Rome"}

    assert details["IT"].startswith("Italy · 2,3")
    assert details["US"] == "United States · 36,323 inhabitants"


def test_spelling_that_was_typed_is_shown_where_it_is_not_the_name(places):
    assert [suggest(typed)[0].spelling for typed in ("Roma", "Rome")] == ["Roma", ""]


@pytest.mark.parametrize("typed", ["", " ’ ", "zzzzzz", "x" * 5_000])
def test_look_up_finds_nothing_where_nothing_is_meant(places, typed):
    assert suggest(typed) == []


def test_look_up_is_bounded_in_results_and_queries(places, django_assert_num_queries):
    for number in range(20):
        make_city(name_en=f"Santa {number}")

    with django_assert_num_queries(4):
        assert len(suggest("sa")) == 8


def test_single_letter_finds_only_what_is_called_so(places):
    make_place("Å", "NO", 500)

    assert named(suggest("å")) == [("Å", "NO")]


@pytest.mark.parametrize(
    "choice", ["", "city:", "city:x", "place:-1", "person:1", "city:" + "9" * 99]
)
def test_choice_that_names_nothing_gives_nothing(db, choice):
    assert resolve(choice) is None


def test_place_that_we_have_taken_up_gives_our_city(db):
    place = make_place("Sevilla", "ES")
    assert resolve(f"place:{place.geoname_id}") == place

    ours = make_city(geoname_id=place.geoname_id)

    assert resolve(f"place:{place.geoname_id}") == ours == resolve(f"city:{ours.pk}")


def test_beginning_is_served_by_an_index(places):
    plan = PlaceSpelling.objects.filter(beginning("key", "xian")).values("place").explain()

    assert ("USING INDEX" in plan or "USING COVERING INDEX" in plan) or "_like" in plan
    assert connection.vendor in {"sqlite", "postgresql"}
    assert "SCAN cities_placespelling" not in plan
    assert "Seq Scan" not in plan


def test_beginning_takes_signs_of_patterns_as_they_are(db):
    make_city(name_en="Alpha")
    assert not City.objects.filter(beginning("name_en", "Al%")).exists()
    assert not City.objects.filter(beginning("name_en", "_lpha")).exists()
    assert City.objects.filter(beginning("name_en", "Alp")).exists()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_answer_is_in_the_readers_language(client, places, language):
    answer = client.get(f"/{language}/contribute/places/", {"q": "西安"})

    (first,) = answer.json()["results"]
    assert (first["name"], first["spelling"], first["known"]) == ("Xi’an", "西安", False)
    assert first["detail"].startswith({"en": "China", "ar": "الصين"}[language])
    assert "private" in answer["Cache-Control"]


def test_answer_is_empty_without_a_question(client, db):
    assert client.get(reverse("cities:place_lookup")).json() == {"results": []}


def test_look_up_is_only_read(client, db):
    assert client.post(reverse("cities:place_lookup"), {"q": "x"}).status_code == 405
