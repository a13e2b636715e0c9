"""Inviting people by e-mail to a session for invited people."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from llex.core.models import Mail
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from sessions_app.models import Registration
from tests.factories import make_participant, make_person, make_user
from tests.factories_registration import make_open_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return make_open_session(registration_access="invited")


@pytest.fixture
def organiser(client):
    client.force_login(make_user(group=ORGANISERS))
    return client


def page_of(session):
    return reverse("admin:sessions_app_learningsession_registration_invite", args=[session.pk])


def invited():
    rows = Mail.objects.filter(kind="registration_invitation").order_by("recipient")
    return [(one.recipient, one.language) for one in rows]


def send(client, session, **given):
    """Look at the e-mails and send them."""
    given = {"language": "fr"} | given
    shown = client.post(page_of(session), given | {"preview": "1"})
    found = re.search(r'name="seen" value="(\w+)"', shown.content.decode())
    return client.post(page_of(session), given | {"send": "1", "seen": found[1] if found else ""})


@pytest.mark.parametrize("group", [None, RAPPORTEURS])
@pytest.mark.parametrize("method", ["get", "post"])
def test_others_invite_no_one(client, session, group, method):
    if group:
        client.force_login(make_user(group=group))

    answer = getattr(client, method)(page_of(session), {"pasted": "ana@example.org"})

    assert answer.status_code == (403 if group else 302)
    assert invited() == []


def test_session_that_is_missing_is_not_found(organiser, session):
    path = page_of(session).replace(str(session.pk), "99999")

    assert organiser.get(path).status_code == 404


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"registration_access": "open"}, "Everyone can register"),
        ({"announced_at": None}, "Announce the session first"),
        ({"cancelled_at": now()}, "The time to register is over"),
        ({"starts_at": now() - timedelta(days=2)}, "The time to register is over"),
    ],
    ids=["open-to-all", "not-announced", "cancelled", "over"],
)
def test_session_that_invites_no_one_says_why(organiser, values, reason):
    session = make_open_session(**{"registration_access": "invited"} | values)

    answer = organiser.post(page_of(session), {"pasted": "ana@example.org"}, follow=True)

    assert reason in answer.content.decode()
    assert invited() == []


def test_chosen_people_and_pasted_addresses_are_shown_and_written_to_in_their_language(
    organiser, session
):
    known = make_person(name="Ana Ruiz", email="ana@example.org")
    participant = make_participant(person=known)
    Registration.objects.create(participant=participant, name=known.name, language="es")
    pasted = "Eva Ortiz <eva@example.org>\nnoa@example.org\nANA@example.org"
    given = {"people": [known.pk], "pasted": pasted, "language": "fr"}

    shown = organiser.post(page_of(session), given | {"preview": "1"}).content.decode()
    assert "Invitación" in shown
    assert shown.count("Bonjour") + shown.count("Eva Ortiz") >= 2
    assert invited() == []
    answer = send(organiser, session, **given)

    assert answer.status_code == 302
    assert invited() == [
        ("ana@example.org", "es"),
        ("eva@example.org", "fr"),
        ("noa@example.org", "fr"),
    ]
    mail = Mail.objects.get(recipient="eva@example.org")
    path = re.search(r"http://testserver(\S+/register/\S+)", mail.text)[1]
    assert organiser.get(path).status_code == 200
    assert path not in mail.shown_text


def test_those_who_are_registered_declined_or_were_invited_before_are_skipped(organiser, session):
    registered = make_person(email="registered@example.org")
    make_participant(session=session, person=registered)
    make_person(email="declined@example.org", mails_declined_at=now())
    send(organiser, session, pasted="before@example.org")
    everyone = "registered@example.org\ndeclined@example.org\nbefore@example.org\nnew@example.org"

    shown = organiser.post(page_of(session), {"language": "en", "pasted": everyone, "preview": "1"})
    text = shown.content.decode()
    for reason in ("registered already", "wants no such e-mails", "invited before"):
        assert reason in text
    send(organiser, session, pasted=everyone)

    assert [one for one, _language in invited()] == ["before@example.org", "new@example.org"]


def test_those_who_were_invited_before_are_written_to_again_if_organisers_say_so(
    organiser, session
):
    send(organiser, session, pasted="ana@example.org")
    Mail.objects.update(state="sent")

    send(organiser, session, pasted="ana@example.org", again="on")

    assert len(invited()) == 2


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Choose people, or paste addresses."),
        ({"pasted": "nobody"}, "There is no e-mail address in this line."),
        ({"pasted": "ana@example.org", "language": "xx"}, "xx"),
    ],
    ids=["nothing", "no-address", "unknown-language"],
)
def test_mistakes_are_shown_and_nothing_typed_is_lost(organiser, session, given, message):
    answer = organiser.post(page_of(session), {"language": "fr", "send": "1"} | given)

    assert answer.status_code == 422
    text = answer.content.decode()
    assert message in text
    assert given.get("pasted", "") in text
    assert invited() == []


def test_other_e_mails_than_were_shown_are_not_sent(organiser, session):
    given = {"language": "fr", "pasted": "ana@example.org", "send": "1", "seen": "0" * 64}

    answer = organiser.post(page_of(session), given)

    assert "have changed since you looked" in answer.content.decode()
    assert invited() == []
