"""Cities that prose calls by their name in another language."""

import pytest

from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.briefing.preflight.rules.city_forms import written_otherwise
from tests.factories import make_city, make_contribution, make_full_session
from tests.factories_cities import make_place

SEVILLE = {"en": "Seville", "fr": "Séville", "es": "Sevilla", "ar": "إشبيلية"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In Sevilla it is hot.", [("Sevilla", "Seville")]),
        ("In Seville it is hot.", []),
        ("Sevilla (twice Sevilla)", [("Sevilla", "Seville")]),
        ("They say “Sevilla”, in Seville.", []),
        ("The Sevilla Metro runs.", []),
        ("as Ana Sevilla said", []),
        ("Seville (Sevilla)", []),
    ],
)
def test_form_of_another_language_is_read_as_a_name_alone(text, found):
    assert list(written_otherwise(text, {"sevilla": "Seville"})) == found


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ({"en": "Then Seville spoke.", "fr": "Puis Séville a parlé."}, []),
        ({"en": "Then Sevilla spoke.", "fr": "Puis Séville a parlé."}, [("en", "Sevilla")]),
        ({"es": "Luego habló Sevilla.", "fr": "Puis Sevilla a parlé."}, [("fr", "Sevilla")]),
        ({"es": "Luego habló Ispali."}, []),
        ({"es": "Luego habló Hispalis."}, [("es", "Hispalis")]),
    ],
)
def test_prose_names_cities_as_the_table_of_its_language(db, texts, found):
    make_place("Sevilla", "ES", 690_000, spellings=["Seville", "Séville", "إشبيلية", "Hispalis"])
    session = make_full_session(**{f"vision_text_{code}": text for code, text in texts.items()})
    names = {f"name_{code}": name for code, name in SEVILLE.items()}
    make_contribution(session=session, city=make_city(country="ES", **names), order=9)

    names = [one for one in preflight_session(session) if one.code == "name_differs"]

    assert [(one.language, one.passage) for one in names] == found
