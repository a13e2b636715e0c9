"""Neither a noisy neighbour nor an attack on an account keeps its owner out."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from llex.core.accounts.login_limits import COOKIE
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
OWNER, ATTACKER = "203.0.113.1", "198.51.100.66"


@pytest.fixture
def organiser():
    return make_user(is_staff=True, email="owner@example.org")


def log_in(client, address, email="owner@example.org", password=PASSWORD, **more):
    fields = {"login": email, "password": password}
    return client.post(reverse("account_login"), fields, REMOTE_ADDR=address, **more)


def fail(client_class, address, times, email="owner@example.org"):
    for _time in range(times):
        log_in(client_class(), address, email, "wrong pass phrase for tests")


@pytest.fixture
def client_class(client):
    return type(client)


def test_attacker_is_stopped_and_the_owner_elsewhere_logs_in(client_class, organiser):
    fail(client_class, ATTACKER, 8)

    refused, let_in = log_in(client_class(), ATTACKER), log_in(client_class(), OWNER)

    assert "Too many failed" in refused.content.decode()
    assert let_in.status_code == 302


def test_neighbour_behind_the_same_address_does_not_keep_a_known_browser_out(client, organiser):
    log_in(client, OWNER)
    client.post(reverse("account_logout"))
    for number in range(35):
        fail(type(client), OWNER, 1, f"user{number}@example.org")

    assert "Too many failed" in log_in(type(client)(), OWNER).content.decode()
    assert log_in(client, OWNER).status_code == 302


def test_attack_from_everywhere_does_not_keep_a_known_browser_out(client, organiser):
    log_in(client, OWNER)
    client.post(reverse("account_logout"))
    for number in range(26):
        fail(type(client), f"198.51.100.{number}", 4)

    assert "Too many failed" in log_in(type(client)(), "203.0.113.77").content.decode()
    assert log_in(client, OWNER).status_code == 302


def test_single_address_cannot_use_up_an_account(client_class, organiser):
    fail(client_class, ATTACKER, 40)

    assert log_in(client_class(), OWNER).status_code == 302


def test_known_browser_is_known_for_its_own_account_only(client, organiser):
    make_user(email="other@example.org")
    log_in(client, ATTACKER, "other@example.org")
    client.post(reverse("account_logout"))
    for _time in range(6):
        log_in(client, ATTACKER, password="wrong pass phrase for tests")

    assert "Too many failed" in log_in(client, ATTACKER).content.decode()


def test_guesses_in_a_known_browser_end_too(client, organiser):
    log_in(client, OWNER)
    client.post(reverse("account_logout"))
    for _time in range(10):
        log_in(client, OWNER, password="wrong pass phrase for tests")

    assert "Too many failed" in log_in(client, OWNER).content.decode()


def test_forged_cookie_is_nobody(client, organiser):
    client.cookies[COOKIE] = "eyJhIjoiYiJ9:1abc:forged"
    fail(type(client), ATTACKER, 5)

    assert "Too many failed" in log_in(client, ATTACKER).content.decode()


def test_every_visitor_behind_the_proxy_counts_alone(client_class, organiser, settings):
    settings.BEHIND_PROXY = True
    for _time in range(8):
        log_in(client_class(), "172.18.0.5", password="wrong", HTTP_X_FORWARDED_FOR=ATTACKER)

    answer = log_in(client_class(), "172.18.0.5", HTTP_X_FORWARDED_FOR=OWNER)

    assert answer.status_code == 302


def test_codes_for_one_account_are_not_used_up_by_another_address(
    client_class, organiser, mailoutbox
):
    page = reverse("account_request_login_code")
    for _time in range(5):
        client_class().post(page, {"email": "owner@example.org"}, REMOTE_ADDR=ATTACKER)

    answer = client_class().post(page, {"email": "owner@example.org"}, REMOTE_ADDR=OWNER)

    assert answer.status_code == 302


def ask_for_new_password(client_class, address, email="owner@example.org"):
    page = reverse("account_reset_password")
    return client_class().post(page, {"email": email}, REMOTE_ADDR=address)


@pytest.mark.parametrize("email", ["owner@example.org", "nobody@example.org"])
def test_new_passwords_are_counted_alike_for_known_and_unknown(client_class, organiser, email):
    answers = [ask_for_new_password(client_class, ATTACKER, email) for _time in range(5)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 200, 200]
    assert "too many requests" in answers[-1].content.decode()


def test_new_password_is_not_used_up_by_another_network_or_for_a_known_browser(client, organiser):
    log_in(client, ATTACKER)
    client.post(reverse("account_logout"))
    for number in range(12):
        ask_for_new_password(type(client), ATTACKER, f"user{number}@example.org")
        ask_for_new_password(type(client), ATTACKER)

    fields = {"email": "owner@example.org"}
    known = client.post(reverse("account_reset_password"), fields, REMOTE_ADDR=ATTACKER)

    assert ask_for_new_password(type(client), OWNER).status_code == 302
    assert known.status_code == 302


def test_choosing_a_new_password_is_not_refused_for_the_neighbours(client_class, organiser):
    page = reverse("account_reset_password_from_key", args=["1", "wrong-key"])

    codes = {client_class().post(page, REMOTE_ADDR=OWNER).status_code for _time in range(25)}

    assert 429 not in codes


def second_step(client, address, code="000000"):
    return client.post(reverse("mfa_authenticate"), {"code": code}, REMOTE_ADDR=address)


def test_second_factor_is_not_used_up_by_another_network(client_class, organiser):
    TOTP.activate(organiser, generate_totp_secret())
    attacker, owner = client_class(), client_class()
    log_in(attacker, ATTACKER)
    log_in(owner, OWNER)
    for _time in range(8):
        refused = second_step(attacker, ATTACKER)

    assert "Too many failed" in refused.content.decode()
    assert "Incorrect code" in second_step(owner, OWNER).content.decode()


def test_what_is_left_to_allauth_is_counted_for_somebody_logged_in():
    """A limit of a new release by address or network alone is noticed here."""
    from allauth.account import app_settings

    left = {name for name, rate in app_settings.RATE_LIMITS.items() if rate and "/user" not in rate}
    # Nobody signs up, and no telephone is asked for.
    assert left == {"signup", "verify_phone"}
