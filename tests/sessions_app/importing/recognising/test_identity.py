"""“Lima Ana Torres, Mayor” and all the other ways to write who spoke for which city."""

import pytest

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.recognising.gazetteer import country_of
from sessions_app.importing.recognising.identity import identify
from sessions_app.importing.recognising.imported_note import RecognisedPlace
from sessions_app.importing.recognising.persons import is_name, person_of
from sessions_app.importing.words import fold

WORLD = [
    ("Lima", "PE"),
    ("Buenos Aires", "AR"),
    ("San José", "CR"),
    ("Mexico City", "MX"),
    ("México", "MX"),
    ("Ciudad de México", "MX"),
    ("Andrés", "PH"),
    ("Xi’an", "CN"),
    ("Valencia", "ES"),
    ("Valencia", "VE"),
]


class World:
    def find(self, name, country=""):
        key = fold(name).replace(" ", "")
        return [
            RecognisedPlace(city, code, number, 0, 0, 1_000_000)
            for number, (city, code) in enumerate(WORLD)
            if fold(city).replace(" ", "") == key and country in {"", code}
        ]


@pytest.mark.parametrize(
    ("cell", "city", "country", "name", "position"),
    [
        ("Lima Ana Torres, Mayor", "Lima", "PE", "Ana Torres", "Mayor"),
        ("Lima, Perú – Ana Torres – Mayor", "Lima", "PE", "Ana Torres", "Mayor"),
        ("Lima (Peru) Ana Torres, Mayor", "Lima", "PE", "Ana Torres", "Mayor"),
        ("Lima, Peru|Ana Torres|Mayor of Lima", "Lima", "PE", "Ana Torres", "Mayor of Lima"),
        (
            "Buenos Aires Dr. Luz Paz, Head, Health",
            "Buenos Aires",
            "AR",
            "Dr. Luz Paz",
            "Head, Health",
        ),
        ("Xian Qi Wu, Director", "Xian", "CN", "Qi Wu", "Director"),
        (
            "Ciudad de México|Andrés Sol, Secretario",
            "Ciudad de México",
            "MX",
            "Andrés Sol",
            "Secretario",
        ),
        ("City of Lima: Mayor Ana Torres", "City of Lima", "PE", "Mayor Ana Torres", ""),
        ("**Villaluz** Ana Torres, Mayor", "Villaluz", "", "Ana Torres", "Mayor"),
        ("Villaluz Ana Torres, Mayor", "Villaluz", "", "Ana Torres", "Mayor"),
        ("Valencia, Venezuela|Ana Torres", "Valencia", "VE", "Ana Torres", ""),
        ("San José", "San José", "CR", "", ""),
        ("Lima|Deputy Mayor, Ana Torres", "Lima", "PE", "Ana Torres", "Deputy Mayor"),
        ("Andrés Sol, Secretario", "", "", "Andrés Sol", "Secretario"),
        ("Lima (Ana Torres, Mayor)", "Lima", "PE", "Ana Torres", "Mayor"),
        ("Lima, Pérou (Ana Torres, maire)", "Lima", "PE", "Ana Torres", "maire"),
        ("Lima [Peru] — Ana Torres (Mayor)", "Lima", "PE", "Ana Torres", "Mayor"),
        ("Perú – Lima – Ana Torres, alcaldesa", "Lima", "PE", "Ana Torres", "alcaldesa"),
        ("Ana Torres, Mayor, Lima (Peru)", "Lima", "PE", "Ana Torres", "Mayor"),
        (
            "Ana Torres|adjointe au maire|Lima, Pérou",
            "Lima",
            "PE",
            "Ana Torres",
            "adjointe au maire",
        ),
        ("Ana Torres (Lima), alcaldesa", "Lima", "PE", "Ana Torres", "alcaldesa"),
        ("Ana Torres, Mayor of Lima", "Lima", "PE", "Ana Torres", "Mayor of Lima"),
        ("آنا توريس، رئيسة البلدية، Lima", "Lima", "PE", "آنا توريس", "رئيسة البلدية"),
    ],
)
def test_cell_is_taken_apart(cell, city, country, name, position):
    found = identify(tuple(map(FormattedText.marked, cell.split("|"))), World())

    assert (found.city, found.country) == (city, country)
    assert (found.person.name, found.person.position) == (name, position)


def test_name_and_position_are_parted_without_a_comma():
    assert person_of(["Ana Torres Mayor of Lima"]).position == "Mayor of Lima"
    assert person_of(["Ana Torres (Deputy Mayor)"]).position == "Deputy Mayor"


@pytest.mark.parametrize(
    ("text", "name", "position"),
    [
        ("Ana Torres Medical Officer of Health", "Ana Torres", "Medical Officer of Health"),
        ("Ana Torres Ancienne maire", "Ana Torres", "Ancienne maire"),
        ("Ana Torres Primera regidora", "Ana Torres", "Primera regidora"),
        ("آنا توريس عضوة المجلس", "آنا توريس", "عضوة المجلس"),
    ],
)
def test_position_may_begin_with_a_word_that_is_none(text, name, position):
    person = person_of([text])

    assert (person.name, person.position) == (name, position)


@pytest.mark.parametrize("text", ["Ana Torres", "Te Rangi Walker", "Luz de la Paz", "李 明"])
def test_name_is_told_by_its_capitals(text):
    assert is_name(text)


@pytest.mark.parametrize("text", ["Ana", "the mayor", "Room 12 Upstairs", "Villes pour la santé"])
def test_what_is_no_name_is_told_apart(text):
    assert not is_name(text)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Peru", "PE"),
        ("Pérou", "PE"),
        ("PERÚ", "PE"),
        ("UK", "GB"),
        ("Corée du Sud", "KR"),
        ("x", ""),
    ],
)
def test_country_is_found_in_any_language(name, code):
    assert country_of(name) == code
