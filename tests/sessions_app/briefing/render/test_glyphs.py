from dataclasses import replace

import pytest
from django.utils import translation

from llex.core.text import Phrase, parse
from sessions_app.briefing import phrases
from sessions_app.briefing.render.glyphs import missing_glyphs, printable
from tests.factories_document import make_document


def named(name):
    document = make_document()
    return replace(document, rows=(replace(document.rows[0], representative=name),))


def test_no_glyph_is_missing_in_the_alphabets_that_we_promise():
    for language in ("en", "fr", "ar"):
        assert missing_glyphs(make_document(language)) == ()


def test_missing_glyphs_are_reported_with_their_place():
    (found,) = missing_glyphs(named("Qi Shi 石"))

    assert (found.character, found.place) == ("石", "City table, Łódź")
    assert "Qi Shi 石" in found.text


def test_missing_glyph_is_reported_once_per_place():
    document = replace(named("石石"), introduction=parse("石 and 😀", "en"))

    found = [(one.character, one.place) for one in missing_glyphs(document)]
    assert found == [
        ("石", "Introduction"),
        ("😀", "Introduction"),
        ("石", "City table, Łódź"),
    ]


def test_missing_glyph_is_placed_in_the_active_language():
    with translation.override("fr"):
        (found,) = missing_glyphs(replace(make_document(), introduction=parse("石", "en")))

        assert found.place == phrases.section_title("introduction")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Łódź, Αθήνα, Москва, القاهرة, Đà Nẵng", "Łódź, Αθήνα, Москва, القاهرة, Đà Nẵng"),
        ("西安 Xi’an", "[U+897F U+5B89] Xi’an"),
        ("family 👩‍👩‍👧!", "family [U+1F469 U+1F469 U+1F467]!"),
        ("soft\u00adhyphen \u200fmark\u2069", "soft\u00adhyphen \u200fmark\u2069"),
        ("\ufeffmarked", "marked"),
        ("bell\x07", "bell[U+0007]"),
        # The ring that encloses a letter is in a face that has no Latin letters.
        ("A\u20dd", "A[U+20DD]"),
        ("ọ́ na ẹ̀", "ọ́ na ẹ̀"),
    ],
)
def test_printable_spells_out_what_no_face_has(text, expected):
    assert printable(text) == expected


def test_a_phrase_without_missing_glyphs_is_left_alone():
    text = str(Phrase("en", "Plain text, with #signs and [brackets]."))

    assert printable(text) is text
