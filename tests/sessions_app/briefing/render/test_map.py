"""The map of the cities in PDF and Word."""

import io
from dataclasses import replace

import docx
import pytest

from cities.wording.published_row import Coordinates
from sessions_app.briefing.render import render
from tests.factories_document import make_document, make_long_document, make_stamp
from tests.sessions_app.briefing.render.reading import elements, pdf_text, read_pdf


def make_located(cities, language="en"):
    document = make_long_document(cities, language)
    rows = (
        replace(row, coordinates=Coordinates(-30 + number * 37 % 85, -100 + number * 71 % 230))
        for number, row in enumerate(document.rows)
    )
    return replace(document, rows=tuple(rows))


def without_places(document):
    return replace(document, rows=tuple(replace(row, coordinates=None) for row in document.rows))


def maps(content):
    return [
        one["/Alt"]
        for one in elements(read_pdf(content))
        if one["/S"] == "/Figure" and "/Alt" in one
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_map_has_a_text_with_its_cities(language):
    found = maps(render("pdf", make_document(language)))

    assert any("Łódź" in text and "Sousse" in text for text in found)


def test_map_of_many_cities_tells_how_many_more():
    [text] = [one for one in maps(render("pdf", make_located(100))) if "City 1" in one]

    assert text.endswith("and 80 more.")


def test_key_is_text():
    words = pdf_text(render("pdf", make_located(100)))

    assert "Where the cities are" in words


def test_note_without_places_has_no_map():
    document = without_places(make_document())

    assert "Where the cities are" not in pdf_text(render("pdf", document))
    assert not [one for one in maps(render("pdf", document)) if "Łódź" in one]


def test_map_is_the_same_each_time():
    assert render("pdf", make_located(30)) == render("pdf", make_located(30))


def test_word_file_has_the_map_as_a_picture_with_its_text():
    file = docx.Document(io.BytesIO(render("docx", make_document(), make_stamp())))

    texts = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    [text] = [one for one in texts if one and "Łódź" in one]
    assert text.startswith("Map with the cities of the table: ")


def test_word_file_has_the_key_as_text():
    file = docx.Document(io.BytesIO(render("docx", make_located(100))))

    assert any("City 57" in one.text and "City 58" in one.text for one in file.paragraphs)
