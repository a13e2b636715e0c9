"""Words as the search compares them: folding, stems, silent words, in each language."""

import pytest

from llex.core.text.search_words import all_stems, folded, lexicon, stems

LANGUAGES = ("en", "fr", "es", "ar")


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "rent", "Rents"),
        ("en", "eviction", "EVICTED"),
        ("en", "challenge", "challenges"),
        ("fr", "loyer", "Loyers"),
        ("fr", "Élève", "eleves"),
        ("fr", "expulsion", "expulsés"),
        ("fr", "marché", "MARCHES"),
        ("es", "desahucio", "desahucios"),
        ("es", "suspendieron", "suspendió"),
        ("es", "alquiler", "alquileres"),
        ("es", "niño", "ninos"),
        ("ar", "إيجار", "الإيجارات"),
        ("ar", "إيجار", "ايجار"),
        ("ar", "سكن", "والسكن"),
        ("ar", "سَكَن", "للسكن"),
        ("ar", "مدينة", "المدينه"),
        ("ar", "سـوق", "بالسوق"),
        ("ar", "أفريقيا", "افريقية"),
        ("ar", "بلدية", "البلديات"),
        ("ar", "سكن", "وسكن"),
        ("ar", "لاجئين", "للاجئين"),
        ("ar", "لجنة", "للجنة"),
        ("pt", "aluguel", "ALUGUEL"),
        ("xx", "Łódź", "lodz"),
        ("en", "٢٠٢٠", "2020"),
    ],
)
def test_forms_share_a_stem(language, one, other):
    assert stems(one, language)[0] in stems(other, language)


@pytest.mark.parametrize("word", ["", "’", "…", "\u0640", "\u200f"])
def test_what_has_no_letter_has_no_stem(word):
    assert stems(word, "ar") == ()


def test_silent_words_are_left_out_of_texts():
    assert all_stems("What did the cities do about rents?", "en") == ["rent"]
    assert all_stems("ماذا فعلت المدن بشأن السكن؟", "ar") == ["سكن"]
    assert all_stems("l’expulsion des locataires", "fr") == ["expul", "locatair"]


def test_folded_phrases_lose_accents_and_the_article():
    assert folded("Amérique latine") == ("amerique", "latine")
    assert folded("أمريكا اللاتينية") == ("امريكا", "لاتينيه")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_knows_regions_kinds_and_synonyms(language):
    known = lexicon(language)
    subjects = {subject for subject, _code in known.concepts.values()}
    regions = {code for subject, code in known.concepts.values() if subject == "region"}

    sizes = {code for subject, code in known.concepts.values() if subject == "size"}

    assert subjects == {"region", "size", "kind", "status", "answer"}
    assert {
        "AF",
        "AS",
        "EU",
        "NA",
        "SA",
        "OC",
        "LA",
        "nordic",
        "maghreb",
        "southern-cone",
    } <= regions
    assert sizes == {"s", "m", "l", "x"}
    assert known.silent
    assert len(known.synonyms) > 100


def test_language_without_data_is_searched_by_folded_words():
    assert lexicon("xx").silent == frozenset()
    assert stems("Häuser", "xx") == ("hauser",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_are_of_several_words_and_stand_for_others(language):
    phrases = lexicon(language).phrases

    assert len(phrases) > 100
    assert all(len(words) > 1 and said for words, said in phrases.items())
    assert not phrases.keys() & lexicon(language).concepts.keys()
