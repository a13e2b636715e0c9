"""Words in long texts are found whatever their case, accents, hyphens and script variants."""

import re

import pytest

from llex.core.db.loose_text import loose_pattern
from sessions_app.models import KeyPoint
from tests.factories import make_theme


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("sante", "La santé publique"),
        ("SANTÉ", "la sante publique"),
        ("Élan", "un élan commun"),
        ("coeur", "au cœur de la ville"),
        ("cœur", "au coeur de la ville"),
        ("strasse", "die Straße"),
        ("Jean-Paul", "Jean‑Paul Dupont"),
        ("JeanPaul", "Jean-Paul Dupont"),
        ("oran", "le port d’Oran"),
        ("المدينه", "في المدينة الكبرى"),
        ("احمد", "قال أحمد"),
        ("على", "علي رضا"),
        ("محمد", "مُحَمَّد"),
        ("Αθηνα", "Αθήνα"),
        ("(a+b)*", "aab"),
    ],
)
def test_word_is_found_however_it_is_written(db, typed, text):
    theme = make_theme(points=0)
    point = theme.points.create(text_fr=text)
    theme.points.create(text_fr="other words")

    found = KeyPoint.objects.filter(text_fr__loosely_contains=typed)

    expected = [point] if re.search(loose_pattern(typed), text, re.IGNORECASE) else []
    assert list(found) == expected
    if typed != "(a+b)*":
        assert list(found) == [point]


@pytest.mark.parametrize("typed", ["santal", "…", "", ".*", "%"])
def test_other_words_and_signs_are_not(db, typed):
    make_theme(points=0).points.create(text_fr="La santé publique")

    assert not KeyPoint.objects.filter(text_fr__loosely_contains=typed).exists()
