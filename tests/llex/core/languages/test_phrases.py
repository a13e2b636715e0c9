"""Lists and names of languages inside sentences."""

import pytest
from django.utils.translation import override

from llex.core.languages import name_in_sentence, only_in
from llex.core.languages.phrases import join_with_and


@pytest.mark.parametrize(
    ("language", "items", "joined"),
    [
        ("en", [], ""),
        ("en", ["a"], "a"),
        ("en", ["a", "b"], "a and b"),
        ("fr", ["a", "b", "c"], "a, b et c"),
        ("es", ["español", "árabe"], "español y árabe"),
        ("es", ["español", "inglés"], "español e inglés"),
        ("es", ["francés", "español", "Irún"], "francés, español e Irún"),
        ("es", ["agujas", "hilos"], "agujas e hilos"),
        ("es", ["nieve", "hielo"], "nieve y hielo"),
        ("ar", ["الفرنسية", "الإسبانية"], "الفرنسية والإسبانية"),
    ],
)
def test_items_are_joined_with_the_word_of_the_language(language, items, joined):
    with override(language):
        assert join_with_and(items) == joined


@pytest.mark.parametrize(
    ("reader", "code", "name"),
    [
        ("en", "ar", "Arabic"),
        ("en", "fr", "French"),
        ("fr", "fr", "français"),
        ("fr", "ar", "arabe"),
        ("es", "en", "inglés"),
        ("ar", "fr", "الفرنسية"),
        ("ar", "es", "الإسبانية"),
        ("fr", "pt-br", "portugais"),
        ("en", "xx", "xx"),
    ],
)
def test_language_in_a_sentence_is_named_in_the_language_of_the_reader(reader, code, name):
    with override(reader):
        assert name_in_sentence(code) == name


def test_text_in_one_language_says_which_in_the_language_of_the_reader():
    with override("fr"):
        assert only_in("ar") == "Ce texte n’est disponible qu’en arabe."
