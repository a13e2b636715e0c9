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
    (found,) = missing_glyphs(named("Yi ꀀ"))

    assert (found.character, found.place) == ("ꀀ", "City table, Łódź")
    assert "Yi ꀀ" in found.text


def test_missing_glyph_is_reported_once_per_place():
    document = replace(named("ꀀꀀ"), introduction=parse("ꀀ and ⵣߒ", "en"))

    found = [(one.character, one.place) for one in missing_glyphs(document)]
    assert found == [
        ("ꀀ", "Introduction"),
        ("ⵣ", "Introduction"),
        ("ߒ", "Introduction"),
        ("ꀀ", "City table, Łódź"),
    ]


def test_missing_glyph_is_placed_in_the_active_language():
    with translation.override("fr"):
        (found,) = missing_glyphs(replace(make_document(), introduction=parse("ꀀ", "en")))

        assert found.place == phrases.section_title("introduction")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Łódź, Αθήνα, Москва, القاهرة, Đà Nẵng", "Łódź, Αθήνα, Москва, القاهرة, Đà Nẵng"),
        ("西安 Xi’an, 東京, 서울, กรุงเทพ", "西安 Xi’an, 東京, 서울, กรุงเทพ"),
        ("काठमाण्डौ, አዲስ አበባ, ירושלים 😀", "काठमाण्डौ, አዲስ አበባ, ירושלים 😀"),
        ("ⵜⵉⴼⵉⵏⴰⵖ or ߒߞߏ", "[tifinagh] or [nko]"),
        ("\ue000 of a private font", "[?] of a private font"),
        ("soft\u00adhyphen \u200fmark\u2069", "soft\u00adhyphen \u200fmark\u2069"),
        ("\ufeffmarked", "marked"),
        ("bell\x07", "bell"),
        # A mark that no face has is named.
        ("A\u1cd0", "A[vedic tone karshana]"),
        ("ọ́ na ẹ̀", "ọ́ na ẹ̀"),
    ],
)
def test_printable_puts_letters_for_what_no_face_has(text, expected):
    assert printable(text) == expected


def test_a_phrase_without_missing_glyphs_is_left_alone():
    text = str(Phrase("en", "Plain text, with #signs and [brackets]."))

    assert printable(text) is text
