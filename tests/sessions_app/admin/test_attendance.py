"""Who was present, in the administration: the list, the meeting's file, the number, and who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from llex.core.spreadsheets.formats import LARGEST_FILE
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from sessions_app.models import MeetingAttendee, Participant, Person, head_count
from tests.factories import make_participant, make_person, make_session, make_user
from tests.factories_meetings import zoom

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(client):
    client.force_login(make_user(group=ORGANISERS))
    return client


def page_of(session, name="attendance"):
    return reverse(f"admin:sessions_app_learningsession_{name}", args=[session.pk])


def add(session, name, **values):
    return make_participant(session=session, person=make_person(name=name), **values)


def statuses(session):
    return list(session.participants.order_by("pk").values_list("status", flat=True))


def upload(client, session, people, **sent):
    file = SimpleUploadedFile("participants.csv", zoom(people))
    return client.post(page_of(session, "attendance_file"), {"file": file, **sent})


def confirm(client, session, shown, **choices):
    """Press the button below a preview, with other choices where they are given."""
    sent = {
        "token": shown.context["token"],
        "seen": shown.context["seen"],
        **{name.replace("_", "-"): value for name, value in choices.items()},
    }
    return client.post(page_of(session, "attendance_file"), sent)


@pytest.mark.parametrize("page", ["attendance", "attendance_file"])
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("group", [None, RAPPORTEURS])
def test_others_see_and_note_nothing(client, page, method, group):
    session = make_session()
    participant = add(session, "Ana López")
    if group:
        client.force_login(make_user(group=group))
    sent = {"do": "mark", "shown": participant.pk, "present": participant.pk}

    answer = getattr(client, method)(page_of(session, page), sent)

    assert answer.status_code == (403 if group else 302)
    assert statuses(session) == ["registered"]


@pytest.mark.parametrize("page", ["attendance", "attendance_file"])
def test_missing_session_is_not_found(organiser, page):
    session = make_session()
    address = page_of(session, page)
    session.delete()

    assert organiser.get(address).status_code == 404


def test_several_are_marked_and_unmarked_at_once(organiser):
    session = make_session()
    came = add(session, "Ana López")
    stayed = add(session, "Moussa Ndiaye", status="attended")
    unseen = add(session, "Who is on another page", status="attended")
    sent = {"do": "mark", "shown": f"{came.pk},{stayed.pk}", "present": [came.pk]}

    organiser.post(page_of(session), sent)

    assert statuses(session) == ["attended", "registered", "attended"]
    assert unseen.status == "attended"


def test_participants_of_other_sessions_are_not_marked(organiser):
    session = make_session()
    other = add(make_session(), "Ana López")

    organiser.post(page_of(session), {"do": "mark", "shown": other.pk, "present": other.pk})

    assert statuses(other.session) == ["registered"]


@pytest.mark.parametrize(("query", "found"), [("lopez", ["Ana López"]), ("nobody", [])])
def test_list_is_searched_by_name(organiser, query, found):
    session = make_session()
    add(session, "Ana López")
    add(session, "Moussa Ndiaye")

    page = organiser.get(page_of(session), {"q": query}).context["page"]

    assert [str(one) for one in page] == found


def test_page_takes_the_same_queries_for_one_and_for_three(organiser):
    session = make_session()
    add(session, "Ana López")
    session.meeting_attendees.create(key="a", name="A")
    organiser.get(page_of(session))
    with CaptureQueriesContext(connection) as first:
        organiser.get(page_of(session))
    for number in range(2):
        add(session, f"Another {number}")
        session.meeting_attendees.create(key=f"b{number}", name="B")
    with CaptureQueriesContext(connection) as second:
        organiser.get(page_of(session))

    assert len(first) == len(second) <= 20


@pytest.mark.parametrize(
    ("sent", "status"),
    [({"do": "fly"}, 400), ({}, 400), ({"do": "uncount"}, 404),
     ({"do": "uncount", "attendee": "x"}, 404)],
    ids=["unknown", "nothing", "nobody", "no-number"],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(organiser, sent, status):
    assert organiser.post(page_of(make_session()), sent).status_code == status


def test_head_count_is_corrected_with_a_reason_and_computed_again_without(organiser):
    session = make_session()
    add(session, "Ana López", status="attended")
    session.meeting_attendees.create(key="iphone", name="iPhone")
    assert head_count(session).number == 2

    refused = organiser.post(page_of(session), {"do": "correct", "attendance": "40"})
    session.refresh_from_db()
    assert (refused.status_code, session.attendance) == (422, None)
    assert 'value="40"' in refused.content.decode()

    sent = {"do": "correct", "attendance": "40", "attendance_reason": "Two rooms"}
    organiser.post(page_of(session), sent)
    session.refresh_from_db()
    assert (head_count(session).number, session.attendance_reason) == (40, "Two rooms")

    organiser.post(page_of(session), {"do": "correct", "attendance": "", "attendance_reason": "x"})
    session.refresh_from_db()
    assert (head_count(session).number, session.attendance_reason) == (2, "")


def test_who_counts_without_a_match_is_taken_back(organiser):
    session = make_session()
    row = session.meeting_attendees.create(key="iphone", name="iPhone")

    organiser.post(page_of(session), {"do": "uncount", "attendee": row.pk})

    assert head_count(session).counted == 0
    assert MeetingAttendee.objects.get().name == "iPhone"


def test_file_is_shown_before_anything_is_written_and_then_written_once(organiser):
    session = make_session()
    add(session, "Ana López")
    people = [("Ana López", "", 60), ("iPhone", "", 30)]

    shown = upload(organiser, session, people)
    assert shown.status_code == 200
    assert statuses(session) == ["registered"]
    assert not MeetingAttendee.objects.exists()

    answer = confirm(organiser, session, shown)
    assert answer.url == page_of(session)
    assert statuses(session) == ["attended"]
    assert head_count(session).number == 2

    again = upload(organiser, session, people)
    confirm(organiser, session, again)
    assert statuses(session) == ["attended"]
    assert MeetingAttendee.objects.count() == 2


def test_open_choice_is_asked_again_and_what_was_chosen_stays(organiser):
    session = make_session()
    ana = add(session, "Ana López")
    shown = upload(organiser, session, [("Ana Lopes", "", 60), ("Lea Martin", "", 20)])

    refused = confirm(
        organiser, session, shown, choice_1="new", name_1="Léa Martin", choice_0="p999999"
    )
    html = refused.content.decode()

    assert refused.status_code == 422
    assert not MeetingAttendee.objects.exists()
    assert 'value="Léa Martin"' in html
    confirm(organiser, session, shown, choice_1="new", name_1="Léa Martin", choice_0=f"p{ana.pk}")
    assert set(session.participants.values_list("person__name", "status")) == {
        ("Ana López", "attended"),
        ("Léa Martin", "attended"),
    }


def test_new_participant_without_a_name_is_refused(organiser):
    session = make_session()
    shown = upload(organiser, session, [("iPhone", "", 60)])

    answer = confirm(organiser, session, shown, choice_0="new", name_0=" ")

    assert answer.status_code == 422
    assert "Enter a name." in answer.content.decode()
    assert not Participant.objects.exists()


def test_what_changed_meanwhile_is_shown_again(organiser):
    session = make_session()
    shown = upload(organiser, session, [("Ana López", "", 60)])
    add(session, "Ana López")

    answer = confirm(organiser, session, shown)

    assert answer.context["is_stale"]
    assert statuses(session) == ["registered"]


def test_least_minutes_leave_people_out(organiser):
    session = make_session()
    add(session, "Ana López")

    shown = upload(organiser, session, [("Ana López", "", 4)], at_least="5")
    confirm(organiser, session, shown)

    assert statuses(session) == ["registered"]
    assert head_count(session).number is None


def test_preview_that_expired_or_is_of_another_session_is_refused(organiser):
    session, other = make_session(), make_session()
    shown = upload(organiser, session, [("Ana López", "", 60)])

    answers = [
        organiser.post(page_of(other, "attendance_file"), {"token": shown.context["token"]}),
        organiser.post(page_of(session, "attendance_file"), {"token": "forged"}),
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert not MeetingAttendee.objects.exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"", "empty"), (b"Question,Answer\n1,2\n", "No list of participants"),
     (b"x" * (LARGEST_FILE + 1), "larger than 5 MB")],
    ids=["empty", "poll", "large"],
)  # fmt: skip
def test_other_file_is_refused_beside_its_field(organiser, data, says):
    file = SimpleUploadedFile("file.csv", data)

    answer = organiser.post(page_of(make_session(), "attendance_file"), {"file": file})

    assert answer.status_code == 422
    assert any(says in problem for problem in answer.context["form"].errors["file"])


@pytest.mark.parametrize("count", [1, 120])
def test_preview_takes_the_same_queries_however_many_there_are(organiser, count):
    session = make_session()
    add(session, "Ana López")
    people = [(f"Person {number} Name", f"p{number}@x.example", 60) for number in range(count)]
    upload(organiser, session, people)

    with CaptureQueriesContext(connection) as queries:
        upload(organiser, session, people)

    assert len(queries) <= 15


# --- Undoing --------------------------------------------------------------------------------------


def read_list(client, session, people, **choices):
    shown = upload(client, session, people)
    assert confirm(client, session, shown, **choices).status_code == 302
    return session.spreadsheet_imports.first()


def undo(client, session, done):
    answer = client.post(page_of(session), {"do": "undo", "undo": done.pk}, follow=True)
    return answer.content.decode()


def people_of(session):
    return sorted(session.participants.values_list("person__name", "status"))


def test_list_that_was_read_is_undone_with_the_people_it_made(organiser):
    session = make_session()
    add(session, "Ana López")
    add(session, "Moussa Ndiaye", status="attended")
    before = people_of(session)
    people = [("Ana López", "", 60), ("Somebody New", "n@x.example", 60), ("iPhone", "", 9)]
    done = read_list(organiser, session, people, choice_1="new")
    assert head_count(session).number == 4

    assert "Undone: “participants.csv”" in undo(organiser, session, done)

    assert people_of(session) == before
    assert not session.meeting_attendees.exists()
    assert not Person.objects.filter(name="Somebody New").exists()
    assert "is undone already" in undo(organiser, session, done)


def test_second_list_is_undone_to_what_the_first_one_said(organiser):
    session = make_session()
    add(session, "Ana López")
    read_list(organiser, session, [("Ana López", "", 5), ("iPhone", "", 5)])
    before = list(session.meeting_attendees.values_list("key", "minutes"))
    done = read_list(organiser, session, [("Ana López", "", 60), ("Eva", "", 60)])

    undo(organiser, session, done)

    assert list(session.meeting_attendees.values_list("key", "minutes")) == before
    assert statuses(session) == ["attended"]


def test_list_is_not_undone_once_something_of_it_was_changed(organiser):
    session = make_session()
    ana = add(session, "Ana López")
    done = read_list(organiser, session, [("Ana López", "", 60)])
    ana.refresh_from_db()
    ana.mark_absent()

    assert "worked on since" in undo(organiser, session, done)

    assert session.meeting_attendees.exists()


@pytest.mark.parametrize("key", ["x", "0", ""])
def test_list_that_is_missing_or_of_another_session_is_not_undone(organiser, key):
    other = make_session()
    add(other, "Ana López")
    done = read_list(organiser, other, [("Ana López", "", 60)])
    session = make_session()

    for undone in (key, done.pk):
        answer = organiser.post(page_of(session), {"do": "undo", "undo": undone})
        assert answer.status_code == 404
    assert statuses(other) == ["attended"]


def test_several_devices_are_told_before_anything_is_written(organiser):
    session = make_session()

    shown = upload(organiser, session, [("iPhone", "", 9), ("iPhone", "", 60)])
    assert "“iPhone” is there 2 times" in shown.content.decode()
    confirm(organiser, session, shown)

    assert head_count(session).number == 2
