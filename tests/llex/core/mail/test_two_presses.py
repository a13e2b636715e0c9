"""Two presses at once on a button that sends a mail: one result, no error, one mail."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from llex.core.models import Mail
from tests.concurrency import on_postgresql, together
from tests.factories import make_user

PAGES = ["account_request_login_code", "account_reset_password"]


def browser():
    client = Client()
    client.get(reverse("account_request_login_code"))
    assert "csrftoken" in client.cookies
    return client


def twin(client):
    """Return another tab of the same browser, before either has sent anything."""
    other = Client()
    other.cookies.load({name: one.value for name, one in client.cookies.items()})
    return other


def pressing(client, page, email):
    return lambda: client.post(reverse(page), {"email": email})


def codes():
    return [letter.subject.rpartition(" ")[2] for letter in mail.outbox]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["known", "nobody"])
@pytest.mark.django_db(transaction=True)
def test_second_press_sends_nothing_more(page, name):
    make_user(email="known@example.org")
    first = browser()

    answers = [pressing(one, page, f"{name}@example.org")() for one in (first, twin(first))]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Mail.objects.count() == len(mail.outbox) == 1


@on_postgresql
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["known", "nobody"])
@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_send_one_mail(page, name):
    make_user(email="known@example.org")
    first = browser()
    email = f"{name}@example.org"

    answers = together(pressing(first, page, email), pressing(twin(first), page, email))

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Mail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_code_of_the_one_mail_opens_the_session_of_either_press():
    user = make_user(email="known@example.org")
    first = browser()
    second = twin(first)
    for one in (first, second):
        pressing(one, PAGES[0], user.email)()

    (sent,) = codes()
    code = {"code": sent}
    for one in (first, second):
        one.post(reverse("account_confirm_login_code"), code)
        assert int(one.session["_auth_user_id"]) == user.pk


@pytest.mark.django_db(transaction=True)
def test_code_of_one_address_is_never_that_of_another():
    """Whoever asks for two addresses in a row must not get the code of the one for the other."""
    make_user(email="known@example.org")
    make_user(email="other@example.org")
    client = browser()

    for name in ("known", "other"):
        pressing(twin(client), PAGES[0], f"{name}@example.org")()

    assert len(set(codes())) == 2


@pytest.mark.django_db(transaction=True)
def test_another_browser_gets_a_mail_of_its_own():
    make_user(email="known@example.org")

    for client in (browser(), browser()):
        pressing(client, PAGES[0], "known@example.org")()

    assert len(set(codes())) == 2


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_address_is_confirmed_by_one_mail():
    user = make_user(email="known@example.org")
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(user)
        client.get(reverse("account_email"))
    fields = {"action_send": "", "email": user.email}

    answers = together(*(lambda c=c: c.post(reverse("account_email"), fields) for c in clients))

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Mail.objects.filter(kind="address_confirmation").count() == 1
