"""E-mail addresses: one form for one mailbox, in every place that takes one."""

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, connection, transaction
from django.test import TestCase
from django.urls import reverse

from cities.models import OpenCallApplication
from llex.core.mail.addresses import inspect, normalize, removal_notice
from llex.core.models import User
from llex.core.spreadsheets.columns import Address
from sessions_app.models import Person, Series
from tests.factories import PASSWORD, make_officer, make_series, make_user

ONE = "ana@example.org"


@pytest.mark.parametrize(
    ("typed", "address", "is_cleaned"),
    [
        ("ana@example.org", ONE, False),
        (" Ana@Example.ORG\n", ONE, False),
        ("ana@example.org\u202c", ONE, True),
        ("\u202aana@example.org\u202c", ONE, True),
        ("\ufeffana@example.org", ONE, True),
        ("ana\u200b@example.org", ONE, True),
        ("an\u00ada@example.org", ONE, True),
        ("<ana@example.org>", ONE, True),
        ("mailto:ana@example.org", ONE, True),
        ("ana＠example.org", ONE, False),
        ("ａｎａ@example.org", ONE, False),
        ("ana@example.org.", ONE, False),
        ("anna@MÜNCHEN.example", "anna@münchen.example", False),
        ("anna@xn--mnchen-3ya.example", "anna@münchen.example", False),
        # Another mailbox, not another way to write it.
        ("straße@example.org", "straße@example.org", False),
        ("℀@example.org", "℀@example.org", False),
        ("ana+x@example.org", "ana+x@example.org", False),
        ("", "", False),
        ("no address", "no address", False),
    ],
)
def test_address_has_one_form(typed, address, is_cleaned):
    found = inspect(typed)

    assert found.address == address
    assert found.is_cleaned is is_cleaned
    assert normalize(found.address) == found.address
    assert bool(removal_notice(typed)) is is_cleaned


@pytest.mark.parametrize("typed", ["ANA@example.org", "ana@example.org\u202c", " ana@EXAMPLE.org"])
def test_users_people_and_series_hold_addresses_in_their_form(db, typed):
    user = User.objects.create(email=typed)
    person = Person.objects.create(name="Ana", email=typed)
    series = make_series(contact=typed)

    for row in (user, person):
        row.refresh_from_db()
        assert row.email == ONE
    assert Series.objects.get(pk=series.pk).contact == ONE
    assert User.objects.get(email=typed) == user
    assert User.objects.get_by_natural_key(typed) == user


@pytest.mark.parametrize("model", [User, Person])
def test_database_holds_one_row_per_address_whatever_its_case(db, model):
    """Also of what passes the models by."""
    first, second = (
        model.objects.create(email=f"{name}@example.org", name=name) for name in ("ana", "eva")
    )

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {model._meta.db_table} SET email = 'ANA@example.org' WHERE id = %s",  # noqa: S608
            [second.pk],
        )
    assert first.pk


@pytest.mark.parametrize("typed", ["ANA@Example.org", "ana@example.org\u202c", "<ana@example.org>"])
def test_log_in_takes_an_address_however_it_was_pasted(client, db, typed):
    make_user(email=ONE, is_staff=True)

    answer = client.post(reverse("account_login"), {"login": typed, "password": PASSWORD})

    assert answer.status_code == 302
    assert "_auth_user_id" in client.session


@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_codes_and_new_passwords_go_to_the_form_of_an_address(client, db, mailoutbox, page):
    make_officer(user=make_user(email=ONE))

    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(reverse(page), {"email": "Ana@EXAMPLE.org\u202c"})

    assert [message.to for message in mailoutbox] == [[ONE]]
    assert "no account" not in mailoutbox[0].body.lower()


@pytest.mark.parametrize(
    "page", ["account_login", "account_request_login_code", "account_reset_password"]
)
def test_browser_does_not_refuse_what_we_would_mend(client, db, page):
    """Its own check of an address takes no invisible character."""
    text = client.get(reverse(page)).content.decode()

    field = text.index('type="email"')
    form = text.rindex("<form", 0, field)
    assert "novalidate" in text[form : text.index(">", form)]


def test_cell_of_a_spreadsheet_says_what_was_removed():
    column = Address()

    assert column.clean("Ana@example.org\u202c") == ONE
    assert ONE in column.notice("ana@example.org\u202c")
    assert column.notice("ana@example.org") == ""
    with pytest.raises(ValueError, match="“nobody” is not an e-mail address"):
        column.clean("nobody")


def test_form_of_the_admin_says_what_was_removed(client, db):
    client.force_login(make_user(is_staff=True, is_superuser=True))

    answer = client.post(
        reverse("admin:llex_user_add"),
        {"email": "new@example.org\u202c", "name": "New", "language": "en"},
    )

    assert User.objects.filter(email="new@example.org").exists()
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert any("were removed: new@example.org" in text for text in said)


def test_requests_of_one_mailbox_for_one_city_are_one(db):
    from tests.factories_cities import make_call

    call = make_call(email="ana@valencia.example")

    with pytest.raises(IntegrityError), transaction.atomic():
        OpenCallApplication.objects.create(
            session=call.session, email="ANA@valencia.example\u202c", name="Ana", position="x",
            city_name=call.city_name, country=call.country,
        )  # fmt: skip
