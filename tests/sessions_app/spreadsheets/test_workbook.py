"""A session's workbook, out and in again."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cities.models import Challenge, City, Contribution, PolicyResponse
from llex.core.text.normalization import clean_text
from priorities.models import Service
from sessions_app.models import KeyPoint, Participant, Person, VisionTheme
from sessions_app.spreadsheets.workbook import export_workbook
from tests import factories
from tests.sessions_app.spreadsheets.books import exported, preview, problems_of, rows_of, write

MODELS = (
    Challenge,
    City,
    Contribution,
    KeyPoint,
    Participant,
    Person,
    PolicyResponse,
    Service,
    VisionTheme,
)


@pytest.fixture
def organiser(db):
    return factories.make_user(is_superuser=True, is_staff=True)


def counts():
    return {model.__name__: model.objects.count() for model in MODELS}


def test_export_imported_again_changes_nothing(session, organiser):
    before = counts()

    outcome = write(exported(session, organiser), session, organiser)

    assert problems_of(outcome) == []
    assert rows_of(outcome) == {}
    assert {sheet.name: sheet.unchanged for sheet in outcome.sheets} == {
        "session": 1,
        "services": 2,
        "organisations": 1,
        "cities": 2,
        "participants": 2,
        "contributions": 2,
        "consents": 2,
        "challenges": 2,
        "responses": 2,
        "quotations": 1,
        "themes": 1,
        "points": 1,
    }
    assert counts() == before


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+41 22",
        "-5",
        "@home",
        "'quoted",
        "'=1",
        "two\r\nlines",
        "tab\tin",
        " spaces ",
        "x" * 40_000,
        "_x000D_",
        "3.0",
        "2020-03-25",
        "نص عربي",
        "<b>&amp;</b>",
        "control\x0b",
    ],
)
def test_text_survives_the_round_trip_whatever_it_looks_like(session, organiser, text):
    response = PolicyResponse.objects.order_by("pk").first()
    response.text_en = text
    response.save()

    outcome = write(exported(session, organiser), session, organiser)

    response.refresh_from_db()
    assert problems_of(outcome) == []
    assert rows_of(outcome) == {}
    # Line ends and control characters are those of the field, before the round trip already.
    assert response.text_en == clean_text(text)


def test_formula_is_exported_as_text(session, organiser):
    PolicyResponse.objects.update(text_en="=HYPERLINK(1)")

    cell = exported(session, organiser).cell("responses", 2, "text_en")

    # Saved by openpyxl again it would be a formula; as exported, it is typed as text.
    assert cell.quotePrefix
    raw = export_workbook(session, organiser)
    assert b"<f>" not in sheet_xml(raw)


def sheet_xml(data):
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return b"".join(package.read(n) for n in package.namelist() if "worksheets/" in n)


def test_edited_cells_are_the_changes_and_nothing_else(session, organiser):
    book = exported(session, organiser)
    old = book.cell("responses", 2, "text_fr").value
    day = datetime(2020, 3, 1)  # noqa: DTZ001 - as a spreadsheet program keeps a day
    book.put("responses", 2, text_fr="Nouveau texte", since=day)
    book.put("participants", 3, role="Chair", listed="no")
    book.put("session", 2, closing_text_es="Hasta pronto")

    outcome = write(book, session, organiser)

    assert problems_of(outcome) == []
    assert rows_of(outcome) == {
        ("session", 2): {"closing_text_es": ("What comes next (es)", "Hasta pronto")},
        ("participants", 3): {"role": ("city", "chair"), "listed": ("yes", "no")},
        ("responses", 2): {"text_fr": (old, "Nouveau texte"), "since": ("", "2020-03-01")},
    }
    assert PolicyResponse.objects.get(text_fr="Nouveau texte").since == date(2020, 3, 1)
    session.refresh_from_db()
    assert session.closing_text_es == "Hasta pronto"


def test_dry_run_writes_nothing(session, organiser):
    book = exported(session, organiser).put("responses", 2, text_en="Changed").keep("responses")

    outcome = preview(book, session, organiser)

    assert len(rows_of(outcome)) == 1
    assert not outcome.is_written
    assert not PolicyResponse.objects.filter(text_en="Changed").exists()


def fill_with_new_rows(book):
    """Add one row to each sheet, each naming the new rows of the sheets before it."""
    book.add("services", slug="water", name_en="Water")
    book.add("cities", name_en="Lusaka", country="zm", population=2_500_000.0, kind="city")
    book.add("participants", name="Grace Banda", city="lusaka", role="city", position_en="Mayor")
    book.add("contributions", city="Lusaka", representative="Grace Banda")
    book.add("challenges", city="Lusaka", text_en="Wells run dry", services="water")
    book.add("responses", city="lusaka", text_en="New wells", services="water", answers="lusaka#0")
    book.add("themes", statement_en="Water for all")
    book.add("points", theme="#1", lead_en="Wells", evidence="lusaka#0")
    return book


def test_new_rows_are_made_in_every_sheet_and_not_twice(session, organiser):
    before = counts()
    book = fill_with_new_rows(exported(session, organiser))

    outcome = write(book, session, organiser)

    assert problems_of(outcome) == []
    assert outcome.is_written
    assert counts() == {name: number + 1 for name, number in before.items()}
    response = PolicyResponse.objects.get(text_en="New wells")
    assert response.contribution.city.slug == "lusaka"
    assert response.contribution.city.population == 2_500_000
    assert response.contribution.representative.city == response.contribution.city
    assert response.contribution.state == "draft"
    assert [service.slug for service in response.services.all()] == ["water"]
    assert [challenge.text_en for challenge in response.answers.all()] == ["Wells run dry"]
    point = KeyPoint.objects.get(lead_en="Wells")
    assert point.theme.statement_en == "Water for all"
    assert list(point.evidence.all()) == [response]

    again = write(book, session, organiser)

    assert problems_of(again) == []
    assert rows_of(again) == {}
    assert counts() == {name: number + 1 for name, number in before.items()}


def test_new_rows_can_be_made_in_a_session_without_any(organiser):
    session = factories.make_session()
    book = fill_with_new_rows(exported(session, organiser))
    book.put("points", 2, theme="#0")

    outcome = write(book, session, organiser)

    assert problems_of(outcome) == []
    assert session.contributions.get().responses.get().order == 0


def test_rows_missing_in_the_file_and_columns_missing_in_it_stay(session, organiser):
    before = counts()
    book = exported(session, organiser).drop("responses", "services").drop("cities", "id")
    book.book["responses"].delete_rows(2)

    outcome = write(book, session, organiser)

    assert (problems_of(outcome), rows_of(outcome)) == ([], {})
    assert counts() == before


def test_columns_are_found_in_any_order_and_case(session, organiser):
    book = exported(session, organiser).put("themes", 2, heading_en="New heading").keep("themes")
    sheet = book.book["themes"]
    rows = [[cell.value for cell in reversed(row)] for row in sheet.iter_rows()]
    sheet.delete_rows(1, sheet.max_row)
    sheet.append([f" {head.upper()} " for head in rows[0]])
    sheet.append(rows[1])

    outcome = preview(book, session, organiser)

    assert rows_of(outcome) == {("themes", 2): {"heading_en": ("Care (en)", "New heading")}}


def test_nothing_is_written_when_rows_changed_since_the_preview(session, organiser):
    book = exported(session, organiser).put("responses", 2, text_en="Mine").keep("responses")
    expected = preview(book, session, organiser).fingerprint
    PolicyResponse.objects.update(text_en="Theirs")

    from llex.core.spreadsheets.importing import import_sheets
    from sessions_app.spreadsheets.workbook import steps

    found = steps("book.xlsx", book.data, session, organiser)
    outcome = import_sheets(found, organiser, expected=expected)

    assert not outcome.is_written
    assert set(PolicyResponse.objects.values_list("text_en", flat=True)) == {"Theirs"}


def test_export_takes_as_many_queries_for_three_rows_as_for_one(organiser):
    few, many = factories.make_full_session(rows=1), factories.make_full_session(rows=3)
    for session in (few, many):
        for contribution in session.contributions.all():
            contribution.responses.first().services.add(factories.make_service())

    with CaptureQueriesContext(connection) as one:
        export_workbook(few, organiser)
    with CaptureQueriesContext(connection) as three:
        export_workbook(many, organiser)

    assert len(one) == len(three)
    assert len(one) < 40


def test_new_city_that_may_be_one_of_ours_is_pointed_out_before_it_is_written(session, organiser):
    factories.make_city(name_en="Lusaka", country="ZM", other_spellings=["Mwalusaka"])
    book = exported(session, organiser)
    book.add("cities", name_en="Lusaca", country="ZM", kind="city")
    book.add("cities", name_en="Kinshasa", country="CD", kind="city")

    outcome = preview(book, session, organiser)

    remarks = [str(remark) for sheet in outcome.sheets for remark in sheet.remarks]
    assert problems_of(outcome) == []
    assert len(remarks) == 1
    assert "Lusaca may be a city that we have: Lusaka · Zambia (nearly the same name)" in remarks[0]
