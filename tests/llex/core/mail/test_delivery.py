"""Delivering the outbox: what the server refuses is tried again, and nothing is lost or doubled."""

import threading
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.timezone import now

from llex.core.mail import delivery, messages
from llex.core.mail.models import Mail, MailProblem, MailState
from llex.core.mail.signals import mail_accepted
from tests.smtp_server import smtp_server


def make_mail(**values):
    defaults = {
        "kind": "invitation", "recipient": "ana@example.org", "language": "fr",
        "subject": "Bonjour", "text": "Bonjour.\n", "html": "<p>Bonjour.</p>",
    }  # fmt: skip
    return Mail.objects.create(**defaults | values)


def fate(row):
    row.refresh_from_db()
    return row.state, row.problem, row.tries


def later(row, **by):
    Mail.objects.filter(pk=row.pk).update(next_try_at=now())


def test_mail_is_accepted_and_noted(db, settings):
    row = make_mail()
    heard = []
    mail_accepted.connect(lambda mail, **_: heard.append(mail.pk), weak=False, dispatch_uid="test")

    with smtp_server(settings) as server:
        assert delivery.deliver_due() == 1
    mail_accepted.disconnect(dispatch_uid="test")

    assert fate(row) == (MailState.SENT, "", 1)
    assert row.sent_at is not None
    assert heard == [row.pk]
    (received,) = server.accepted
    assert received["To"] == "ana@example.org"
    assert received["Message-ID"] == row.message_id
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["Content-Language"] == "fr"


@pytest.mark.parametrize(
    ("answers", "state", "problem", "is_uncertain"),
    [
        ({"connect": "421 too busy"}, MailState.FAILED, MailProblem.UNREACHABLE, False),
        ({"connect": "silence"}, MailState.FAILED, MailProblem.SILENT, False),
        ({"MAIL": "451 come back"}, MailState.FAILED, MailProblem.DEFERRED, False),
        ({"MAIL": "550 not you"}, MailState.FAILED, MailProblem.NOT_ADMITTED, False),
        ({"RCPT": "451 greylisted"}, MailState.FAILED, MailProblem.DEFERRED, False),
        ({"RCPT": "550 no such user"}, MailState.GIVEN_UP, MailProblem.REFUSED, False),
        ({"END": "452 full"}, MailState.FAILED, MailProblem.DEFERRED, False),
        ({"END": "554 spam"}, MailState.GIVEN_UP, MailProblem.REFUSED, False),
        ({"END": "silence"}, MailState.FAILED, MailProblem.SILENT, True),
        ({"END": "hang up"}, MailState.FAILED, MailProblem.UNREACHABLE, True),
    ],
)
def test_answer_of_the_server_decides(db, settings, answers, state, problem, is_uncertain):
    row = make_mail()

    with smtp_server(settings, **answers):
        assert delivery.deliver_due() == 0

    assert fate(row) == (state, problem, 1)
    assert row.perhaps_twice is is_uncertain
    if (said := next(iter(answers.values())))[:1].isdecimal() and "connect" not in answers:
        assert row.answer == said
    # What failed for now goes out when the server takes it.
    later(row)
    with smtp_server(settings):
        delivery.deliver_due()
    expected = MailState.SENT if state == MailState.FAILED else MailState.GIVEN_UP
    assert fate(row)[0] == expected


def test_refused_connection_is_tried_again_with_growing_pauses_for_two_days(db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    row = make_mail()
    pauses = []
    for _try in range(7):
        before = now()
        delivery.deliver_due()
        row.refresh_from_db()
        pauses.append(round((row.next_try_at - before).total_seconds() / 60))
        assert (row.state, row.problem) == (MailState.FAILED, MailProblem.UNREACHABLE)
        later(row)

    assert pauses == [1, 5, 15, 60, 120, 240, 240]
    assert row.give_up_at - row.created_at == timedelta(days=2)
    Mail.objects.update(give_up_at=now())
    delivery.deliver_due()
    assert fate(row)[0] == MailState.GIVEN_UP
    assert "refused" in row.answer


def test_nobody_waits_for_a_server_that_is_away(transactional_db, settings):
    with smtp_server(settings, connect="silence") as server:
        for number in range(3):
            messages.send_mail(
                "login_code", to=[f"u{number}@example.org"], language="en", context={}
            )

    assert server.connections == 1
    assert sorted(Mail.objects.values_list("state", flat=True)) == ["failed", "waiting", "waiting"]
    cache.clear()


def test_silent_server_holds_one_of_many_due(db, settings):
    rows = [make_mail(recipient=f"u{number}@example.org") for number in range(5)]

    with smtp_server(settings, connect="silence") as server:
        delivery.deliver_due()

    assert server.connections == 1
    assert {fate(row)[:2] for row in rows} == {(MailState.FAILED, MailProblem.SILENT)}


def test_one_refused_address_keeps_no_other_mail_back(db, settings):
    make_mail()
    with smtp_server(settings, RCPT="550 no such user"):
        delivery.deliver_due()
    other = make_mail(recipient="eva@example.org")

    with smtp_server(settings) as server:
        delivery.deliver_due()

    assert [one["To"] for one in server.accepted] == ["eva@example.org"]
    assert fate(other)[0] == MailState.SENT


def test_many_mails_share_a_connection(db, settings):
    for number in range(4):
        make_mail(recipient=f"u{number}@example.org")

    with smtp_server(settings) as server:
        assert delivery.deliver_due() == 4

    assert server.connections == 1


@pytest.mark.parametrize("was_handed_over", [False, True])
def test_claim_of_a_killed_sender_is_retaken(db, was_handed_over):
    long_ago = now() - delivery.STALE - timedelta(seconds=1)
    row = make_mail(
        state=MailState.SENDING,
        claim="00000000-0000-0000-0000-000000000001",
        claimed_at=long_ago,
        handed_over_at=long_ago if was_handed_over else None,
        tries=1,
    )

    assert delivery.deliver_due() == 1

    assert fate(row) == (MailState.SENT, "", 2)
    assert row.perhaps_twice is was_handed_over
    assert len(django_mail.outbox) == 1


def test_claim_of_a_living_sender_is_left_alone(db):
    row = make_mail(state=MailState.SENDING, claimed_at=now())

    assert delivery.deliver_due() == 0

    assert fate(row)[0] == MailState.SENDING


def test_sender_that_lost_its_claim_sends_nothing(db, monkeypatch):
    """It was held up for so long that another one has taken the mail over."""
    row = make_mail()

    def slow(_self):
        Mail.objects.filter(pk=row.pk).update(claim="00000000-0000-0000-0000-000000000002")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", slow)
    delivery.deliver_due()

    assert django_mail.outbox == []
    assert fate(row)[0] == MailState.SENDING


def test_crash_between_sending_and_noting_is_told(db, monkeypatch):
    row = make_mail()
    monkeypatch.setattr(delivery, "_note_accepted", lambda mail: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        delivery.deliver_due()
    assert fate(row)[0] == MailState.SENDING
    monkeypatch.undo()
    Mail.objects.update(claimed_at=now() - delivery.STALE - timedelta(seconds=1))

    delivery.deliver_due()

    assert fate(row)[0] == MailState.SENT
    assert row.perhaps_twice
    # Both copies have the same identifier, by which a mailbox may know them.
    assert len({one.extra_headers["Message-ID"] for one in django_mail.outbox}) == 1


def test_code_that_has_expired_is_not_sent(db):
    row = make_mail(valid_until=now() - timedelta(seconds=1))

    delivery.deliver_due()

    assert fate(row) == (MailState.GIVEN_UP, MailProblem.EXPIRED, 1)
    assert django_mail.outbox == []


def test_codes_go_before_everything_else(db):
    make_mail(recipient="first@example.org", next_try_at=now() - timedelta(hours=1))
    make_mail(recipient="code@example.org", valid_until=now() + timedelta(minutes=10))

    delivery.deliver_due()

    assert [one.to[0] for one in django_mail.outbox] == ["code@example.org", "first@example.org"]


def test_code_is_forgotten_once_it_is_delivered(db):
    row = make_mail(
        subject="Your code: 123 456", text="123 456", secrets=["123 456"],
        valid_until=now() + timedelta(minutes=10),
    )  # fmt: skip

    delivery.deliver_due()

    row.refresh_from_db()
    assert (row.subject, row.text, row.html, row.secrets) == ("Your code: …", "", "", [])
    assert django_mail.outbox[0].subject == "Your code: 123 456"


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time.")
def test_two_senders_never_deliver_the_same_mail(transactional_db):
    rows = [make_mail(recipient=f"u{number}@example.org") for number in range(20)]
    start = threading.Barrier(4)

    def run():
        start.wait()
        delivery.deliver_due()
        connection.close()

    threads = [threading.Thread(target=run) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(one.to[0] for one in django_mail.outbox) == sorted(row.recipient for row in rows)
    assert set(Mail.objects.values_list("state", "tries")) == {("sent", 1)}


def test_command_delivers_what_waits_and_says_so(db, capsys):
    make_mail()

    call_command("send_mail")

    assert "Accepted by the mail server: 1" in capsys.readouterr().out
    call_command("send_mail")
    assert capsys.readouterr().out == ""


def test_worker_gets_only_the_number_of_the_mail(transactional_db, settings, monkeypatch):
    """A task's record outlives the mail; it must hold no personal link."""
    enqueued = []
    monkeypatch.setattr(
        type(delivery.deliver), "enqueue", lambda self, *args, **kwargs: enqueued.append(args)
    )
    with transaction.atomic():
        messages.send_mail(
            "login_code", to=["ana@example.org"], language="en", context={"code": "X"}
        )
        assert enqueued == []

    assert enqueued == [(Mail.objects.get().pk,)]
