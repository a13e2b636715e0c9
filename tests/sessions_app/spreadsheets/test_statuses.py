"""The status of participants in a spreadsheet: moved by the verbs of the administration."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from llex.core.models import Mail
from llex.core.spreadsheets.undo import NotUndone
from sessions_app.spreadsheets.imports import record, undo_import
from tests.factories import make_participant, make_person
from tests.factories_registration import make_open_session
from tests.sessions_app.spreadsheets.books import exported, preview, problems_of, write


@pytest.fixture
def session(db):
    return make_open_session(capacity=1)


def add(session, status, **values):
    number = session.participants.count()
    person = make_person(name=f"Ana Number {number}", email=f"ana{number}@example.org")
    return make_participant(session=session, person=person, status=status, order=number, **values)


def book_with(session, organiser, *statuses):
    book = exported(session, organiser)
    for row, status in enumerate(statuses, 2):
        book.put("participants", row, status=status)
    return book


def status_of(participant):
    participant.refresh_from_db()
    return participant.status


def mailed():
    return list(Mail.objects.order_by("pk").values_list("kind", "recipient"))


def test_cancelled_person_is_told_and_the_first_who_waits_moves_up(session, organiser):
    first = add(session, "registered")
    second = add(session, "waiting", waiting_number=1)
    book = book_with(session, organiser, "cancelled")

    preview(book, session, organiser)
    assert mailed() == []
    assert problems_of(write(book, session, organiser)) == []

    assert [status_of(one) for one in (first, second)] == ["cancelled", "registered"]
    assert mailed() == [
        ("registration_cancelled", "ana0@example.org"),
        ("registration_moved_up", "ana1@example.org"),
    ]


def test_person_who_gets_a_place_is_told_once(session, organiser):
    first = add(session, "registered")
    second = add(session, "waiting", waiting_number=1)

    write(book_with(session, organiser, "cancelled", "registered"), session, organiser)

    assert [status_of(one) for one in (first, second)] == ["cancelled", "registered"]
    assert [kind for kind, _to in mailed()].count("registration_moved_up") == 1


@pytest.mark.parametrize(
    ("former", "wanted"), [("registered", "attended"), ("attended", "registered")]
)
def test_presence_is_noted_without_a_mail(session, organiser, former, wanted):
    one = add(session, former)

    write(book_with(session, organiser, wanted), session, organiser)

    assert status_of(one) == wanted
    assert mailed() == []


def test_session_that_is_over_tells_no_one(organiser, db):
    session = make_open_session(starts_at=now() - timedelta(days=2))
    one = add(session, "registered")

    write(book_with(session, organiser, "cancelled"), session, organiser)

    assert status_of(one) == "cancelled"
    assert mailed() == []


@pytest.mark.parametrize(
    ("former", "wanted"),
    [("registered", "waiting"), ("attended", "cancelled"), ("cancelled", "waiting")],
)
def test_change_without_a_verb_is_refused_with_its_reason(session, organiser, former, wanted):
    one = add(session, former)

    outcome = preview(book_with(session, organiser, wanted), session, organiser)

    (problem,) = problems_of(outcome)
    assert "by a spreadsheet" in problem
    assert status_of(one) == former


def imported(book, session, organiser):
    def keep(outcome, journal):
        kept.append(
            record(session, journal, kind="workbook", name="a.xlsx", counts={}, by=organiser)
        )

    kept = []
    write(book, session, organiser, on_written=keep)
    return kept[0]


@pytest.mark.parametrize(
    ("former", "wanted"), [("registered", "cancelled"), ("cancelled", "registered")]
)
def test_import_of_which_people_were_told_is_not_undone(session, organiser, former, wanted):
    one = add(session, former)
    done = imported(book_with(session, organiser, wanted), session, organiser)

    with pytest.raises(NotUndone, match="told of their places"):
        undo_import(done.pk, session, organiser)

    assert status_of(one) == wanted


def test_import_of_who_was_present_is_undone(session, organiser):
    one = add(session, "registered")
    done = imported(book_with(session, organiser, "attended"), session, organiser)

    undo_import(done.pk, session, organiser)

    assert status_of(one) == "registered"
