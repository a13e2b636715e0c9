"""Names that prose spells in two ways, without a list that has them."""

import pytest

from llex.core.text import Phrase
from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.briefing.preflight.names_in_prose import NamesInProse
from sessions_app.briefing.preflight.passages import CheckedText
from sessions_app.briefing.preflight.rules.names_written_otherwise import suspects_in
from sessions_app.briefing.text_locations import Target
from tests.factories import make_full_session
from tests.factories_cities import make_place

BOUNDARY = " / "


def suspects(**texts):
    """Return language, name and right name of the suspects; " / " parts the texts of a language."""
    passages = [
        CheckedText(position, code, "", Target("session", field="closing_text"), Phrase(code, part))
        for code, text in texts.items()
        for position, part in enumerate(text.split(BOUNDARY))
    ]
    found = sorted(suspects_in(NamesInProse(passages)), key=lambda one: len(one.name.keys))
    return [(one.name.language, one.name.written, one.right.written) for one in found]


@pytest.mark.parametrize(
    ("language", "text", "name", "right"),
    [
        ("en", "We met Carolina Cosse / and Carolina Cose", "Carolina Cose", "Carolina Cosse"),
        ("en", "with UN-Habitat / for UN Habitat", "UN Habitat", "UN-Habitat"),
        ("en", "the Metropolis network / by Metropolys", "Metropolys", "Metropolis"),
        ("en", "by Abdoulaye Sow’s team / Mayor Abdulaye Sow", "Abdulaye Sow", "Abdoulaye Sow"),
        ("fr", "Merci à Fatimetou Abdel Malick. / de Fatimetou Abdelmalick",
         "Fatimetou Abdelmalick", "Fatimetou Abdel Malick"),
        ("fr", "M. Jean-Marc Ayrault / et Jean Marc Ayrault", "Jean Marc", "Jean-Marc"),
        ("fr", "l’Agence Havas / que l’Agense Havas", "Agense Havas", "Agence Havas"),
        ("es", "de Ana Peláez Vega / con Ana Pelález Vega", "Ana Pelález", "Ana Peláez"),
        ("es", "la Red Andina Verde / de la Red Andnia Verde", "Red Andnia", "Red Andina"),
        ("es", "el Consejo Iberoamericano / del Consejo Iberoamericamo",
         "Consejo Iberoamericamo", "Consejo Iberoamericano"),
    ],
)  # fmt: skip
def test_name_of_two_spellings_is_suspect(language, text, name, right):
    assert (language, name, right) in suspects(**{language: text})


@pytest.mark.parametrize("language", ["fr", "es"])
def test_name_that_one_language_spells_otherwise_is_suspect(language):
    texts = dict.fromkeys(("en", "fr", "es"), "… Carolina Cosse") | {language: "… Carolina Cossa"}

    assert suspects(**texts) == [(language, "Carolina Cossa", "Carolina Cosse")]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "the Mayor / two Mayors / the World Bank’s / the World Bank"),
        ("en", "of Bolivia / the Bolivian mayor / in Slovenia / in Slovakia / in Niger"),
        ("en", "These Cities act / Those Cities act / the cities"),
        ("en", "we met Mohammed Sefiani / we met Mohamed Alaoui"),
        ("en", "UNITED CITIES / United Cities / united cities"),
        ("en", "by Johan van der Berg / Johan Van der Berg"),
        ("fr", "le Directeur Général / la Directrice Générale / un Conseil Municipal"),
        ("fr", "l’État / l’Etat / une École / une Ecole"),
        ("es", "la Ministra de Salud / el Ministro de Salud / los Ministros de Salud"),
        ("es", "Esta Ciudad / Está Ciudad Vieja / la ciudad"),
    ],
)  # fmt: skip
def test_other_words_are_no_slips(language, text):
    assert suspects(**{language: text}) == []


def test_languages_have_their_own_sounds_accents_and_words():
    texts = {
        "en": "in Bab Souika / the United Nations / America Latina",
        "fr": "à Bab Souika / les Nations Unies / America Latina",
        "es": "en Bab Suika / las Naciones Unidas / América Latina",
    }

    assert suspects(**texts) == []


def test_finding_names_the_shortest_part_once(db):
    text = "We met Mayor Carolina Cosse.\n\nThanks to Mayor Carolina Cose of Montevideo."
    session = make_full_session(languages=["en"], closing_text_en=text)

    (found,) = preflight_session(session)

    assert (found.code, found.passage) == ("name_differs", "Carolina Cose")


def test_two_places_are_no_slips_of_each_other(db):
    text = "The people of Santa Cruz Alta wrote; those of Santa Cruz Alba as well."
    session = make_full_session(languages=["en"], closing_text_en=text)
    assert [one.code for one in preflight_session(session)] == ["name_differs"]

    make_place("Santa Cruz Alta", "BO", 5_000)
    make_place("Santa Cruz Alba", "BO", 4_000)
    assert preflight_session(session) == []


def test_word_with_another_accent_is_a_slip_of_a_place_alone(db):
    text = "Une Expérience à Medellín.\n\nDe Medellin, Live Learning Experience."
    session = make_full_session(languages=["fr"], closing_text_fr=text)
    assert preflight_session(session) == []

    make_place("Medellín", "CO", 2_000_000)
    (found,) = preflight_session(session)
    assert (found.code, found.passage) == ("name_differs", "Medellin")
