"""The outbox in the admin: who sees it, and what can be done about what failed."""

import pytest
from django.core import mail as django_mail
from django.test import TestCase
from django.urls import reverse
from django.utils.html import escape
from django.utils.timezone import now

from llex.core.admin.mails import MailAdmin
from llex.core.mail.models import Mail, MailState
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from tests.factories import make_session, make_user
from tests.llex.core.mail.test_delivery import make_mail

LIST = reverse("admin:llex_mail_changelist")


@pytest.fixture
def as_organiser(client, db):
    client.force_login(make_user(group=ORGANISERS))
    return client


def page(row):
    return reverse("admin:llex_mail_change", args=[row.pk])


def press(client, row, verb, **fields):
    address = reverse(f"admin:llex_mail_{verb}", args=[row.pk])
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(address, {"_form_submitted": "on", **fields})


def failed(**values):
    return make_mail(
        **{"state": MailState.GIVEN_UP, "problem": "refused", "answer": "550 no such user"} | values
    )


def test_page_shows_why_a_mail_failed_and_masks_its_link(as_organiser):
    row = failed(text="https://x.org/fr/contribute/invitations/0b6d/tok3n/ .")

    text = as_organiser.get(page(row)).content.decode()

    assert "550 no such user" in text
    assert "The mail server refused it." in text
    assert "/invitations/0b6d/…" in text
    assert "tok3n" not in text


def test_failed_mail_is_tried_again_on_a_press(as_organiser):
    row = failed()

    answer = press(as_organiser, row, "try_again")

    assert answer.status_code in (200, 302)
    row.refresh_from_db()
    assert row.state == MailState.SENT
    assert len(django_mail.outbox) == 1


def test_address_is_corrected_on_a_press(as_organiser):
    row = failed()

    press(as_organiser, row, "correct_address", note="Eva@Example.org\u202c")

    row.refresh_from_db()
    assert (row.recipient, row.state) == ("eva@example.org", MailState.SENT)


@pytest.mark.parametrize("typed", ["", "nobody"])
def test_what_is_no_address_corrects_nothing(as_organiser, typed):
    row = failed()

    press(as_organiser, row, "correct_address", note=typed)

    row.refresh_from_db()
    assert (row.recipient, row.state) == ("ana@example.org", MailState.GIVEN_UP)


def test_mail_that_came_back_is_noted_by_hand(as_organiser):
    row = make_mail(state=MailState.SENT, sent_at=now())

    press(as_organiser, row, "note_bounce", note="mailbox full")

    row.refresh_from_db()
    assert (row.state, row.answer) == (MailState.BOUNCED, "mailbox full")


@pytest.mark.parametrize("verb", ["try_again", "correct_address"])
@pytest.mark.parametrize("state", [MailState.SENT, MailState.SENDING])
def test_mail_in_another_state_is_left(as_organiser, state, verb):
    row = make_mail(state=state)

    press(as_organiser, row, verb, note="eva@example.org")

    row.refresh_from_db()
    assert (row.state, row.recipient) == (state, "ana@example.org")
    assert django_mail.outbox == []


@pytest.mark.parametrize("verb", ["try_again", "correct_address", "note_bounce"])
def test_nobody_else_may_do_anything(client, db, verb):
    row = failed()
    for user in (None, make_user(group=RAPPORTEURS), make_user()):
        client.logout()
        if user:
            client.force_login(user)
        assert client.get(LIST).status_code in (302, 403)
        assert press(client, row, verb, note="eva@example.org").status_code in (302, 403)

    row.refresh_from_db()
    assert (row.state, row.recipient) == (MailState.GIVEN_UP, "ana@example.org")


@pytest.mark.parametrize("verb", ["try_again", "correct_address", "note_bounce"])
def test_mail_that_is_not_there_is_404(as_organiser, verb):
    gone = Mail(pk=4711)

    assert press(as_organiser, gone, verb, note="eva@example.org").status_code == 404


@pytest.mark.parametrize("name", ["text", "html", "subject", "secrets", "unsubscribe"])
def test_code_cannot_be_guessed_letter_by_letter(as_organiser, name):
    make_mail()

    answer = as_organiser.get(LIST, {f"{name}__contains": "1"})

    assert answer.status_code in (302, 400)
    assert set(MailAdmin.search_fields) == {"recipient"}


def test_list_takes_a_constant_number_of_queries(as_organiser, django_assert_max_num_queries):
    session = make_session()
    for _row in range(3):
        make_mail(session=session)

    with django_assert_max_num_queries(15):
        answer = as_organiser.get(LIST)

    assert answer.content.decode().count("ana@example.org") >= 3


def test_page_of_the_session_says_how_many_failed(as_organiser):
    session = make_session()
    make_mail(session=session, state=MailState.SENT, recipient="sent@example.org")
    failed(session=session)

    answer = as_organiser.get(
        reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])
    )

    kind = next(one for one in answer.context["records"] if one.title == "E-mails")
    assert (kind.count, kind.alert) == (2, "1 not delivered")
    assert "ana@example.org" in as_organiser.get(kind.address).content.decode()


def test_first_page_names_what_was_not_delivered(as_organiser):
    failed()

    assert "1 e-mail was not delivered" in as_organiser.get("/en/admin/").content.decode()


@pytest.mark.parametrize("state", MailState)
def test_page_names_the_state_in_words_and_keeps_the_order_of_server_texts(as_organiser, state):
    row = failed(state=state, answer="421 4.7.0 Try again later")

    html = as_organiser.get(page(row).replace("/en/", "/ar/")).content.decode()

    assert f"(&#x27;{state}&#x27;" not in html
    assert '<bdi dir="ltr">421 4.7.0 Try again later</bdi>' in html
    assert f'<bdi dir="ltr">{escape(row.message_id)}</bdi>' in html
