"""Words and sentences that are written twice."""

import pytest

from sessions_app.briefing.preflight.rules.repetitions import doubled_sentences, doubled_words


@pytest.mark.parametrize(
    ("language", "text", "passage"),
    [
        ("en", "It looks at at housing.", "at at"),
        ("en", "The the city", "The the"),
        ("fr", "portera sur sur le logement", "sur sur"),
        ("fr", "il faut que que la ville", "que que"),
        ("fr", "ce qu’ils ils ont appris", "ils ils"),
        ("fr", "que l’eau l’eau manque", "l’eau l’eau"),
        ("es", "tratará de de la vivienda", "de de"),
        ("ar", "تُعقد الجلسة الجلسة القادمة", "الجلسة الجلسة"),
        ("ar", "والمدارس المدارس مفتوحة", "والمدارس المدارس"),
        ("en", "It can be can be found", "can be can be"),
        ("fr", "Le modèle se trouve se trouve sur", "se trouve se trouve"),
        ("es", "se ha publicado se ha publicado aquí", "se ha publicado se ha publicado"),
        ("ar", "يمكن الاطلاع يمكن الاطلاع عليه", "يمكن الاطلاع يمكن الاطلاع"),
    ],
)
def test_doubled_word_is_found(language, text, passage):
    assert list(doubled_words(text, language)) == [passage]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He said that that was so; they had had no plan. No, no."),
        ("en", "in Walla Walla and Baden Baden, 20 20 times, door-to-door to doors"),
        ("fr", "Nous nous réunissons, vous vous taisez, petit à petit."),
        ("es", "No no lo sabía; uno a uno, poco a poco."),
        ("ar", "شيئاً فشيئاً، كلمةً كلمة، واحدا واحدا"),
        ("en", "see example.org example.org"),
        ("en", "day after day after day; step by step by step; more and more and more"),
        ("es", "más y más y más; hora tras hora tras hora"),
    ],
)
def test_what_grammar_allows_is_not_found(language, text):
    assert list(doubled_words(text, language)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Care that is shared is lighter.",
        "Le soin partagé est plus léger.",
        "El cuidado compartido pesa menos.",
        "الرعاية المشتركة أخف حملاً بكثير.",
    ],
)
def test_doubled_sentence_and_paragraph_are_found_once(sentence):
    assert list(doubled_sentences(f"First of all. {sentence} {sentence} And more.")) == [sentence]
    assert list(doubled_sentences(f"{sentence}\n\nIn between.\n\n{sentence}")) == [sentence]
    assert list(doubled_sentences(f"{sentence} Thank you. Thank you.")) == []
