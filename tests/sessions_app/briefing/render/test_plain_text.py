from dataclasses import replace

import pytest

from llex.core.text import parse
from llex.core.text.wrapping import columns
from sessions_app.briefing.render import plain_text
from tests.factories_document import make_document, make_stamp

# What hangs in a list or a quotation begins a few columns later.
WIDEST = 78


def text(document, stamp=None):
    return plain_text.render(document, stamp).decode()


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_plain_text_fits_a_mail(language):
    lines = text(make_document(language), make_stamp()).split("\n")

    assert max(map(columns, lines)) <= WIDEST
    assert all(line == line.rstrip() for line in lines)
    assert lines[-1] == ""


def test_plain_text_underlines_headings():
    lines = text(make_document(), make_stamp()).split("\n")

    title = lines.index("Drinking water after the flood")
    assert lines[title - 1] == lines[title + 1] == "=" * len(lines[title])
    section = lines.index("2. On the front line")
    assert lines[section + 1] == "=" * len(lines[section])
    city = lines.index("Łódź")
    assert lines[city + 1] == "----"


def test_plain_text_sets_a_result_as_a_line_per_row():
    page = text(make_document(), make_stamp()).replace("\u00a0", " ")

    row = page[page.index("- Rank: 1") :].split("\n- ")[0].replace("\n  ", " ")
    assert row.startswith("- Rank: 1 · Public service: Health care · Mean: 4.75 · 1: 0 · ")


def test_plain_text_writes_addresses_behind_words_and_no_marks():
    rich = parse("**Read** the [report](https://example.org/r), _now_, a@example.org.", "en")

    page = text(make_document(introduction=rich))

    assert "Read the report <https://example.org/r>, now, a@example.org." in page.replace("\n", " ")


def test_plain_text_sets_tables_and_nested_lists_of_a_text():
    source = (
        "| City | Wells |\n| --- | --- |\n| Łódź | 12 |\n| Sousse | |\n\n1. One\n   - Two\n2. Three"
    )

    page = text(make_document(introduction=parse(source, "en")))

    assert "- City: Łódź · Wells: 12\n- City: Sousse" in page
    assert "1. One\n\n   - Two\n2. Three" in page


def test_plain_text_says_which_language_a_text_is_in():
    document = make_document("fr")
    mixed = replace(document, introduction=parse("Only in English.", "en"))

    lines = text(mixed).split("\n")

    at = lines.index("Only in English.")
    assert lines[at - 2].endswith("anglais.")
