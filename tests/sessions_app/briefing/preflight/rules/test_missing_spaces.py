"""Words that are written together."""

from collections import Counter

import pytest

from llex.core.text.sentences import words
from sessions_app.briefing.preflight.rules.missing_spaces import (
    glued_articles,
    glued_pairs,
    glued_words,
)


@pytest.mark.parametrize(
    ("text", "glued"),
    [
        ("It looks at housing.Questions go", ["housing.Questions"]),
        ("n’ont rien coûté ;les autres", ["coûté ;les"]),
        ("y el próximoEncuentro será", ["próximoEncuentro"]),
        ("أبريل.ولم يكلف", ["أبريل.ولم"]),
        ("one,two", ["one,two"]),
        ("37.000metros y 12cities, 24h, 100km, 1990s, 2ème", ["37.000metros", "12cities"]),
        ("is prepared(version 2) by intervenant(e)s and niños(as)", ["prepared(version"]),
        ("U.N. and e.g. and YouTube, iPhone, WhatsApp, UN-Habitat, McDonald", []),
        ("See care.bogota.gov.co or www.uclg.org, 1.5 and 2,000", []),
    ],
)
def test_missing_space_is_found(text, glued):
    assert glued_words(text) == glued


@pytest.mark.parametrize(
    ("language", "text", "glued"),
    [
        ("en", "The rent is high: one third of therent.", ["therent"]),
        ("en", "They went out without it, into the park.", []),
        ("en", "The plan is part of the planand the part", ["planand"]),
        ("fr", "Une semaine au marché, chaque semainesur place", ["semainesur"]),
        ("fr", "Elle vit dansla ville, une jeune femme", ["dansla"]),
        ("es", "Vive aquí desdeel año pasado", ["desdeel"]),
        ("es", "Las telas de los mercados; delante, ayudarlos", []),
        ("ar", "في المدينة", []),
    ],
)
def test_article_that_is_glued_to_a_word_of_the_note_is_found(language, text, glued):
    assert list(glued_articles(text, language, Counter(words(text)))) == glued


@pytest.mark.parametrize(
    ("language", "text", "glued"),
    [
        ("en", "It is the door forwhich they came withtheir help.", ["forwhich", "withtheir"]),
        ("en", "However, meanwhile, throughout the year and wherever people live", []),
        ("en", "A handmade map of the town", []),
        ("fr", "Un quartier entier. Le quartierentier attend", ["quartierentier"]),
        ("fr", "Partout et surtout ici, puisque la ville attend", []),
        ("es", "Falta dinero, y faltadinero para todo", ["faltadinero"]),
        ("es", "A medianoche, rápidamente; la contraparte y una entrevista. Media noche", []),
    ],
)
def test_two_words_in_one_are_found(language, text, glued):
    assert list(glued_pairs(text, language, Counter(words(text)))) == glued
