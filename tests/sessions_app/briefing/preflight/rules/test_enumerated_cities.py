"""Lists of cities in which one has no row."""

import pytest

from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.briefing.preflight.rules.enumerated_cities import unlisted_among
from tests.factories import make_city, make_contribution, make_full_session
from tests.factories_cities import make_place

LISTED = {"quito", "lima", "cali"}


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("In the end Quito, Lima, Cali and Recife spoke.", ["Recife"]),
        ("Elles venaient de Quito, de Recife et de Lima.", ["Recife"]),
        ("Hablaron Quito, Lima y Cali.", []),
        ("Lima, Cali et l’Équateur", ["Équateur"]),
        ("Quito, Recife and Belém spoke.", []),
        ("Quito spoke. Recife, Lima", []),
    ],
)
def test_name_among_listed_cities_is_read(sentence, found):
    assert list(unlisted_among(sentence, LISTED, 3)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Quito, Lima and Recife are here.", ["Recife"]),
        ("Quito, Lima and Brazil are here.", []),
        ("Quito, Lima and Olinda are here.", []),
        ("Quito and Lima are here.", []),
    ],
)
def test_large_city_without_a_row_is_found(db, text, found):
    make_place("Recife", "BR", 1_500_000)
    make_place("Brazil", "US", 300_000)
    make_place("Olinda", "BR", 20_000)
    session = make_full_session(introduction_en=text, introduction_fr="")
    for order, name in enumerate(("Quito", "Lima"), start=8):
        city = make_city(country="PE", name_en=name, name_fr=name)
        make_contribution(session=session, city=city, order=order)

    codes = [one for one in preflight_session(session) if one.code == "city_without_row"]

    assert [one.passage for one in codes] == found
