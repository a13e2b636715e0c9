"""A file that goes with a mail: sent as calendars send it, kept while the text is, then removed."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from llex.core.mail import delivery, outbox
from llex.core.mail.messages import Attachment, Envelope, send_mail
from llex.core.mail.models import Mail, MailState
from tests.smtp_server import smtp_server

ENTRY = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Séance, جلسة\r\nEND:VCALENDAR\r\n".encode()
CALENDAR = Attachment("session.ics", "text/calendar; method=REQUEST; charset=utf-8", ENTRY)


def write(attachment, **envelope):
    (row,) = send_mail(
        "password_changed",
        to=["ana@example.org"],
        language="fr",
        context={},
        envelope=Envelope(attachment=attachment, **envelope),
    )
    row.refresh_from_db()
    return row


def parts_of(message):
    return [(part.get_content_type(), part.get_content_disposition()) for part in message.walk()]


@pytest.fixture
def received(db, settings):
    def receive(attachment):
        write(attachment)
        with smtp_server(settings) as server:
            assert delivery.deliver_due() == 1
        (message,) = server.accepted
        return message

    return receive


def test_entry_for_a_calendar_is_an_alternative_and_a_file(received):
    message = received(CALENDAR)

    assert parts_of(message) == [
        ("multipart/mixed", None),
        ("multipart/alternative", None),
        ("text/plain", None),
        ("text/html", None),
        ("text/calendar", None),
        ("application/ics", "attachment"),
    ]
    parts = list(message.walk())
    event, file = parts[4], parts[5]
    assert dict(event["Content-Type"].params) == {"method": "REQUEST", "charset": "utf-8"}
    assert event.get_payload(decode=True).replace(b"\r\n", b"\n") == ENTRY.replace(b"\r\n", b"\n")
    assert file.get_filename() == "session.ics"
    assert file.get_payload(decode=True) == ENTRY


def test_file_of_another_kind_is_attached_alone(received):
    message = received(Attachment("note.pdf", "application/pdf", b"%PDF-\x00\xff"))

    assert parts_of(message)[2:] == [
        ("text/plain", None),
        ("text/html", None),
        ("application/pdf", "attachment"),
    ]
    assert list(message.walk())[-1].get_payload(decode=True) == b"%PDF-\x00\xff"


def test_mail_without_a_file_has_two_parts(received):
    assert parts_of(received(None)) == [
        ("multipart/alternative", None),
        ("text/plain", None),
        ("text/html", None),
    ]


def test_newer_mail_of_the_same_key_brings_its_own_file(db):
    write(CALENDAR, key="confirmation 1")
    newer = Attachment("session.ics", CALENDAR.content_type, ENTRY.replace(b"REQUEST", b"CANCEL"))

    write(newer, key="confirmation 1")

    assert bytes(Mail.objects.get().attachment) == newer.content


def test_file_is_removed_with_the_text(db):
    row = write(CALENDAR)
    Mail.objects.update(state=MailState.SENT, sent_at=now() - timedelta(days=31))

    outbox.remove_bodies(outbox.done_before(now() - timedelta(days=30)))

    row.refresh_from_db()
    assert (row.attachment_name, row.attachment_type, bytes(row.attachment)) == ("", "", b"")


def test_file_of_a_mail_with_a_code_is_removed_once_it_is_sent(db, settings):
    row = write(CALENDAR, lifetime=timedelta(minutes=10))

    with smtp_server(settings):
        delivery.deliver_due()

    row.refresh_from_db()
    assert (row.state, bytes(row.attachment)) == (MailState.SENT, b"")
