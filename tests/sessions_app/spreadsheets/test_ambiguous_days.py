"""Days whose order cannot be told are asked about, once for a column."""

from datetime import UTC, date, datetime

import pytest

from cities.models import PolicyResponse
from tests import factories
from tests.sessions_app.spreadsheets.books import exported, preview, problems_of, write
from tests.sessions_app.spreadsheets.test_city_table_page import fields
from tests.sessions_app.spreadsheets.test_pages import send, upload


@pytest.fixture
def session(db):
    return factories.make_full_session(
        starts_at=datetime(2026, 4, 1, 13, tzinfo=UTC), time_zone="Europe/Paris"
    )


@pytest.fixture
def book(session, organiser):
    return exported(session, organiser)


def days():
    return [one.since for one in PolicyResponse.objects.order_by("contribution__order", "order")]


def test_column_is_asked_about_once_and_the_answer_holds_for_all_of_it(session, organiser, book):
    book.put("responses", 2, since="03/04/2026").put("responses", 3, since="05/06/2026")

    shown = preview(book, session, organiser)
    (question,) = shown.questions
    assert question.text == (
        "In the column “Since”, does 03/04/2026 mean 3 April 2026 or 4 March 2026?"
    )
    assert [option.label for option in question.options] == ["3 April 2026", "4 March 2026"]
    assert question.places == "responses!N2, responses!N3"
    assert not shown.is_writable
    assert problems_of(shown) == []
    assert not write(book, session, organiser).is_written

    assert write(book, session, organiser, {question.name: "month"}).is_written
    assert days() == [date(2026, 3, 4), date(2026, 5, 6)]
    assert write(book, session, organiser, {question.name: "day"}).is_written
    assert days() == [date(2026, 4, 3), date(2026, 6, 5)]


@pytest.mark.parametrize(
    ("other", "stored"),
    [("25/03/2026", date(2026, 4, 3)), ("03/25/2026", date(2026, 3, 4))],
)
def test_another_cell_of_the_column_settles_it(session, organiser, book, other, stored):
    book.put("responses", 2, since="03/04/2026").put("responses", 3, since=other)

    assert preview(book, session, organiser).questions == []
    write(book, session, organiser)
    assert days()[0] == stored


@pytest.mark.parametrize("cell", ["01/04/2026", "04/01/2026"])
def test_day_of_the_session_settles_it(session, organiser, book, cell):
    book.put("responses", 2, since=cell)

    assert preview(book, session, organiser).questions == []
    write(book, session, organiser)
    assert days()[0] == date(2026, 4, 1)


def test_days_that_cannot_be_mistaken_are_not_asked_about(session, organiser, book):
    book.put("responses", 2, since="2026-04-03").put("responses", 3, since="05/05/2026")

    assert preview(book, session, organiser).questions == []


def test_hours_of_the_session_are_asked_about_each_by_its_column(session, organiser, book):
    book.put(
        "session", 2,
        contributions_due_at="03/02/2026 12:00", contributions_close_at="05/06/2026 12:00",
    )  # fmt: skip
    shown = preview(book, session, organiser)
    first, second = shown.questions
    assert [first.places, second.places] == ["session!E2", "session!F2"]

    done = write(book, session, organiser, {first.name: "month", second.name: "day"})

    assert done.is_written
    session.refresh_from_db()
    assert session.contributions_due_at == datetime(2026, 3, 2, 11, tzinfo=UTC)
    assert session.contributions_close_at == datetime(2026, 6, 5, 10, tzinfo=UTC)


def test_other_mistakes_of_the_row_are_told_at_once(session, organiser, book):
    book.put("responses", 2, since="03/04/2026", source="no link")

    assert problems_of(preview(book, session, organiser)) == ["responses!O2: Enter a valid URL."]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In the column “Since”, does 03/04/2026 mean 3 April 2026 or 4 March 2026?"),
        ("fr", "03/04/2026 désigne-t-il le 3 avril 2026 ou le 4 mars 2026\u202f?"),
        ("es", "¿03/04/2026 es el 3 de abril de 2026 o el 4 de marzo de 2026?"),
        ("ar", "هل 03/04/2026 هو 3 إبريل 2026 أم 4 مارس 2026؟"),
    ],
)
def test_page_asks_in_the_readers_language(client, session, organiser, book, language, text):
    client.force_login(organiser)
    address = upload(session).replace("/en/", f"/{language}/")
    shown = send(client, address, book.put("responses", 2, since="03/04/2026").data)
    assert text in shown.content.decode()
    assert 'name="write"' not in shown.content.decode()

    sent = fields(shown)
    (name,) = [key for key in sent if key.startswith("answer-")]
    again = client.post(address, {**sent, name: "day", "update": "1"})
    client.post(address, {**fields(again), "write": "1"})
    assert days()[0] == date(2026, 4, 3)
