"""Signing in by a code: who gets one, where it leads, and that nobody learns who is known."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.core import context as allauth_context
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from llex.core.accounts.account_mails import _KINDS
from llex.core.accounts.adapter import ClosedAdapter
from llex.core.models import Mail
from tests.factories import make_officer, make_user


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
    assert "expires in 10 minutes" in letter.body
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


# --- Every mail of an account


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """Run what waits for the commit, as a request outside of a test does."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def reset(client, email, commits, **extra):
    with commits():
        return client.post(reverse("account_reset_password"), {"email": email}, **extra)


def test_new_password_is_chosen_behind_a_link_of_the_site(client, db, settings, commits):
    """Whoever asks chooses the host of a request: it must not be where the link leads."""
    settings.ALLOWED_HOSTS = ["*"]
    user = make_user(is_staff=True)

    reset(client, user.email, commits, headers={"host": "evil.example"})

    (letter,) = mail.outbox
    assert "evil.example" not in letter.body + letter.alternatives[0].content
    path = re.search(r"http://testserver(/en/accounts/password/reset/key/\S+)", letter.body)[1]
    form = client.get(path, follow=True)
    with commits():
        client.post(
            form.redirect_chain[-1][0],
            {"password1": "quite another pass phrase", "password2": "quite another pass phrase"},
        )
    user.refresh_from_db()
    assert user.check_password("quite another pass phrase")
    assert mail.outbox[-1].subject == "Your password was changed"


def test_new_password_of_an_unknown_address_answers_the_same(client, db, commits):
    known = make_user(email="known@example.org")
    # At the first time allauth copies the address into a table of its own.
    reset(client, known.email, commits)
    mail.outbox.clear()
    answers, counts = [], []
    for email in (known.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            answers.append(reset(client, email, commits))
        counts.append(len(queries))

    assert answers[0].status_code == answers[1].status_code
    assert answers[0].url == answers[1].url
    assert [letter.to[0] for letter in mail.outbox] == [known.email, "nobody@example.org"]
    assert "There is no account with this address" in mail.outbox[1].body
    # Both write one mail into the outbox and have it delivered: neither takes noticeably longer.
    assert abs(counts[0] - counts[1]) <= 2


def test_delivery_that_fails_is_not_told_to_whoever_asks(client, db, settings, commits):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1
    make_user(email="known@example.org")

    answers = [reset(client, name + "@example.org", commits) for name in ("known", "nobody")]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Mail.objects.pending().count() == 2


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("prefix", sorted(_KINDS))
def test_every_mail_of_an_account_is_ours_in_each_language(db, rf, language, prefix):
    user = make_user(language=language)
    context = {
        "user": user,
        "code": "ABC-DEF",
        "password_reset_url": "http://testserver/reset",
        "activate_url": "http://testserver/confirm",
    }

    with translation.override(language), allauth_context.request_context(rf.get("/")):
        ClosedAdapter().send_mail(prefix, user.email, context)

    row = Mail.objects.get()
    assert row.language == language
    assert row.subject
    assert "example.com" not in row.text
    assert f'<html lang="{language}"' in row.html
    if language != "en":
        with translation.override("en"), allauth_context.request_context(rf.get("/")):
            user.language = "en"
            ClosedAdapter().send_mail(prefix, user.email, context)
        assert Mail.objects.latest("pk").subject != row.subject


def test_mails_of_allauth_are_all_known():
    """A new release that writes another mail is noticed here, not by whoever waits for it."""
    root = Path(allauth.__file__).parent / "templates"
    found = {
        str(path.relative_to(root)).removesuffix("_subject.txt")
        for part in ("account", "mfa")
        for path in root.glob(f"{part}/email/*_subject.txt")
    }

    # A code for a new password is not asked for; see ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED.
    assert found - {"account/email/password_reset_code"} == set(_KINDS)


def test_second_factor_is_told_of(client, db, commits):
    organiser = make_user(is_staff=True, language="fr")
    with commits():
        ClosedAdapter().send_notification_mail("mfa/email/totp_activated", organiser)

    (letter,) = mail.outbox
    assert letter.to == [organiser.email]
    assert letter.subject == "Votre compte a été modifié"


def test_code_is_not_kept_once_it_is_delivered(client, db):
    ask(client, make_officer().user.email)

    row = Mail.objects.get()
    assert (row.state, row.text) == ("sent", "")
    assert code() not in row.subject
