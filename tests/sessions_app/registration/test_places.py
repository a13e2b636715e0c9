"""Places and the waiting list: given once, in order, passed on by themselves, and mailed."""

from datetime import UTC, datetime

import pytest

from llex.core.models import Mail
from llex.core.states import WrongState
from sessions_app.models import Participant, RegistrationRequest
from sessions_app.registration import confirming, places
from tests.concurrency import on_postgresql, together
from tests.factories import make_participant, make_person
from tests.factories_registration import (
    JOIN_LINK,
    make_open_session,
    make_registration,
    make_request,
)

pytestmark = pytest.mark.django_db


def statuses(session):
    """Return the statuses by name, in the order of the rows."""
    rows = session.participants.order_by("pk").select_related("person")
    return [(one.person.name, str(one.status)) for one in rows]


def kinds_to(email):
    return list(Mail.objects.filter(recipient=email).order_by("pk").values_list("kind", flat=True))


def test_first_get_the_places_and_the_others_wait_in_order():
    session = make_open_session(capacity=2)

    made = [make_registration(session, name=name) for name in ("A", "B", "C", "D")]

    assert [status for _name, status in statuses(session)] == [
        "registered", "registered", "waiting", "waiting",
    ]  # fmt: skip
    assert [places.waiting_position(one.participant) for one in made[2:]] == [1, 2]


@pytest.mark.parametrize(
    ("zone", "is_told"), [("Africa/Tunis", False), ("Africa/Lagos", False), ("Asia/Amman", True)]
)
def test_mail_tells_the_persons_own_hours_where_they_differ(zone, is_told):
    starts_at = datetime(2100, 12, 6, 14, tzinfo=UTC)
    session = make_open_session(starts_at=starts_at, time_zone="Europe/Madrid")

    make_registration(session, time_zone=zone)

    text = Mail.objects.get(kind="registration_confirmed").text
    assert ("Your time:" in text) is is_told


def test_session_without_capacity_takes_everybody():
    session = make_open_session(capacity=None)

    for _ in range(3):
        make_registration(session)

    assert {status for _name, status in statuses(session)} == {"registered"}


def test_cancellation_moves_the_first_of_the_waiting_list_up_and_mails_both():
    session = make_open_session(capacity=1)
    first, second, third = (make_registration(session, name=name) for name in "ABC")

    places.cancel(first.participant)

    assert [status for _name, status in statuses(session)] == ["cancelled", "registered", "waiting"]
    assert kinds_to(first.participant.person.email)[-1] == "registration_cancelled"
    assert kinds_to(second.participant.person.email)[-1] == "registration_moved_up"
    assert kinds_to(third.participant.person.email)[-1] == "registration_waiting"
    moved = Mail.objects.get(kind="registration_moved_up")
    assert JOIN_LINK in moved.text
    assert JOIN_LINK not in moved.shown_text
    third.participant.refresh_from_db()
    assert places.waiting_position(third.participant) == 1


def test_cancellation_by_someone_who_waits_moves_nobody_up():
    session = make_open_session(capacity=1)
    _first, second, third = (make_registration(session) for _ in range(3))

    places.cancel(second.participant)

    assert [status for _name, status in statuses(session)] == ["registered", "cancelled", "waiting"]
    third.participant.refresh_from_db()
    assert places.waiting_position(third.participant) == 1


@pytest.mark.parametrize(("capacity", "waiting"), [(2, 2), (3, 1), (None, 0), (1, 3)])
def test_larger_capacity_moves_as_many_up_as_there_are_places(capacity, waiting):
    session = make_open_session(capacity=1)
    for _ in range(4):
        make_registration(session)

    session.capacity = capacity
    session.save()

    assert session.participants.waiting().count() == waiting
    assert Mail.objects.filter(kind="registration_moved_up").count() == 3 - waiting


def test_capacity_below_those_registered_takes_no_place_away():
    session = make_open_session(capacity=2)
    first, _second = make_registration(session), make_registration(session)

    session.capacity = 1
    session.save()
    make_registration(session)
    places.cancel(first.participant)

    assert [status for _name, status in statuses(session)] == [
        "cancelled", "registered", "waiting",
    ]  # fmt: skip


@pytest.mark.parametrize("way", ["saved", "deleted"])
def test_place_given_back_in_the_administration_is_passed_on(way):
    session = make_open_session(capacity=1)
    first, second = make_registration(session), make_registration(session)
    participant = Participant.objects.get(pk=first.participant.pk)

    if way == "saved":
        participant.status = Participant.Status.CANCELLED
        participant.save()
    else:
        participant.delete()

    second.participant.refresh_from_db()
    assert second.participant.status == "registered"


def test_deleted_session_tells_nobody_that_there_is_a_place():
    session = make_open_session(capacity=1)
    make_registration(session)
    make_registration(session)

    session.delete()

    assert not Mail.objects.filter(kind="registration_moved_up").exists()


def test_organisers_move_someone_up_before_others_and_beyond_the_capacity():
    session = make_open_session(capacity=1)
    _first, _second, third = (make_registration(session) for _ in range(3))

    places.move_up(third.participant)

    assert [status for _name, status in statuses(session)] == [
        "registered",
        "waiting",
        "registered",
    ]


def test_waiting_person_without_registration_or_address_is_moved_up():
    session = make_open_session(capacity=1)
    first = make_registration(session)
    by_hand = make_participant(session=session, status="waiting")
    known = make_participant(
        session=session, status="waiting", person=make_person(email="known@example.org")
    )

    session.capacity = 3
    session.save()

    for participant in (first.participant, by_hand, known):
        participant.refresh_from_db()
        assert participant.status == "registered"
    assert kinds_to("known@example.org") == ["registration_moved_up"]


def test_person_with_a_number_comes_before_one_without():
    session = make_open_session(capacity=1)
    make_registration(session)
    by_hand = make_participant(session=session, status="waiting")
    second = make_registration(session)

    assert places.waiting_position(second.participant) == 1
    assert places.waiting_position(by_hand) == 2


def test_nobody_is_moved_up_once_the_session_is_over(settings):
    session = make_open_session(capacity=1)
    first, _second = make_registration(session), make_registration(session)
    session.starts_at = session.announced_at
    session.save()

    places.cancel(first.participant)

    assert [status for _name, status in statuses(session)] == ["cancelled", "waiting"]


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        ("give_place", "registered"),
        ("give_place", "attended"),
        ("cancel", "cancelled"),
        ("cancel", "attended"),
        ("mark_present", "attended"),
        ("mark_absent", "registered"),
        ("mark_absent", "waiting"),
    ],
)
def test_verb_is_refused_in_another_state_and_changes_nothing(verb, status):
    participant = make_participant(status=status)

    with pytest.raises(WrongState):
        getattr(participant, verb)()

    participant.refresh_from_db()
    assert participant.status == status


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_of_many_who_confirm_at_once_exactly_the_capacity_get_places():
    session = make_open_session(capacity=30)
    asked = [make_request(session) for _ in range(60)]
    found = list(RegistrationRequest.objects.filter(pk__in=[one.pk for one in asked]))
    # Twice each: a second press of the button changes nothing.
    pressed = [lambda one=one: confirming.confirm(one) for one in [*found, *found]]

    answers = []
    for start in range(0, len(pressed), 20):
        answers += together(*pressed[start : start + 20])

    assert session.participants.count() == 60
    assert session.participants.filter(status="registered").count() == 30
    numbers = session.participants.waiting().values_list("waiting_number", flat=True)
    assert list(numbers) == list(range(1, 31))
    assert sum(isinstance(one, WrongState) for one in answers) == 60


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_cancellations_and_confirmations_at_once_leave_no_place_empty():
    session = make_open_session(capacity=10)
    held = [make_registration(session) for _ in range(20)]
    asked = [make_request(session) for _ in range(10)]

    together(
        *(lambda one=one: places.cancel(one.participant) for one in held[:8]),
        *(lambda one=one: confirming.confirm(one) for one in asked),
    )

    assert session.participants.filter(status="registered").count() == 10
    assert session.participants.filter(status="waiting").count() == 12
