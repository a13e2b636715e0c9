"""Names of cities held against the gazetteer."""

import pytest

from cities.directory import gazetteer
from cities.directory.place_names import names_of_each
from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.briefing.preflight.rules.city_names import (
    cities_that_speak,
    names_of_other_languages,
    slips,
    wrong_names,
)
from tests.factories import make_city, make_contribution, make_full_session
from tests.factories_cities import make_place

LISBON = {"en": "Lisbon", "fr": "Lisbonne", "es": "Lisboa", "ar": "لشبونة"}


@pytest.fixture
def places(db):
    make_place("Lisbon", "PT", 500_000, spellings=["Lisbonne", "Lisboa", "لشبونة"])
    make_place("Porto", "PT", 190_000, spellings=["Oporto", "بورتو"])
    make_place("Rome", "IT", 2_000_000, spellings=["Roma", "روما"])


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"fr": "Porto"}, ["fr"]),
        ({"ar": "روما"}, ["ar"]),
        ({"en": "Lisbn"}, ["en"]),
        ({"ar": "ليشبونة"}, []),
        ({"es": "Olisipo"}, []),
    ],
)
def test_name_in_one_language_is_held_against_the_others(places, change, found):
    names = LISBON | change

    wrong = wrong_names(names, "PT", gazetteer.find_each(names.values()))

    assert [code for code, _message in wrong] == found


def test_finding_leads_to_the_city(places):
    session = make_full_session()
    names = {f"name_{code}": name for code, name in (LISBON | {"fr": "Porto"}).items()}
    make_contribution(session=session, city=make_city(country="PT", **names), order=9)

    (found,) = [one for one in preflight_session(session) if one.code == "city_name_differs"]

    assert (found.severity, found.language, found.passage) == ("warning", "fr", "Porto")
    assert found.target.kind == "city"


def test_word_that_two_other_languages_have_but_for_a_letter_is_suspect():
    texts = {"en": "In Dakar we met.", "fr": "À Dakkar, nous", "es": "En Dakar nos vimos"}

    assert list(slips(texts)) == [("fr", "Dakkar", "Dakar")]
    assert list(slips(texts | {"fr": "À Dakar, nous"})) == []


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ({"en": "Dhaka", "fr": "Dacca", "es": "Daca"}, []),
        ({"en": "Dhaka", "fr": "Daca", "es": "Daca"}, ["fr"]),
        ({"en": "Dhaka", "fr": "Dacca", "es": "Dhaka"}, []),
        ({"en": "Dhaka", "fr": "Dhaka"}, []),
    ],
)
def test_name_of_a_large_city_in_another_language_is_found(db, names, found):
    place = make_place("Dhaka", "BD", 10_000_000, spellings=["Dacca", "Daca", "دكا"])
    places, called = gazetteer.find_each(names.values()), names_of_each([place])

    wrong = names_of_other_languages(names, "BD", places, called)

    assert [code for code, _message in wrong] == found


def test_names_of_many_large_cities_take_one_query(db, django_assert_num_queries):
    cities = [("Dhaka", "BD"), ("Nairobi", "KE"), ("Lima", "PE")]
    places = [make_place(name, country, 5_000_000) for name, country in cities]

    with django_assert_num_queries(1):
        found = names_of_each(places)

    assert {found[place.pk]["es"] for place in places} == {"Daca", "Nairobi", "Lima"}


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "Then Lagos spoke about scrap.", ["Then Lagos"]),
        ("fr", "Puis Le Caire a parlé de l’eau.", ["Le Caire"]),
        ("es", "Buenos Aires contó lo mismo.", ["Buenos Aires"]),
        ("es", "Ciudad del Cabo contó los días.", []),
        ("en", "The team reported it to Lagos.", []),
        ("ar", "تناولت لاغوس الخردة", []),
    ],
)
def test_city_that_speaks_is_read(language, text, found):
    assert cities_that_speak(text, language) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rome presented its markets.", ["Rome"]),
        ("In May Rome presented its markets.", ["Rome"]),
        ("Lisbon presented its markets.", []),
        ("Porto presented its markets.", []),
    ],
)
def test_large_city_that_speaks_without_a_row_is_found(places, text, found):
    names = {f"name_{code}": name for code, name in LISBON.items()}
    session = make_full_session(introduction_en=text)
    make_contribution(session=session, city=make_city(country="PT", **names), order=9)

    codes = [one for one in preflight_session(session) if one.code == "city_without_row"]

    assert [one.passage for one in codes if one.language == "en"] == found
