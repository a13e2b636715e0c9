"""The last pages of a note on paper: the index of cities, and where the edition is."""

from dataclasses import replace

import pytest

from llex.core.text import Phrase
from sessions_app.briefing.render import pdf
from sessions_app.briefing.render.typst_back_matter import index
from tests.factories_document import (
    make_bare_document,
    make_document,
    make_long_document,
    make_stamp,
)
from tests.sessions_app.briefing.render.reading import elements, pdf_text, read_pdf


def links(content):
    return [
        note["/A"]["/URI"]
        for page in read_pdf(content).pages
        for note in (one.get_object() for one in page.get("/Annots", ()))
        if "/URI" in note.get("/A", {})
    ]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_edition_says_where_it_is_and_under_which_licence(language, settings):
    settings.SITE_URL = "https://notes.example.org"

    content = pdf.render(make_document(language), make_stamp())

    address = (
        f"https://notes.example.org/{language}/sessions/water-after-the-flood/briefing/editions/2/"
    )
    assert links(content).count(address) >= 2
    assert settings.LICENCE.address in links(content)


def test_colophon_tells_how_to_cite_and_who_publishes():
    text = pdf_text(pdf.render(make_document(), make_stamp()))

    assert "About this edition" in text
    assert "How to cite WTC, Alliance for Local Water: Drinking water after the flood." in text
    assert "Published by World Table of Cities Alliance for Local Water" in text
    assert "CC BY 4.0" in text


def test_code_of_the_address_has_a_text():
    figures = [
        one["/Alt"]
        for one in elements(read_pdf(pdf.render(make_document(), make_stamp())))
        if one["/S"] == "/Figure"
    ]

    assert "QR code of the permanent address" in figures


def test_draft_has_no_address_to_be_cited():
    text = pdf_text(pdf.render(make_document(), None))

    assert "How to cite" not in text
    assert "Permanent address" not in text


def test_draft_of_which_nothing_is_known_has_no_last_page():
    assert "About this edition" not in pdf_text(pdf.render(make_bare_document(), None))


@pytest.mark.parametrize("stamp", [None, make_stamp()])
def test_last_page_says_who_made_the_note_and_under_which_numbers(stamp):
    text = pdf_text(pdf.render(make_document(), stamp))

    for line in (
        "Written by Ida Bergström",
        "Edited by Kofi Mensah Ana Lúcia Prado",
        "Publication number HS/012/21",
        "ISSN 2049-3630",
        "Disclaimer The designations used do not imply",
    ):
        assert line in text


def test_cover_says_which_session_of_the_series_it_is():
    document = make_document()
    event = replace(document.event, number=7)

    cover = read_pdf(pdf.render(replace(document, event=event), None)).pages[0].extract_text()

    assert "Session 7" in cover


@pytest.mark.parametrize(("cities", "indexed"), [(19, 0), (20, 20)])
def test_cities_have_an_index_from_twenty_on(cities, indexed):
    assert len(index(make_long_document(cities))) == indexed


def test_index_is_by_the_alphabet_and_leads_to_the_row():
    document = make_long_document(24)
    names = ("Zürich", "Ávila", "Łódź")
    rows = tuple(
        replace(row, city=replace(row.city, name=Phrase("en", names[number])))
        if number < len(names)
        else row
        for number, row in enumerate(document.rows)
    )
    document = replace(document, rows=rows)

    found = index(document)
    content = pdf.render(document, None)

    assert [one["name"] for one in found[:1]] == ["Ávila"]
    assert [one["name"] for one in found[-2:]] == ["Łódź", "Zürich"]
    assert found[-1]["anchor"] == "city-0"
    assert "Index of cities" in pdf_text(content)
    assert sum("/Dest" in note or "/D" in note.get("/A", {}) for note in notes(content)) >= 24


def notes(content):
    return [one.get_object() for page in read_pdf(content).pages for one in page.get("/Annots", ())]
