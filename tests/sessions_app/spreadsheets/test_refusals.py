"""What a workbook is refused for: named by sheet and cell, all at once, with nothing written."""
# ruff: noqa: E501 - a message stands whole, as people read it

import io
import zipfile

import openpyxl
import pytest

from cities.models import City, Contribution, PolicyResponse
from cities.spreadsheets import CityResource
from llex.core.spreadsheets.reading import LARGEST_FILE, read, read_single
from llex.core.spreadsheets.sheets import UnreadableFile
from llex.core.spreadsheets.tables import read_table
from sessions_app.models import Participant, Person
from sessions_app.spreadsheets.workbook import steps
from tests import factories
from tests.sessions_app.spreadsheets.books import (
    Book,
    exported,
    preview,
    problems_of,
    remarks_of,
    write,
)


@pytest.fixture
def organiser(db):
    return factories.make_user(is_superuser=True, is_staff=True)


@pytest.mark.parametrize(
    ("sheet", "cells", "problem"),
    [
        (
            "responses",
            {"services": "service-0, magic"},
            "responses!L2: “service-0” is not a public service we know; give its name or its address.",
        ),
        (
            "responses",
            {"answers": "99999"},
            "responses!M2: “99999” is not a challenge; give its city and number, such as Lisbon 2.",
        ),
        (
            "responses",
            {"since": "soon"},
            "responses!N2: “soon” is not a date; write it like 2020-03-25.",
        ),
        ("responses", {"source": "not a link"}, "responses!O2: Enter a valid URL."),
        ("responses", {"order": "first"}, "responses!C2: “first” is not a whole number."),
        (
            "responses",
            {"order": -1},
            "responses!C2: Ensure this value is greater than or equal to 0.",
        ),
        (
            "responses",
            {"order": "=1+1"},
            "responses!C2: This is a formula; replace it by its value.",
        ),
        ("responses", {"id": 99999}, "responses!A2: There is no row with the id “99999” here."),
        (
            "participants",
            {"role": "mayor"},
            (
                "participants!F2: “mayor” is not possible here; choose one of: chair, speaker, city, "
                "partner, rapporteur, participant."
            ),
        ),
        (
            "participants",
            {"email": "nobody"},
            "participants!C2: “nobody” is not an e-mail address.",
        ),
        ("participants", {"name": ""}, "participants!B2: This field cannot be blank."),
        (
            "participants",
            {"listed": "perhaps"},
            "participants!L2: “perhaps” is neither “yes” nor “no”.",
        ),
        ("cities", {"country": "XX"}, "cities!H2: “XX” is not the code of a country."),
        (
            "cities",
            {"country": ""},
            "cities!A2: Choose the country; only an association may have none.",
        ),
        (
            "cities",
            {"latitude": 95.0, "longitude": 1},
            "cities!J2: Ensure this value is less than or equal to 90.",
        ),
        (
            "contributions",
            {"original_language": "français"},
            "contributions!F2: “français” is not a language code; examples are fr and pt-BR.",
        ),
        (
            "contributions",
            {"state": "submitted"},
            (
                "contributions!H2: “state” cannot be changed in a spreadsheet: it is “accepted”, not "
                "“submitted”."
            ),
        ),
        (
            "services",
            {"slug": "other"},
            "services!B2: “slug” cannot be changed in a spreadsheet: it is “%(service)s”, not “other”.",
        ),
        (
            "session",
            {"slug": "another"},
            "session!B2: “slug” cannot be changed in a spreadsheet: it is “%(slug)s”, not “another”.",
        ),
        (
            "points",
            {"theme": "#9"},
            "points!B2: “#9” is not a theme of this session; give its id, or # and its order.",
        ),
    ],
)
def test_cell_is_refused_by_name(session, organiser, sheet, cells, problem):
    book = exported(session, organiser)
    service = book.cell("services", 2, "slug").value
    book.put(sheet, 2, **cells).keep(sheet)

    outcome = write(book, session, organiser)

    assert problems_of(outcome) == [problem % {"slug": session.slug, "service": service}]
    assert not outcome.is_written


def test_all_problems_are_told_at_once_and_nothing_is_written(session, organiser):
    book = exported(session, organiser)
    book.put("responses", 2, text_en="Fine", city="Atlantis", since="soon")
    book.put("participants", 3, role="king", position_en="Fine")
    book.put("themes", 2, heading_en="Fine").head("points", 2, "Themes")

    outcome = write(book, session, organiser)

    assert problems_of(outcome) == [
        (
            "participants!F3: “king” is not possible here; choose one of: chair, speaker, city, "
            "partner, rapporteur, participant."
        ),
        "responses!N2: “soon” is not a date; write it like 2020-03-25.",
        "points!B1: There is no column “Themes”. Do you mean “theme”?",
        "points: The column “theme” is missing.",
    ]
    assert not PolicyResponse.objects.filter(text_en="Fine").exists()
    assert not session.themes.filter(heading_en="Fine").exists()


def test_column_that_is_there_twice_is_refused_and_one_of_ones_own_passed_over(session, organiser):
    book = exported(session, organiser).head("themes", 20, "Order").put("themes", 2)
    book.book["themes"].cell(2, 22).value = "stray"
    book.head("themes", 23, "Who calls them").book["themes"].cell(2, 23).value = "Ana"

    outcome = preview(book, session, organiser)

    assert problems_of(outcome) == ["themes!T1: The column “order” is there twice."]
    assert remarks_of(outcome) == [
        "themes!V1: The column “–” is passed over.",
        "themes!W1: The column “Who calls them” is passed over.",
    ]


def test_answer_is_not_moved_to_another_city(session, organiser):
    book = exported(session, organiser)
    own, other = (book.cell("responses", row, "city").value for row in (2, 3))
    book.put("responses", 2, city=other)

    assert problems_of(preview(book, session, organiser)) == [
        f"responses!B2: “city” cannot be changed in a spreadsheet: it is “{own}”, not “{other}”."
    ]


def test_row_that_repeats_another_is_refused(session, organiser):
    book = exported(session, organiser)
    book.add("contributions", city=book.cell("contributions", 2, "city").value)

    assert problems_of(preview(book, session, organiser)) == [
        "contributions!A4: This row is the same as row 2."
    ]


def test_row_without_id_is_refused_when_several_fit(session, organiser):
    city = factories.make_city()
    contribution = factories.make_contribution(session=session, city=city, responses=0)
    twins = [factories.make_response(contribution=contribution, order=3) for _ in range(2)]
    book = exported(session, organiser).add("responses", city=city.slug, order=3, text_en="Which?")

    assert problems_of(preview(book, session, organiser)) == [
        f"responses!A6: Several rows fit; give the id: {twins[0].pk}, {twins[1].pk}."
    ]


def test_workbook_of_another_session_is_refused_at_once(session, organiser):
    other = factories.make_full_session()

    outcome = write(exported(other, organiser), session, organiser)

    assert len(problems_of(outcome)) >= 1
    assert [sheet.name for sheet in outcome.sheets] == ["session"]


def test_row_of_another_session_is_refused(session, organiser):
    other = factories.make_full_session()
    stranger = PolicyResponse.objects.filter(contribution__session=other).first()
    book = exported(session, organiser).put("responses", 2, id=stranger.pk)

    assert problems_of(preview(book, session, organiser)) == [
        f"responses!A2: There is no row with the id “{stranger.pk}” here."
    ]


def test_sheet_with_another_name_is_known_by_its_heads(session, organiser):
    book = exported(session, organiser).put("responses", 2, text_en="We wash hands")
    book.book["responses"].title = "answers"

    assert problems_of(write(book, session, organiser)) == []
    assert PolicyResponse.objects.filter(text_en="We wash hands").count() == 1


def test_sheets_of_ones_own_are_passed_over_with_a_remark(session, organiser):
    book = exported(session, organiser)
    book.book.create_sheet("To do").append(["Call Ana"])

    outcome = preview(book, session, organiser)

    assert problems_of(outcome) == []
    assert remarks_of(outcome) == ["To do: The sheet is passed over."]


def test_file_without_a_known_sheet_is_refused(session, organiser):
    with pytest.raises(UnreadableFile, match="There is no sheet called “To do”"):
        steps("a.xlsx", workbook_of([["Call Ana"]], "To do"), session, organiser)


def test_empty_extra_sheet_is_passed_over(session, organiser):
    book = exported(session, organiser)
    book.book.create_sheet("Sheet1")

    assert problems_of(preview(book, session, organiser)) == []


def test_new_person_with_a_taken_address_is_the_person_who_has_it(session, organiser):
    person = factories.make_person(name="Ana Silva", email="ana@example.org")
    book = exported(session, organiser).add(
        "participants", name="Ana M. Silva", email="ANA@example.org", role="speaker"
    )

    outcome = write(book, session, organiser)

    assert problems_of(outcome) == []
    assert Participant.objects.get(session=session, person=person).role == "speaker"


def test_same_name_with_another_address_is_another_person(session, organiser):
    factories.make_person(name="Ana Silva", email="ana@example.org")
    book = exported(session, organiser).add(
        "participants", name="Ana Silva", email="other@example.org"
    )

    assert problems_of(write(book, session, organiser)) == []
    assert Person.objects.filter(name="Ana Silva").count() == 2


def zip_of(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def workbook_of(rows, title="responses"):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.xlsx", b"", "The file is empty"),
        ("a.xlsx", b"PK\x03\x04 broken", "not a spreadsheet"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old Excel", "not a spreadsheet"),
        ("a.xlsx", b"x" * (LARGEST_FILE + 1), "larger than 5 MB"),
        ("a.xlsx", zip_of({"a.txt": "no workbook"}), "broken"),
        ("a.xlsx", zip_of({"bomb.xml": b"0" * 61 * 1024 * 1024}), "too large once it is unpacked"),
        (
            "a.xlsx",
            zip_of({"xl/workbook.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}),
            "document type",
        ),
        ("a.xlsx", zip_of({"[Content_Types].xml": "<Types"}), "broken"),
        ("a.xlsx", workbook_of([["city"], *([["x"]] * 5101)]), "more than 5000 rows"),
        ("a.xlsx", workbook_of([["city"], ["x"] * 101]), "more than 100 columns"),
        ("a.ods", b"%PDF-1.7", "Choose a file of this kind: XLSX, ODS, XLS, CSV"),
        ("a.csv", b"slug,name\na,\0\n", "not a text file"),
        ("a.csv", b'slug,name\na,"never closed\n', "quotation marks"),
    ],
)
def test_file_is_refused_with_a_clear_message(name, data, message):
    with pytest.raises(UnreadableFile, match=message):
        read(name, data)


def test_rapporteur_without_the_right_to_people_gets_no_address(session):
    rapporteur = factories.make_user(is_staff=True)
    allow(rapporteur, "change_learningsession", "view_participant", "change_participant")
    Person.objects.update(email="")
    Person.objects.filter(pk=Person.objects.first().pk).update(email="secret@example.org")

    book = exported(session, rapporteur)

    assert book.book.sheetnames == ["session", "participants"]
    assert "email" not in [cell.value for cell in book.book["participants"][1]]
    assert "secret@example.org" not in str(
        [cell.value for row in book.book["participants"].iter_rows() for cell in row]
    )


def test_rapporteur_cannot_import_addresses_nor_rename_people(session):
    rapporteur = factories.make_user(is_staff=True)
    allow(rapporteur, "change_learningsession", "view_participant", "change_participant")
    book = exported(session, rapporteur).put("participants", 2, position_fr="Maire")
    assert problems_of(write(book, session, rapporteur)) == []

    book.put("participants", 2, name="Somebody Else")
    assert problems_of(write(book, session, rapporteur)) == [
        "participants!A2: You are not allowed to write this row."
    ]
    book.head("participants", 15, "email").put("participants", 2, email="a@example.org")
    outcome = preview(book, session, rapporteur)
    assert remarks_of(outcome) == ["participants!O1: The column “email” is passed over."]


def test_new_rows_need_the_right_to_add(session):
    editor = factories.make_user(is_staff=True)
    allow(editor, "change_learningsession", "change_contribution")
    city = factories.make_city()
    book = exported(session, editor).add("contributions", city=city.slug)

    assert problems_of(write(book, session, editor)) == [
        "contributions!A4: You are not allowed to write this row."
    ]
    assert not Contribution.objects.filter(city=city).exists()


def allow(user, *names):
    from django.contrib.auth.models import Permission

    found = Permission.objects.filter(codename__in=names)
    assert found.count() == len(names)
    user.user_permissions.add(*found)


def test_sheet_on_its_own_is_imported_from_a_workbook_by_another_program(organiser):
    """As a program writes it that keeps no dimensions, and numbers only as floats."""
    city = City.objects.create(slug="turku", name_en="Turku", country="FI")
    data = workbook_of([["ID", "Slug", "population"], [float(city.pk), "turku", 201000.0]])

    known = CityResource().known_heads()
    sheet = read_table(read_single("a.xlsx", data), "cities", known)

    assert [row.cells for row in sheet.rows] == [
        {"id": city.pk, "slug": "turku", "population": 201000}
    ]
    assert Book(data).book.sheetnames == ["responses"]


def test_row_without_its_text_in_any_language_is_refused(session, organiser):
    city = Contribution.objects.first().city.slug
    book = exported(session, organiser)
    book.put("responses", 2, text_en="", text_fr="", text_es="", text_ar=None)
    book.add("challenges", city=city).add("cities", slug="nowhere", country="KE")
    book.add("themes", order=9)

    assert problems_of(write(book, session, organiser)) == [
        "cities!C4: This field cannot be blank.",
        "challenges!D4: This field cannot be blank.",
        "responses!H2: This field cannot be blank.",
        "themes!C3: This field cannot be blank.",
    ]


def test_texts_in_one_language_are_enough(session, organiser):
    book = exported(session, organiser)
    book.put("responses", 2, text_en="", text_es="", text_ar="")
    book.put("session", 2, title_en="", title_fr="", title_es="")

    assert problems_of(write(book, session, organiser)) == []
