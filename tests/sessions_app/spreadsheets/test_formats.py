"""Sheets of a session's workbook in files of other programs, as people leave them."""

import pytest

from cities.models import PolicyResponse
from llex.core.spreadsheets.importing import import_sheets
from llex.core.text.name_keys import normalize_key
from sessions_app.spreadsheets.workbook import steps
from tests import factories
from tests.sessions_app.spreadsheets import tables
from tests.sessions_app.spreadsheets.books import exported, problems_of, remarks_of


@pytest.fixture
def organiser(db):
    return factories.make_user(is_superuser=True, is_staff=True)


def rows_of_sheet(session, user, sheet):
    found = exported(session, user).book[sheet].iter_rows(values_only=True)
    return [["" if value is None else value for value in row] for row in found]


def edited(session, user):
    """Return the rows of the responses, the first of them with another text."""
    rows = rows_of_sheet(session, user, "responses")
    rows[1][at(rows, "text_en")] = "We wash hands"
    return rows


def at(rows, name):
    return next(i for i, head in enumerate(rows[0]) if normalize_key(head) == normalize_key(name))


def imported(name, data, session, user):
    expected = import_sheets(steps(name, data, session, user), user).fingerprint
    return import_sheets(steps(name, data, session, user), user, expected=expected)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.ods", tables.ods),
        ("a.xls", tables.xls),
        ("responses.csv", tables.as_csv),
        ("export.csv", lambda rows: tables.as_csv(rows, ";", "utf-16")),
        ("data.txt", lambda rows: tables.as_csv(rows, "\t", "utf-8-sig")),
    ],
    ids=["ods", "xls", "csv", "utf-16", "text"],
)
def test_sheet_is_taken_from_a_file_of_any_program(name, make, session, organiser):
    outcome = imported(name, make(edited(session, organiser)), session, organiser)

    assert problems_of(outcome) == []
    assert [sheet.name for sheet in outcome.sheets] == ["responses"]
    assert PolicyResponse.objects.filter(text_en="We wash hands").count() == 1


def test_titles_sums_notes_and_own_columns_are_passed_over(session, organiser):
    rows = [
        [*row, note] for row, note in zip(edited(session, organiser), ("Mine", 1, 2), strict=True)
    ]
    rows = [["Responses of 25 March"], [], *rows, ["Total", "", 2], [], ["Source: the cities"]]
    data = tables.xlsx(rows, merged=["A1:F1"], sheet="Responses ")

    outcome = imported("a.xlsx", data, session, organiser)

    assert problems_of(outcome) == []
    assert remarks_of(outcome) == [
        "Responses!P3: The column “Mine” is passed over.",
        "Responses!A6: The row “Total” sums up; it is passed over.",
        "Responses!A8: The row “Source: the cities” is a title or a note; it is passed over.",
    ]
    assert PolicyResponse.objects.filter(text_en="We wash hands").count() == 1


def test_misspelt_column_is_refused_and_not_passed_over(session, organiser):
    rows = edited(session, organiser)
    rows[0][at(rows, "text_en")] = "tekst_en"

    outcome = imported("a.xlsx", tables.xlsx(rows, sheet="responses"), session, organiser)

    (problem,) = problems_of(outcome)
    assert problem.endswith("There is no column “tekst_en”. Do you mean “text_en”?")


def test_cell_merged_downwards_is_each_rows(session, organiser):
    rows = rows_of_sheet(session, organiser, "responses")[:1]
    city = session.contributions.first().city.slug
    first, second = ({"city": one, "texten": text} for one, text in ((city, "A"), ("", "B")))
    rows += [
        [values.get(normalize_key(head), "") for head in rows[0]] for values in (first, second)
    ]
    letter = "ABCDE"[at(rows, "city")]
    data = tables.xlsx(rows, sheet="responses", merged=[f"{letter}2:{letter}3"])

    outcome = imported("a.xlsx", data, session, organiser)

    assert problems_of(outcome) == []
    texts = PolicyResponse.objects.filter(contribution__city__slug=city).values_list(
        "text_en", flat=True
    )
    assert {"A", "B"} <= set(texts)


@pytest.mark.parametrize(
    ("cells", "stored"),
    [
        (["25/03/2020", "03/04/2020"], ["2020-03-25", "2020-04-03"]),
        (["3/25/2020", "03/04/2020"], ["2020-03-25", "2020-03-04"]),
        (["1er avril 2020", "٢٥ مارس ٢٠٢٠"], ["2020-04-01", "2020-03-25"]),
        ([43915, "25.3.20"], ["2020-03-25", "2020-03-25"]),
    ],
)
def test_dates_are_read_in_every_usual_form(cells, stored, session, organiser):
    rows = edited(session, organiser)
    for row, cell in zip(rows[1:], cells, strict=True):
        row[at(rows, "since")] = cell

    outcome = imported("a.xlsx", tables.xlsx(rows, sheet="responses"), session, organiser)

    assert problems_of(outcome) == []
    since = PolicyResponse.objects.order_by("contribution__order", "order", "pk")
    assert [str(row.since) for row in since] == stored
