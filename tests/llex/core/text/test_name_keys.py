import pytest

from llex.core.text.name_keys import normalize_key, normalize_words


@pytest.mark.parametrize(
    ("written", "also"),
    [
        ("José", "jose"),
        ("JOSE\u0301", "José"),
        ("Łódź", "lodz"),
        ("Øystein Ðorđe", "oystein dorde"),
        ("Ħamrun", "hamrun"),
        ("Weiß", "WEISS"),
        ("Iğdır", "igdir"),
        ("İzmir", "izmir"),
        ("Þórshöfn", "thorshofn"),
        ("Hawaiʻi", "Hawai'i"),
        ("N’Djaména", "N'Djamena"),
        ("Nouakʼchott", "Nouak‘chott"),
        ("Jean-Paul", "Jean‑Paul"),
        ("Jean-Paul", "jean paul"),
        ("Ana\u00a0Luz", "Ana Luz"),
        ("Ｂｏｎｎ", "Bonn"),
        ("№ 5", "no5"),
        ("𝐁onn", "bonn"),
        ("ﺍﻟﻘﺎﻫﺮﺓ", "القاهره"),
        ("علی", "علي"),
        ("على", "علي"),
        ("کرمان", "كرمان"),
        ("أحمد", "احمد"),
        ("مُحَمَّد", "محمد"),
        ("مـــحمد", "محمد"),
        ("ٱلقاهرة", "القاهرة"),
        ("کوفید ۱۹", "كوفيد-19"),
        ("كوفيد ١٩", "كوفيد 19"),
        ("می‌شود", "ميشود"),
        ("Αθήνα", "ΑΘΗΝΑ"),
        ("Πάτρας", "πατρασ"),
        ("An\u200ba", "Ana"),
        ("A\u00adna\u202c", "Ana"),
        ("Ana\ufe0f\u3164", "Ana"),
        ("ｶﾞﾘﾊﾞ", "ガリバ"),
    ],
)
def test_what_looks_the_same_has_one_key(written, also):
    assert normalize_key(written) == normalize_key(also) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Bonn", "Born"), ("ガ", "カ"), ("گرگان", "كركان"), ("मुंबई", "मबई")]
)
def test_different_letters_stay_different(one, other):
    assert normalize_key(one) != normalize_key(other)


@pytest.mark.parametrize("text", ["", " - ", "\u200b", "…"])
def test_without_letters_there_is_no_key(text):
    assert normalize_key(text) == ""
    assert normalize_words(text) == []


def test_words_are_parted_by_spaces():
    assert normalize_words("Jean-Paul  D’Été –") == ["jeanpaul", "dete"]
