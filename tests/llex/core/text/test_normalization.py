import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llex.core.text.normalization import (
    clean_code,
    clean_line,
    clean_text,
    is_invisible,
    remove_invisible,
)

INVISIBLE = [
    "\u200b",
    "\ufeff",
    "\u00ad",
    "\u2060",
    "\u200e",
    "\u200f",
    "\u061c",
    "\u202a",
    "\u202c",
    "\u202e",
    "\u2066",
    "\u2069",
    "\u180e",
    "\u034f",
    "\u3164",
    "\uffa0",
    "\ufe0f",
    "\ufffc",
    "\U000e0041",
    "\x00",
    "\x1b",
    "\x9d",
    "\ud800",
]


@pytest.mark.parametrize("character", INVISIBLE, ids=lambda c: f"U+{ord(c):04X}")
def test_no_invisible_character_enters_a_line(character):
    assert clean_line(f"{character}Ana{character} Lu{character}z{character}") == "Ana Luz"
    assert remove_invisible(f"a{character}@example.org") == "a@example.org"
    assert is_invisible(character)


@pytest.mark.parametrize(
    "text",
    [
        "می‌شود",  # Persian, with a zero-width non-joiner
        "क्‍ष",  # Hindi, with a zero-width joiner
        "ශ්‍රී ලංකා",  # Sinhala
        "1441 ه‍",  # the abbreviation of the Islamic era
        "👩‍👧‍👦 ❤️ 1️⃣ 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        "葛󠄀城市",  # the glyph that the city uses
        "ﷺ ½ m² … №",
    ],
)
def test_what_readers_see_stays(text):
    assert clean_line(text) == text
    assert clean_text(text) == text


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("  Ana\tLuz \n", "Ana Luz"),
        ("Ana\u00a0Luz", "Ana Luz"),
        ("山田\u3000太郎", "山田 太郎"),
        ("Qui paie\u202f?", "Qui paie\u202f?"),
        ("1\u00a0000 habitants", "1\u00a0000 habitants"),
        ("«\u00a0Ville\u00a0»", "«\u00a0Ville\u00a0»"),
        ("Jose\u0301", "José"),
        ("ﺍﻟﻘﺎﻫﺮﺓ", "القاهرة"),
        ("Ｂｏｎｎ", "Bonn"),
        ("ｶﾞﾘﾊﾞ", "ガリバ"),
        ("o\ufb03ce", "office"),
        ("a\u200cb", "ab"),
        ("one\u2028two", "one two"),
    ],
)
def test_line_has_one_form(typed, line):
    assert clean_line(typed) == line


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("\ufeffone\u200b two\u00ad", "one two"),
        ("على \u200fLLEX\u200f!", "على \u200fLLEX\u200f!"),
        ("نص \u2066LLEX 2\u2069 هنا", "نص \u2066LLEX 2\u2069 هنا"),
        ("a \u2066b\nc \u2069 d", "a b\nc  d"),
        ("file\u202efdp.exe\u202c", "filefdp.exe"),
        ("ភាសា\u200bខ្មែរ", "ភាសា\u200bខ្មែរ"),
        ("  indented\n\tby a tab", "  indented\n\tby a tab"),
    ],
)
def test_text_keeps_what_its_script_needs(typed, text):
    assert clean_text(typed) == text


@given(st.text(max_size=40))
def test_cleaning_twice_changes_nothing_more(text):
    line, lines = clean_line(text), clean_text(text)

    assert clean_line(line) == line
    assert clean_text(lines) == lines
    assert unicodedata.is_normalized("NFC", line)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (" covid‑19\u200b ", "covid-19"),
        ("ｃｏｖｉｄ－１９", "covid-19"),
        ("covid–١٩", "covid-19"),
        ("KE\u202c", "KE"),
    ],
)
def test_code_is_plain(typed, code):
    assert clean_code(typed) == code
