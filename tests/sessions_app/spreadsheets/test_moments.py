"""Hours of a session in its workbook: out and in again on the session's own clocks."""

from datetime import UTC, datetime

import pytest

from tests import factories
from tests.sessions_app.spreadsheets.books import exported, preview, problems_of, rows_of, write

MOMENTS = (
    "starts_at",
    "contributions_due_at",
    "contributions_close_at",
)


@pytest.fixture
def organiser(db):
    return factories.make_user(is_superuser=True, is_staff=True)


@pytest.fixture
def session(db):
    return factories.make_session(
        time_zone="Europe/Madrid",
        contributions_due_at=datetime(2020, 7, 1, 21, 59, 59, tzinfo=UTC),
        contributions_close_at=datetime(2021, 1, 1, tzinfo=UTC),
    )


def test_hours_go_out_on_the_clocks_of_the_session(session, organiser):
    book = exported(session, organiser).keep("session")

    assert book.cell("session", 2, "time_zone").value == "Europe/Madrid"
    assert book.cell("session", 2, "starts_at").value == "2020-03-25 15:00"
    assert book.cell("session", 2, "contributions_due_at").value == "2020-07-01 23:59"


@pytest.mark.parametrize("name", MOMENTS)
@pytest.mark.parametrize(
    ("cell", "universal"),
    [
        ("2020-12-25 15:00", datetime(2020, 12, 25, 14, tzinfo=UTC)),
        ("2020-08-25T15:00", datetime(2020, 8, 25, 13, tzinfo=UTC)),
        (datetime.fromisoformat("2020-08-25 15:00"), datetime(2020, 8, 25, 13, tzinfo=UTC)),
        ("2020-08-25", datetime(2020, 8, 24, 22, tzinfo=UTC)),
        ("25/12/2020 15h", datetime(2020, 12, 25, 14, tzinfo=UTC)),
        ("12/25/2020 3 pm", datetime(2020, 12, 25, 14, tzinfo=UTC)),
        ("25 décembre 2020 à 15:00", datetime(2020, 12, 25, 14, tzinfo=UTC)),
        ("2020-10-25 02:30+01:00", datetime(2020, 10, 25, 1, 30, tzinfo=UTC)),
    ],
)
def test_hour_is_typed_on_the_clocks_of_the_session(session, organiser, name, cell, universal):
    book = exported(session, organiser).keep("session").put("session", 2, **{name: cell})

    outcome = write(book, session, organiser)

    assert problems_of(outcome) == []
    session.refresh_from_db()
    assert getattr(session, name) == universal


@pytest.mark.parametrize("name", MOMENTS)
@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("2020-03-29 02:30", "This hour does not exist"),
        ("2020-10-25 02:30", "This hour comes twice"),
        ("soon", "is not a date and an hour"),
        ("31/02/2020 15:00", "is not a date and an hour"),
    ],
)
def test_hour_that_cannot_be_is_refused_at_its_cell(session, organiser, name, cell, text):
    book = exported(session, organiser).keep("session").put("session", 2, **{name: cell})

    found = problems_of(preview(book, session, organiser))

    assert len(found) == 1
    assert text in str(found[0])


@pytest.mark.parametrize("zone", ["America/Bogota", "Bogotá", "bogota"])
def test_new_zone_keeps_the_hours(session, organiser, zone):
    book = exported(session, organiser).keep("session").put("session", 2, time_zone=zone)

    outcome = write(book, session, organiser)

    assert rows_of(outcome) == {("session", 2): {"time_zone": ("Europe/Madrid", "America/Bogota")}}
    session.refresh_from_db()
    assert session.time_zone == "America/Bogota"
    assert session.starts_at == datetime(2020, 3, 25, 20, tzinfo=UTC)
    assert session.contributions_due_at == datetime(2020, 7, 2, 4, 59, 59, tzinfo=UTC)


def test_new_zone_and_new_hour_are_read_together(session, organiser):
    book = exported(session, organiser).keep("session")
    book.put("session", 2, time_zone="Bogotá", starts_at="2020-03-25 16:00")

    write(book, session, organiser)

    session.refresh_from_db()
    assert session.starts_at == datetime(2020, 3, 25, 21, tzinfo=UTC)


def test_new_zone_that_lacks_one_of_the_hours_is_refused(organiser):
    session = factories.make_session(starts_at=datetime(2020, 3, 29, 2, 30, tzinfo=UTC))
    book = exported(session, organiser).keep("session").put("session", 2, time_zone="Europe/Madrid")

    found = problems_of(preview(book, session, organiser))

    assert len(found) == 1
    assert "Starts: This hour does not exist" in str(found[0])


@pytest.mark.parametrize("zone", ["localtime", "Factory", "Nowhere"])
def test_zone_that_is_none_is_refused_at_its_cell(session, organiser, zone):
    book = exported(session, organiser).keep("session").put("session", 2, time_zone=zone)

    found = problems_of(preview(book, session, organiser))

    assert "is not a time zone" in str(found[0])


def test_untouched_workbook_changes_no_second(organiser):
    exact = datetime(2020, 10, 25, 0, 30, 59, 123, tzinfo=UTC)
    session = factories.make_session(time_zone="Europe/Madrid", starts_at=exact)

    outcome = write(exported(session, organiser), session, organiser)

    assert rows_of(outcome) == {}
    session.refresh_from_db()
    assert session.starts_at == exact


def test_empty_cell_empties_a_deadline_and_keeps_the_start(session, organiser):
    book = exported(session, organiser).keep("session")
    book.put("session", 2, contributions_close_at=None, starts_at=None, time_zone=None)

    write(book, session, organiser)

    session.refresh_from_db()
    assert session.contributions_close_at is None
    assert session.starts_at == datetime(2020, 3, 25, 14, tzinfo=UTC)
    assert session.time_zone == "Europe/Madrid"


def test_those_who_only_write_texts_get_no_hours(session, db):
    editor = factories.make_user("Rapporteurs")

    book = exported(session, editor)

    heads = [cell.value for cell in book.book["session"][1]]
    assert not {"time_zone", *MOMENTS} & set(heads)
