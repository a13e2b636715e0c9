"""Sentences that are in another language than their note."""

import pytest

from sessions_app.briefing.preflight.rules.left_in_other_language import (
    language_of_clause,
    other_language,
)

TEXTS = {
    "en": "In June the series takes a break.",
    "fr": "En juin, la série fait une pause.",
    "es": "En junio la serie hace una pausa.",
    "ar": "تتوقف السلسلة في شهر حزيران ثم تعود.",
}


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("other", TEXTS)
def test_sentence_of_another_language_is_found(language, other):
    assert other_language(TEXTS[other], language) == (other if other != language else "")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "Publicar cada compra no mesmo dia fez baixar os preços e aumentar a confiança."),
        ("es", "Les villes continueront de partager ce qu’elles apprennent chaque semaine."),
        ("en", "Die Stadt hat in einer Nacht die Straßen für alle Menschen geöffnet."),
    ],
)
def test_language_of_a_longer_sentence_is_found(language, sentence):
    assert other_language(sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "In the words of a driver, “nos cuidamos entre todos”: we look after each other."),
        ("en", "The word differs (canicule, ola de calor, الموجة الحارة)."),
        ("fr", "Le réseau United Cities and Local Governments invite les villes."),
        ("es", "El Bogotá Humana y Smart City World Congress de Barcelona."),
        ("ar", "كتبت شبكة United Cities and Local Governments إلى المدن."),
        ("ar", "للمزيد: https://www.uclg.org/en/what-we-do-for-our-members"),
        ("fr", "Reserves first"),
    ],
)
def test_names_quotations_and_short_texts_are_no_other_language(language, sentence):
    assert other_language(sentence, language) == ""


@pytest.mark.parametrize(
    ("language", "sentence", "other"),
    [
        ("fr", "The debate was lively, not least because Lyon et Lima ne sont pas d’accord.", "en"),
        ("es", "El alquiler bajó, parce que la ville ne le savait pas encore, y subió.", "fr"),
        ("en", "The tram is free, porque todos los que no tienen coche lo usan, they say.", "es"),
    ],
)
def test_clause_of_another_language_is_found(language, sentence, other):
    assert language_of_clause(sentence, language) == other


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "Le réseau United Cities and Local Governments of the World invite les villes."),
        ("es", "La sala leyó The State of the World's Cities and the Right to the City de 2020."),
        ("en", "What she calls “parce que la ville ne le savait pas” is over for them now."),
        ("ar", "كتبت شبكة United Cities and Local Governments إلى المدن."),
    ],
)
def test_names_and_quotations_are_no_clause_of_another_language(language, sentence):
    assert language_of_clause(sentence, language) == ""
