"""Letters: one text in the reader's language, sent once the transaction is committed."""

import pytest
from django.core import mail
from django.db import transaction
from django.template import engines

from llex.core.mail.messages import as_html, send_mail

TEXT = "Hello {{ name }}\n\nDear {{ name }},\n\nPlease open\nhttps://example.org/a?b=1&c=2"


@pytest.fixture
def letter(settings, tmp_path):
    """A template of a letter, beside ours."""
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail/hello.txt").write_text(TEXT)
    templates = settings.TEMPLATES[0]
    settings.TEMPLATES = [templates | {"DIRS": [tmp_path, *templates["DIRS"]]}]
    engines.__dict__.pop("templates", None)
    return "hello"


def write(letter, *, name="Ana", to=("ana@example.org",), language="en"):
    send_mail(letter, to=to, language=language, context={"name": name})


def test_letter_is_sent_when_the_transaction_is_committed(transactional_db, letter):
    with transaction.atomic():
        write(letter)
        assert mail.outbox == []

    assert [message.subject for message in mail.outbox] == ["Hello Ana"]
    assert mail.outbox[0].body.startswith("Dear Ana,")


def test_letter_is_not_sent_when_the_transaction_fails(transactional_db, letter):
    with transaction.atomic():
        write(letter)
        transaction.set_rollback(True)

    assert mail.outbox == []


def test_each_recipient_gets_a_letter_of_their_own(transactional_db, letter):
    write(letter, to=["a@example.org", "", "b@example.org", "a@example.org"])

    assert [message.to for message in mail.outbox] == [["a@example.org"], ["b@example.org"]]


def test_name_with_line_breaks_adds_no_header(transactional_db, letter):
    write(letter, name="Ana\r\nBcc: all@example.org")

    message = mail.outbox[0]
    assert message.subject == "Hello Ana Bcc: all@example.org"
    assert "\n" not in message.message()["Subject"]
    assert message.recipients() == ["ana@example.org"]


def test_markup_in_a_name_is_text_in_both_parts(transactional_db, letter):
    write(letter, name="<b>O'Neill & Söhne</b>")

    message = mail.outbox[0]
    html = message.alternatives[0].content
    assert "Dear <b>O'Neill & Söhne</b>," in message.body
    assert "<b>" not in html
    assert "&lt;b&gt;O&#x27;Neill &amp; Söhne" in html


def test_html_part_says_language_and_direction(transactional_db, letter):
    write(letter, language="ar")

    assert '<html lang="ar" dir="rtl">' in mail.outbox[0].alternatives[0].content


def test_unknown_language_falls_back_to_the_default_one(transactional_db, letter):
    write(letter, language="tlh")

    assert '<html lang="en"' in mail.outbox[0].alternatives[0].content


def test_failure_of_the_mail_server_does_not_undo_what_was_done(transactional_db, letter, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1

    write(letter)

    assert mail.outbox == []


def test_text_becomes_paragraphs_lists_and_links():
    html = as_html("One\ntwo\n\n- a\n- b & c\n\nhttps://example.org/?a=1&b=2")

    assert html == (
        "<p>One<br>two</p>\n"
        "<ul><li>a</li><li>b &amp; c</li></ul>\n"
        '<p><a href="https://example.org/?a=1&amp;b=2" dir="ltr">'
        "https://example.org/?a=1&amp;b=2</a></p>"
    )


@pytest.mark.parametrize(
    ("direction", "line", "html"),
    [
        ("rtl", "¿Desde cuándo?", '<span dir="ltr">¿Desde cuándo?</span>'),
        ("rtl", "الاستجابة 1: Albergues", "الاستجابة 1: Albergues"),
        ("rtl", "الممثل: María José Ñandú Azcárate", "الممثل: María José Ñandú Azcárate"),
        ("rtl", "2026-03-25", "2026-03-25"),
        ("ltr", "منذ متى؟ (COVID-19)", "منذ متى؟ (COVID-19)"),
        (
            "ltr",
            "نفتح مراكز إيواء في القاعات.",
            '<span dir="rtl">نفتح مراكز إيواء في القاعات.</span>',
        ),
        ("ltr", "Salma يوسف writes:", "Salma يوسف writes:"),
    ],
)
def test_line_that_runs_against_the_letter_says_so(direction, line, html):
    assert as_html(line, direction) == f"<p>{html}</p>"


def test_delivered_mail_has_both_parts(transactional_db, letter):
    send_mail(
        letter,
        to=["ana@example.org"],
        language="fr",
        reply_to="office@example.org",
        context={"name": "Ana"},
    )

    message = mail.outbox[0]
    assert message.reply_to == ["office@example.org"]
    assert [part.mimetype for part in message.alternatives] == ["text/html"]
