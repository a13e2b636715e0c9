"""Signing in by a code: who gets one, where it leads, and that nobody learns who is known."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import TestCase
from django.urls import reverse

from tests.makers import make_officer, make_user


def ask(client, email, **more):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(
            reverse("account_request_login_code"), {"email": email, **more}, follow=True
        )


def code():
    return mail.outbox[-1].subject.rpartition(" ")[2]


def type_in(client, text):
    return client.post(reverse("account_confirm_login_code"), {"code": text})


def test_officer_signs_in_by_code_and_comes_home(client, db):
    officer = make_officer()
    ask(client, officer.user.email)
    assert len(mail.outbox) == 1

    answer = type_in(client, code())

    assert answer.url == reverse("cities:officer_home")
    assert client.get(answer.url).status_code == 200
    assert int(client.session["_auth_user_id"]) == officer.user.pk


def test_letter_with_the_code_is_ours(client, db):
    ask(client, make_officer().user.email)

    (letter,) = mail.outbox
    assert "good for ten minutes" in letter.body
    assert letter.alternatives


def test_page_leads_on_to_where_one_wanted_to_go(client, db):
    officer = make_officer()
    wanted = reverse("cities:colleague_add", args=[officer.city.slug])
    ask(client, officer.user.email, next=wanted)

    answer = client.post(reverse("account_confirm_login_code"), {"code": code(), "next": wanted})

    assert answer.url == wanted


def test_wrong_codes_end_after_three_attempts(client, db):
    ask(client, make_officer().user.email)
    for _attempt in range(3):
        type_in(client, "WRONG1")

    type_in(client, code())

    assert "_auth_user_id" not in client.session


def test_unknown_address_looks_the_same_and_gets_a_letter_without_code(client, db):
    known = ask(client, make_officer(user=make_user(email="known@example.org")).user.email)
    client.cookies.clear()
    unknown = ask(client, "unknown@example.org")

    def shown(answer, email):
        return answer.context["email"] == email, answer.status_code, answer.redirect_chain[-1][0]

    assert shown(known, "known@example.org") == shown(unknown, "unknown@example.org")
    assert "not set up for this address" in mail.outbox[-1].body


def test_staff_without_second_factor_get_no_code(client, db):
    organiser = make_user(is_staff=True)

    answer = ask(client, organiser.email)

    assert answer.status_code == 200
    assert "not set up for this address" in mail.outbox[-1].body


def test_staff_with_second_factor_are_asked_for_it(client, db):
    organiser = make_user(is_staff=True)
    TOTP.activate(organiser, generate_totp_secret())
    ask(client, organiser.email)

    answer = type_in(client, code())

    assert answer.url == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session


def test_codes_are_sent_three_times_a_minute_at_most(client, db):
    officer = make_officer()

    for _time in range(4):
        client.cookies.clear()
        last = ask(client, officer.user.email)

    assert len(mail.outbox) == 3
    assert "account/login/code/" not in str(last.redirect_chain)


def test_organiser_signs_in_by_password_and_comes_to_the_admin(client, db):
    organiser = make_user(is_staff=True)
    fields = {"login": organiser.email, "password": "a long pass phrase for tests"}

    answer = client.post(reverse("account_login"), fields)

    assert answer.url == reverse("admin:index")


@pytest.mark.parametrize("page", ["account_login", "account_request_login_code"])
def test_pages_speak_to_officers(client, db, page):
    text = client.get(reverse(page)).content.decode()

    assert "Send me a code" in text
