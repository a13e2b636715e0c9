"""The table of cities as CSV: a line for each response and challenge, the same in each language."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from cities.wording.published_row import PublishedUpdate
from llex.core.text import parse
from sessions_app.briefing.editions import publish
from sessions_app.briefing.render import render
from sessions_app.briefing.render.city_table_csv import COLUMNS
from tests.factories import make_contribution, make_session
from tests.factories_document import make_bare_document, make_document, make_stamp


def lines(document, stamp=None):
    content = render("csv", document, stamp)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_each_response_and_challenge_has_a_line():
    document = make_document()

    found = lines(document)

    wanted = [
        (row.city.slug, kind, str(one.id))
        for row in document.rows
        for kind, entries in (("response", row.responses), ("challenge", row.challenges))
        for one in entries
    ]
    assert [(one["city_id"], one["kind"], one["id"]) for one in found] == wanted


def test_line_holds_what_was_said_and_who_said_it():
    first = lines(make_document(), make_stamp())[0]

    assert first["session"] == "water-after-the-flood"
    assert (first["edition"], first["language"]) == ("2", "en")
    assert (first["city"], first["country_code"]) == ("Łódź", "PL")
    assert (first["latitude"], first["longitude"]) == ("51.75", "19.46667")
    assert first["representative"] == "Żaneta Wójcik"
    assert first["title"] == "Wells mapped street by street"
    assert "within 36 hours" in first["text"]
    assert (first["since"], first["source"]) == ("2021-03-04", "https://example.org/source")
    assert first["services"] == "Water and sanitation; Health care"
    assert first["answers"] == "203"


def test_follow_up_and_answering_cities_are_told():
    document = make_document()
    row = document.rows[0]
    update = PublishedUpdate("changed", date(2021, 9, 1), parse("Now *daily*.", "en"))
    response = replace(row.responses[0], update=update)
    document = replace(document, rows=(replace(row, responses=(response,)), *document.rows[1:]))

    found = lines(document)

    assert found[0]["update"] == "changed"
    assert (found[0]["update_day"], found[0]["update_text"]) == ("2021-09-01", "Now daily.")
    [asked] = [one for one in found if one["id"] == "203"]
    assert asked["answered_by"] == "lodz; athina"


def test_heads_are_the_same_in_every_language_and_texts_in_that_of_the_note():
    english, arabic = (lines(make_document(code)) for code in ("en", "ar"))

    assert list(english[0]) == list(arabic[0]) == list(COLUMNS)
    assert english[0]["country"] != arabic[0]["country"]
    assert len(english) == len(arabic)


def test_city_without_entries_has_a_line_and_a_note_without_cities_its_head():
    document = make_document()
    row = replace(document.rows[0], responses=(), challenges=())

    [found] = lines(replace(document, rows=(row,)))

    assert (found["city_id"], found["kind"], found["text"]) == ("lodz", "", "")
    assert lines(make_bare_document()) == []


@pytest.mark.parametrize("typed", ["=1+1", "+1", "@x", "-cmd"])
def test_no_text_becomes_a_formula(typed):
    document = make_document()
    row = replace(document.rows[0], representative=typed)

    found = lines(replace(document, rows=(row,)))

    assert found[0]["representative"] == f"'{typed}"


def test_edition_offers_it_at_a_permanent_address(client, db):
    session = make_session()
    make_contribution(session=session, state="accepted")
    publish(session, override="test")

    page = client.get(reverse("sessions_app:note_files", args=[session.slug])).content.decode()
    address = reverse("sessions_app:edition_file", args=[session.slug, 1, "csv"])
    answer = client.get(address)

    assert reverse("sessions_app:briefing_file", args=[session.slug, "csv"]) in page
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.getvalue().startswith(b"\xef\xbb\xbfsession,edition,")
