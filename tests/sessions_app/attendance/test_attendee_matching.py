"""Who is who: by address, by name, or asked."""

import pytest
from django.core.management import call_command
from django.utils.timezone import now

from sessions_app.attendance.attendee_matching import COUNT, LEAVE, NEW, match_attendees
from sessions_app.attendance.reading import FileAttendee
from sessions_app.attendance.recording import Decision, write_attendance
from sessions_app.models import MeetingAttendee, Participant, Person, head_count
from tests.factories import make_city, make_participant, make_person, make_session

pytestmark = pytest.mark.django_db


def add(session, name, **values):
    return make_participant(session=session, person=make_person(name=name, **values))


def match(session, *attendees, **options):
    return match_attendees(session, attendees, **options)


@pytest.mark.parametrize(
    "shown",
    ["Ana López", "ana lopez", "LÓPEZ Ana", "López, Ana", "Ana López (she/her)",
     "Bogotá - Ana López", "Ana López | Alcaldía", "AL (Ana López)", "Anna Lopes"],
)  # fmt: skip
def test_person_is_found_by_the_name_however_it_is_written(shown):
    session = make_session()
    ana = add(session, "Ana López", other_spellings=["Anna Lopes"])
    add(session, "Ana Ruiz")

    [found] = match(session, FileAttendee(shown))

    assert (found.why, found.choice) == ("name", f"p{ana.pk}")


def test_address_comes_before_the_name():
    session = make_session()
    add(session, "Ana López")
    other = add(session, "Somebody", email="shared@bogota.example")

    [found] = match(session, FileAttendee("Ana López", "shared@bogota.example"))

    assert (found.why, found.choice) == ("address", f"p{other.pk}")


def test_two_of_one_name_are_asked():
    session = make_session()
    first, second = add(session, "Ana López"), add(session, "López Ana")

    [found] = match(session, FileAttendee("Ana López"))

    assert (found.why, found.choice) == ("several", "")
    assert found.choices == [f"p{first.pk}", f"p{second.pk}", NEW, COUNT, LEAVE]


@pytest.mark.parametrize(
    ("known", "shown"),
    [("Ana López", "Ana Lopes"), ("Ana López", "Ana"), ("Мария Иванова", "Maria Ivanova"),
     ("Mohamed Salem", "محمد سالم"), ("محمد سالم", "Mohamed Salem")],
)  # fmt: skip
def test_similar_name_is_suggested_and_never_chosen(known, shown):
    session = make_session()
    participant = add(session, known)
    add(session, "Quite Different")

    [found] = match(session, FileAttendee(shown))

    assert (found.why, found.choice) == ("similar", "")
    assert found.choices[:-3] == [f"p{participant.pk}"]


def test_unknown_name_counts_and_people_of_other_sessions_are_offered():
    session = make_session()
    add(session, "Ana López")
    known = make_person(name="Moussa Ndiaye")
    mailed = make_person(name="M.", email="m@dakar.example")

    phone, named, addressed = match(
        session,
        FileAttendee("iPhone"),
        FileAttendee("Moussa Ndiaye"),
        FileAttendee("X", "m@dakar.example"),
    )

    assert (phone.why, phone.choice) == ("unknown", COUNT)
    assert (named.choice, named.choices[0]) == ("", f"k{known.pk}")
    assert addressed.choice == f"k{mailed.pk}"


def test_city_in_the_name_becomes_that_of_a_new_participant():
    city = make_city(name_en="Bogotá", name_es="Bogotá")

    [found] = match(make_session(), FileAttendee("Bogotá - Ana López (she/her)"))

    assert (found.name, found.city) == ("Ana López", city)


def test_who_was_there_too_briefly_is_left_out():
    session = make_session()
    add(session, "Ana López")

    brief, long, unknown = match(
        session,
        FileAttendee("Ana López", "", 4),
        FileAttendee("Moussa", "", 5),
        FileAttendee("Lea"),
        at_least=5,
    )

    assert [brief.choice, long.choice, unknown.choice] == [LEAVE, COUNT, COUNT]


@pytest.mark.parametrize("count", [1, 120])
def test_looking_up_takes_four_queries_however_many_there_are(count, django_assert_num_queries):
    session = make_session()
    for number in range(3):
        add(session, f"Known {number} Person", city=make_city())
    attendees = [
        FileAttendee(f"Guest {number} Name", f"g{number}@x.example") for number in range(count)
    ]

    with django_assert_num_queries(4):
        matches = match(session, *attendees)

    assert len(matches) == count


def written(session, *attendees, **choices):
    matches = match(session, *attendees)
    decisions = [
        Decision(one, choices.get(f"n{one.number}", one.choice), one.name) for one in matches
    ]
    return write_attendance(session, decisions)


def test_attendance_is_written_once_and_the_same_file_changes_nothing():
    session = make_session()
    ana = add(session, "Ana López")
    attendees = [
        FileAttendee("Ana López"),
        FileAttendee("iPhone"),
        FileAttendee("New Person", "n@x.example"),
    ]

    first = written(session, *attendees, n2=NEW)
    before = list(session.participants.order_by("pk").values())
    second = written(session, *attendees)

    assert dict(first) == {"marked": 2, "new": 1, "counted": 1}
    assert second["marked"] == second["new"] == 0
    assert list(session.participants.order_by("pk").values()) == before
    ana.refresh_from_db()
    assert ana.status == "attended"
    new = Person.objects.get(email="n@x.example").participations.get()
    assert (new.status, new.consents_to_listing) == ("attended", False)
    assert (head_count(session).participants, head_count(session).counted) == (2, 1)


def test_what_an_organiser_corrected_by_list_stays_corrected():
    session = make_session()
    ana = add(session, "Ana López")
    written(session, FileAttendee("Ana López"))
    ana.refresh_from_db()
    ana.mark_absent()

    written(session, FileAttendee("Ana López"))

    ana.refresh_from_db()
    assert ana.status == "registered"


@pytest.mark.parametrize("status", Participant.Status.values)
def test_whoever_came_is_marked_whatever_the_registration(status):
    session = make_session()
    make_participant(session=session, person=make_person(name="Ana López"), status=status)

    written(session, FileAttendee("Ana López"))

    assert session.participants.get().status == "attended"


def test_choice_is_remembered_and_can_be_changed():
    session = make_session()
    ana = add(session, "Ana López")
    written(session, FileAttendee("iPhone"), FileAttendee("Ana Lopes"), n1=f"p{ana.pk}")

    phone, known = match(session, FileAttendee("iPhone"), FileAttendee("Ana Lopes"))
    written(session, FileAttendee("iPhone"), n0=LEAVE)

    assert (phone.why, phone.choice) == ("remembered", COUNT)
    assert (known.why, known.choice) == ("remembered", f"p{ana.pk}")
    assert head_count(session).counted == 0


def test_names_of_a_meeting_long_ago_are_forgotten_and_their_number_stays():
    session, recent = make_session(), make_session(starts_at=now())
    ana = add(session, "Ana López")
    for one in (session, recent):
        written(one, FileAttendee("iPhone", "phone@x.example"))
    written(session, FileAttendee("Ana López"))

    call_command("clean_up")

    assert [one.name for one in session.meeting_attendees.all()] == [""]
    assert [one.name for one in recent.meeting_attendees.all()] == ["iPhone"]
    assert not MeetingAttendee.objects.filter(session=session, key__contains="phone").exists()
    ana.refresh_from_db()
    assert (ana.status, head_count(session).number) == ("attended", 2)
