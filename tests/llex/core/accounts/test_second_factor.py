"""Staff log in with a second factor: set up at the first log-in, asked for at each one after."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from tests.factories import PASSWORD, make_consultation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def outside_the_demo(settings):
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def organiser():
    return make_user("Organisers")


def log_in(client, user):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


def code_of(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def enrol(client):
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    return client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})


@pytest.mark.django_db(transaction=True)
def test_first_log_in_leads_to_setting_up_and_then_to_work(client, organiser):
    answer = log_in(client, organiser)
    page = client.get(answer.url, follow=True)

    assert page.redirect_chain[-1][0] == reverse("mfa_activate_totp")
    assert "second factor" in page.content.decode()

    done = enrol(client)
    codes = client.get(done.url)

    assert done.url == reverse("mfa_view_recovery_codes")
    assert len(codes.context["unused_codes"]) == 10
    assert client.get(reverse("admin:index")).status_code == 200


def test_later_log_in_asks_for_the_code(client, organiser):
    secret = generate_totp_secret()
    TOTP.activate(organiser, secret)
    answer = log_in(client, organiser)

    assert answer.url == reverse("mfa_authenticate")
    client.post(answer.url, {"code": code_of(secret)})
    assert client.get(reverse("admin:index")).status_code == 200


def test_recovery_code_lets_in_once(client, organiser):
    TOTP.activate(organiser, generate_totp_secret())
    code = RecoveryCodes.activate(organiser).get_unused_codes()[0]
    for expected in (200, 302):
        client.post(log_in(client, organiser).url, {"code": code})
        assert client.get(reverse("admin:index")).status_code == expected
        client.logout()


ADDRESSES = [
    ("admin:index", []),
    ("admin:sessions_app_learningsession_changelist", []),
    ("admin:llex_user_changelist", []),
    ("voting:rehearse", ["code"]),
]


@pytest.mark.parametrize(("name", "arguments"), ADDRESSES)
@pytest.mark.parametrize("is_superuser", [True, False])
def test_nothing_of_staff_is_open_without_it(client, name, arguments, is_superuser):
    if arguments:
        arguments = [make_consultation().code]
    user = make_user("Organisers", is_superuser=is_superuser)
    client.force_login(user)

    assert client.get(reverse(name, args=arguments)).status_code == 302
    assert client.post(reverse(name, args=arguments), {}).status_code == 302


def test_rights_are_none_without_it(client, organiser):
    client.force_login(organiser)
    request = client.get(reverse("cities:officer_home")).wsgi_request

    assert request.user.lacks_second_factor
    assert not request.user.has_perm("cities.view_attachment")
    assert not request.user.has_module_perms("cities")


def test_session_from_before_gives_the_second_factor_once(client, organiser):
    client.force_login(organiser)
    secret = generate_totp_secret()
    TOTP.activate(organiser, secret)

    asked = client.get(reverse("admin:index"), follow=True)
    assert asked.redirect_chain[-1][0].startswith(reverse("mfa_reauthenticate"))
    client.post(asked.redirect_chain[-1][0], {"code": code_of(secret)})

    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize(("periods", "status"), [(-2, 302), (-1, 200), (0, 200)])
def test_code_is_taken_until_half_a_minute_after_its_end(
    client, organiser, monkeypatch, periods, status
):
    client.force_login(organiser)
    secret = generate_totp_secret()
    TOTP.activate(organiser, secret)
    period = int(time.time()) // 30
    monkeypatch.setattr(time, "time", lambda: period * 30 + 15.0)

    asked = client.get(reverse("admin:index"), follow=True)
    code = format_hotp_value(hotp_value(secret, period + periods))
    client.post(asked.redirect_chain[-1][0], {"code": code})

    assert client.get(reverse("admin:index")).status_code == status


@pytest.mark.django_db(transaction=True)
def test_stolen_session_of_another_browser_gains_nothing_by_the_owners_enrolment(client, organiser):
    thief = type(client)()
    log_in(thief, organiser)
    log_in(client, organiser)
    enrol(client)

    assert client.get(reverse("admin:index")).status_code == 200
    assert thief.get(reverse("admin:index")).status_code == 302


def test_officers_owe_none(client):
    client.force_login(make_user())

    assert client.get(reverse("cities:officer_home")).status_code == 200


def test_demo_owes_none(client, organiser, settings):
    settings.STAFF_SECOND_FACTOR = False
    answer = log_in(client, organiser)

    assert client.get(answer.url).status_code == 200


def test_public_page_stays_the_same_for_all(client):
    client.force_login(make_user("Organisers"))

    assert "Cookie" not in client.get("/en/priorities/").get("Vary", "")


def test_lost_factor_is_taken_off_by_command(organiser, capsys):
    TOTP.activate(organiser, generate_totp_secret())
    RecoveryCodes.activate(organiser)

    call_command("reset_second_factor", organiser.email.upper())

    assert not Authenticator.objects.filter(user=organiser).exists()
    assert organiser.email in capsys.readouterr().out
    with pytest.raises(CommandError, match="no second factor"):
        call_command("reset_second_factor", organiser.email)
    with pytest.raises(CommandError, match="There is no user"):
        call_command("reset_second_factor", "nobody@example.org")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Each works once."),
        ("fr", "Chacun ne sert qu’une fois."),
        ("es", "Cada uno sirve una sola vez."),
        ("ar", "يُستعمل كل رمز مرة واحدة."),
    ],
)
def test_recovery_codes_say_how_to_keep_them(client, db, settings, language, words):
    settings.STAFF_SECOND_FACTOR = False
    user = make_user(is_staff=True)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    with translation.override(language):
        page = client.get(reverse("mfa_view_recovery_codes"), follow=True).content.decode()

    assert words in page
    # Some of allauth's own translations have no place for the number.
    assert "(unused_count)s" not in page
    assert 'href="/' + language + '/admin/"' in page.split("<footer")[1]
