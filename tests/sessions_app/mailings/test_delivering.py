"""A mailing and a mail server that refuses, or is slow: nothing is lost, nothing comes twice."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils.timezone import now

from llex.core.mail import delivery, outbox
from llex.core.mail.models import Mail
from sessions_app.models import Mailing, Registration
from tests.factories import make_participant, make_person, make_session
from tests.smtp_server import smtp_server

PEOPLE = [f"ana{number}@example.org" for number in range(4)]


@pytest.fixture
def reminder(db, settings):
    """A reminder of an hour to four people, which goes out two at a time."""
    settings.MAILING_RATE = 2
    session = make_session(starts_at=now() + timedelta(minutes=50))
    session.series.reminders = ["hour_before"]
    session.series.save()
    for email in PEOPLE:
        person = make_person(email=email)
        made = make_participant(session=session, person=person, role="participant")
        Registration.objects.create(participant=made, name=person.name)
    return session


def clock(minutes=0):
    """Run the jobs of the clock once, some minutes later."""
    later = timedelta(minutes=minutes)
    for mail in Mail.objects.filter(state="failed"):
        Mail.objects.filter(pk=mail.pk).update(next_try_at=mail.next_try_at - later)
    cache.clear()
    call_command("mail_people", verbosity=0)
    call_command("send_mail", verbosity=0)


def received(server):
    return Counter(mail["To"] for mail in server.accepted)


def states():
    return dict(Mail.objects.values_list("recipient", "state"))


@pytest.mark.parametrize(
    "answers",
    [{"RCPT": "451 later"}, {"END": "451 later"}, {"connect": "421 busy"}, {"connect": "silence"}],
    ids=str,
)
def test_server_that_refuses_for_now_gets_each_mail_once_when_it_accepts(
    reminder, settings, answers
):
    with smtp_server(settings, **answers) as refusing:
        clock()
        clock()
    assert refusing.accepted == []
    assert set(states().values()) == {"failed"}
    # The batches are written; what the outbox holds is tried on.
    clock(minutes=1)
    assert Mailing.objects.get().state == "done"

    with smtp_server(settings) as server:
        clock(minutes=5)
        clock(minutes=5)

    assert received(server) == Counter(PEOPLE)
    assert set(states().values()) == {"sent"}
    assert not Mail.objects.filter(perhaps_twice=True).exists()


def test_address_that_is_refused_for_good_keeps_no_other_back_and_is_told(reminder, settings):
    with smtp_server(settings) as server:
        server.refused = {PEOPLE[1]: "550 no such user"}
        for _minute in range(3):
            clock()
        server.refused = {}
        clock(minutes=60)

    assert received(server) == Counter([PEOPLE[0], *PEOPLE[2:]])
    assert states()[PEOPLE[1]] == "given_up"
    assert Mail.objects.undelivered().get().answer == "550 no such user"
    assert Mailing.objects.get().state == "done"


def test_corrected_address_of_a_person_is_not_written_to_again(reminder, settings):
    with smtp_server(settings) as server:
        server.refused = {PEOPLE[0]: "550 no such user"}
        clock()
        outbox.correct_address(Mail.objects.undelivered().get(), "right@example.org")
        for _minute in range(3):
            clock()

    assert received(server) == Counter(["right@example.org", *PEOPLE[1:]])
    emails = reminder.participants.values_list("person__email", flat=True)
    assert set(emails) == {"right@example.org", *PEOPLE[1:]}


def test_slow_server_gets_each_mail_once(reminder, settings):
    with smtp_server(settings) as server:
        server.pause = 0.05
        for _minute in range(3):
            clock()

    assert received(server) == Counter(PEOPLE)
    assert set(Mail.objects.values_list("state", "tries")) == {("sent", 1)}


def test_second_clock_leaves_alone_what_a_slow_server_is_being_given(
    reminder, settings, monkeypatch
):
    """The first one waits for the answer to a text while another runs."""
    given = delivery.message

    def meanwhile(mail, server):
        monkeypatch.setattr(delivery, "message", given)
        clock()
        return given(mail, server)

    with smtp_server(settings) as server:
        monkeypatch.setattr(delivery, "message", meanwhile)
        for _minute in range(3):
            clock()

    assert received(server) == Counter(PEOPLE)


def test_server_that_accepts_and_does_not_say_so_may_get_one_twice_and_the_log_says_which(
    reminder, settings
):
    """Only the server knows: the identifier is the same, by which mailboxes drop the second."""
    with smtp_server(settings, END="silence") as server:
        clock()
    (first,) = server.accepted
    with smtp_server(settings) as server:
        for _minute in range(3):
            clock(minutes=5)

    assert set(received(server)) == set(PEOPLE)
    (twice,) = Mail.objects.filter(perhaps_twice=True)
    assert first["Message-ID"] == twice.message_id
    assert [mail["Message-ID"] for mail in server.accepted].count(twice.message_id) == 1


def test_reminder_that_the_server_takes_after_the_beginning_is_not_sent(reminder, settings):
    with smtp_server(settings, RCPT="451 later"):
        clock()
    Mail.objects.update(valid_until=now() - timedelta(seconds=1))
    Mailing.objects.get().stop()

    with smtp_server(settings) as server:
        clock(minutes=60)

    assert server.accepted == []
    assert set(Mail.objects.values_list("state", "problem")) == {("given_up", "expired")}


def test_text_of_a_reminder_stays_in_the_log(reminder, settings):
    with smtp_server(settings):
        clock()

    mail = Mail.objects.filter(state="sent").first()
    assert abs(mail.valid_until - reminder.starts_at) < timedelta(seconds=5)
    assert mail.has_text
