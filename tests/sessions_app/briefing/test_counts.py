"""What the prose says is held against what the document knows."""

import pytest

from llex.core.text import parse
from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.preflight.checks import preflight
from sessions_app.briefing.quantities.counted import counted
from tests.factories import (
    make_ballot,
    make_consultation,
    make_full_session,
    make_service,
)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Twelve cities met", [("cities", 12)]),
        ("en", "12 cities of 9 countries", [("cities", 12), ("countries", 9)]),
        ("en", "1,163 participants", [("participants", 1163)]),
        ("en", "twenty-five policy responses", [("responses", 25)]),
        ("en", "A city", []),
        ("en", "one city", []),
        ("en", "In 2020 cities met", []),
        ("en", "a dozen cities", []),
        ("en", "a hundred and twenty cities", []),
        ("en", "4.8 cities", []),
        ("en", "many cities, twelve", []),
        ("en", "12 capacities", []),
        ("fr", "vingt et une villes", [("cities", 21)]),
        ("fr", "97 participant·es", [("participants", 97)]),
        ("fr", "1 200 participantes", [("participants", 1200)]),
        ("fr", "mille deux cents participants", []),
        ("es", "treinta y cinco países", [("countries", 35)]),
        ("es", "ciento veinte participantes", []),
        ("ar", "اثنتا عشرة مدينة", [("cities", 12)]),
        ("ar", "وعشر مدن", [("cities", 10)]),
        ("ar", "١٢ مدينة", [("cities", 12)]),
        ("pt", "doze cidades", [("cities", 12)]),
        ("en", "from four continents", [("continents", 4)]),
        ("fr", "de quatre continents", [("continents", 4)]),
        ("es", "de tres continentes", [("continents", 3)]),
        ("ar", "من أربع قارات", [("continents", 4)]),
        ("pt", "de cinco continentes", [("continents", 5)]),
    ],
)
def test_numbers_of_things_are_read_in_figures_and_words(language, text, expected):
    assert [(one.kind, int(one.number)) for one in counted(text, language)] == expected


def differences(session):
    found = preflight(compose_all(session))
    return [(one.language, one.place, one.message) for one in found if one.code == "figures_differ"]


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Three cities from five continents met.", True),
        ("Three cities from one continent met.", False),
        ("Experts from five continents joined.", False),
        ("Cities of all continents met.", False),
    ],
)
def test_continents_of_cities_are_counted(db, text, is_found):
    found = [message for _language, _place, message in differences(make_with(introduction_en=text))]

    assert [one for one in found if "continent" in one] == (found if is_found else [])
    assert any("five continents" in one for one in found) == is_found


def make_with(rows=3, **texts):
    return make_full_session(rows=rows, languages=["en"], **texts)


def test_number_of_cities_in_the_introduction_that_is_wrong_is_found(db):
    session = make_with(introduction_en="Twelve cities told what they do.")

    assert differences(session) == [
        ("en", "Introduction", "The text says “Twelve cities”; the city table has 3 cities.")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Three cities told what they do.",
        "3 cities, two cities among them from one coast.",
        "Many cities told what they do.",
    ],
)
def test_number_that_is_right_or_not_given_is_no_finding(db, text):
    assert differences(make_with(introduction_en=text)) == []


def test_part_of_the_cities_elsewhere_is_no_finding_but_more_than_all_is(db):
    session = make_with(front_line_text_en="Two cities froze rents.")
    assert differences(session) == []

    session.front_line_text_en = "Five cities froze rents."
    session.save()
    assert [place for _language, place, _message in differences(session)] == ["On the front line"]


def test_participants_are_compared_with_the_head_count_alone(db):
    session = make_with(introduction_en="163 participants listened.", attendance=None)
    assert differences(session) == []

    session.attendance = 136
    session.save()
    assert [message for *_place, message in differences(session)] == [
        "The text says “163 participants”; the head count is 136 participants."
    ]


def test_translation_is_compared_in_its_own_language(db):
    session = make_full_session(
        rows=3,
        languages=["en", "fr"],
        introduction_en="Three cities met.",
        introduction_fr="Treize villes se sont réunies.",
    )

    assert [language for language, *_rest in differences(session)] == ["fr"]


def test_text_that_replaces_a_missing_translation_is_not_read_in_the_wrong_language(db):
    session = make_full_session(
        rows=3, languages=["en", "fr"], introduction_en="Three cities.", introduction_fr=""
    )

    assert differences(session) == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Water comes first, with 4.5.", False),
        ("Water comes first: 4,50 of 5.", False),
        ("Water comes first, with 4.8.", True),
        ("Water: ٤٫٨", True),
        ("Water comes first. Elsewhere 4.8 million.", False),
        ("Water rose by 4.8 %.", False),
        ("Prices rose by 4.8.", False),
    ],
)
def test_average_of_a_service_is_compared_with_its_result(db, text, is_found):
    session = make_with(priorities_text_en=text)
    water = make_service(name_en="Water")
    consultation = make_consultation(session=session, services=[water], state="open")
    for score in (4, 5):
        make_ballot(consultation=consultation, scores=[score])
    consultation.close()

    assert bool(differences(session)) == is_found


def test_formatted_text_is_read_as_readers_see_it(db):
    assert parse("**Twelve** cities", "en")
    session = make_with(introduction_en="**Twelve** cities met.")

    assert len(differences(session)) == 1
