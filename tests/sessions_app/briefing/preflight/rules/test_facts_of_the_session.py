"""Numbers, ranks and cities in prose, held against the session."""

import pytest

from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.briefing.preflight.counts import is_slip
from sessions_app.briefing.preflight.rules.facts_of_the_session import (
    cities_that_spoke,
    other_number,
    wrong_ranks,
)
from tests.factories import make_full_session

RANKS = {
    "en": [("Housing", 4.7), ("Water", 4.1), ("Culture", 2.0)],
    "fr": [("Logement", 4.7), ("Eau", 4.1), ("Culture", 2.0)],
    "es": [("Vivienda", 4.7), ("Agua", 4.1), ("Cultura", 2.0)],
    "ar": [("السكن", 4.7), ("المياه", 4.1), ("الثقافة", 2.0)],
}


@pytest.mark.parametrize(
    ("language", "sentence", "found"),
    [
        ("en", "At the sixth meeting we spoke.", True),
        ("en", "In this 6th session", True),
        ("en", "At the fifth meeting we spoke.", False),
        ("en", "The 68th session of the Commission", False),
        ("fr", "Lors de la sixième rencontre", True),
        ("fr", "Lors de la 5e session", False),
        ("es", "En el sexto encuentro", True),
        ("es", "En la quinta sesión", False),
        ("ar", "في اللقاء السادس", True),
        ("ar", "في الجلسة الخامسة", False),
        ("en", "Session 6 was about heat", True),
        ("en", "Session 5 was about heat; the session, 6.5 hours long,", False),
        ("fr", "La session 6 a porté", True),
        ("es", "La sesión 5 trató", False),
        ("ar", "تناولت الجلسة 6", True),
    ],
)
def test_number_of_the_session_is_checked(language, sentence, found):
    assert bool(other_number(sentence, language, 5)) == found


@pytest.mark.parametrize(
    ("language", "sentence", "found"),
    [
        ("en", "“Water” came first, followed by “Housing”.", [("Water", "Housing")]),
        ("en", "Housing came first with 4.7; Culture came last.", []),
        ("fr", "« Culture » est arrivé en tête.", [("Culture", "Logement")]),
        ("fr", "« Logement » est arrivé en tête, devant « Eau ».", []),
        ("es", "«Agua» quedó en último lugar.", [("Agua", "Cultura")]),
        ("es", "Vivienda quedó en primer lugar.", []),
        ("ar", "جاءت «المياه» في المرتبة الأولى.", [("المياه", "السكن")]),
        ("ar", "جاء «السكن» في المرتبة الأولى.", []),
        ("en", "Transport came first.", []),
        ("es", "La cultura fue la primera de tres servicios.", [("Cultura", "Vivienda")]),
        ("es", "La vivienda fue la primera de tres servicios.", []),
        ("ar", "واحتلت المياه المركز الأول.", [("المياه", "السكن")]),
        ("en", "Culture was first (2.0).", [("Culture", "Housing")]),
        (
            "fr",
            "Le logement est dernier, l’eau est première.",
            [("Eau", "Logement"), ("Logement", "Culture")],
        ),
        ("fr", "Le logement est premier et la culture est dernière.", []),
        ("es", "La cultura fue la primera.", [("Cultura", "Vivienda")]),
        ("ar", "واحتلت الثقافة المركز الأول.", [("الثقافة", "السكن")]),
    ],
)
def test_rank_of_a_service_is_checked(language, sentence, found):
    assert list(wrong_ranks(sentence, language, RANKS[language])) == found


@pytest.mark.parametrize(
    ("language", "text", "cities"),
    [
        ("en", "The mayor of Helsinki presented it.", ["Helsinki"]),
        ("en", "Deputy Mayor of São Paulo and Lima’s mayor", ["São Paulo", "Lima"]),
        ("fr", "La maire de Lyon a parlé.", ["Lyon"]),
        ("es", "El alcalde de Buenos Aires intervino.", ["Buenos Aires"]),
        ("ar", "عرضت رئيسة بلدية صفاقس تجربتها.", ["صفاقس"]),
        ("en", "mayors of the world, and the mayor of a small city", []),
        ("fr", "les maires de villes moyennes", []),
    ],
)
def test_city_whose_mayor_is_named_is_read(language, text, cities):
    assert cities_that_spoke(text, language) == cities


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Session {} takes place on 28 April."),
        ("fr", "La session {} aura lieu le 28 avril."),
        ("es", "La sesión {} se celebrará el 28 de abril."),
        ("ar", "تُعقد الجلسة {} يوم 28 نيسان/أبريل."),
    ],
)
def test_number_of_the_next_session_follows(db, language, text):
    session = make_full_session(languages=[language], number=11)
    for number, codes in ((12, []), (13, ["session_number_differs"]), (50, [])):
        setattr(session, f"closing_text_{language}", text.format(number))
        session.save()
        assert [one.code for one in preflight_session(session)] == codes


def test_city_as_arabic_writes_it_is_no_city_without_a_row(db):
    text = "رواها نائب رئيس بلدية المدينة نفسه."
    session = make_full_session(languages=["ar"], closing_text_ar=text)

    assert preflight_session(session) == []


@pytest.mark.parametrize(
    ("number", "right", "found"),
    [(134, 143, True), (143, 143, False), (140, 143, True), (500, 143, False), (12, 21, False)],
)
def test_head_count_that_is_mistyped_is_told_from_other_people(number, right, found):
    assert is_slip(number, right) == found
