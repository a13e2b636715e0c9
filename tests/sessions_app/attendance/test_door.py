"""The code at the door: typed or scanned, in the hours around the session, known or not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from llex.core.mail.addresses import normalize
from sessions_app.attendance import door
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from sessions_app.registration import signed_links
from tests.factories import make_participant, make_person, make_user
from tests.factories_registration import make_open_session, make_registration

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "door"}
    }


def begun(**overrides):
    """A session that began ten minutes ago."""
    return make_open_session(**{"starts_at": now() - timedelta(minutes=10)} | overrides)


def address(session):
    return reverse("sessions_app:here", args=[session.slug])


def known(session, email="ana@bogota.example", **values):
    return make_participant(session=session, person=make_person(email=email), **values)


def status_of(participant):
    participant.refresh_from_db()
    return participant.status


def test_registered_person_is_noted_and_a_stranger_gets_the_same_answer(client):
    session = begun()
    ana = known(session)
    code = door.door_code(session)

    opened = client.get(address(session), {"code": code})
    assert f'value="{code}"' in opened.content.decode()
    assert status_of(ana) == "registered"
    mine = client.post(address(session), {"code": code, "email": "ANA@bogota.example"})
    other = client.post(address(session), {"code": code, "email": "who@nowhere.example"})

    assert status_of(ana) == "attended"
    assert mine.status_code == other.status_code == 200
    assert mine.content == other.content


@pytest.mark.parametrize("spoil", [str.upper, " ".join, "-".join, "https://x/here/?code={}".format])
def test_code_is_taken_however_it_is_written(client, spoil):
    session = begun()
    ana = known(session)

    client.post(
        address(session),
        {"code": spoil(door.door_code(session)), "email": normalize(ana.person.email)},
    )

    assert status_of(ana) == "attended"


@pytest.mark.parametrize("code", ["", "abcde", "?code="])
def test_wrong_code_notes_nobody_and_keeps_what_was_typed(client, code):
    session = begun()
    ana = known(session)

    answer = client.post(address(session), {"code": code, "email": "ana@bogota.example"})

    assert answer.status_code == 422
    assert 'value="ana@bogota.example"' in answer.content.decode()
    assert status_of(ana) == "registered"


@pytest.mark.parametrize(
    ("offset", "status"),
    [(timedelta(minutes=61), 403), (timedelta(minutes=59), 200), (timedelta(minutes=-149), 200),
     (timedelta(minutes=-151), 403)],
    ids=["before", "shortly-before", "shortly-after", "after"],
)  # fmt: skip
def test_code_is_taken_in_the_hours_around_the_session(client, offset, status):
    session = make_open_session(starts_at=now() + offset, duration=90)
    ana = known(session)
    sent = {"code": door.door_code(session), "email": "ana@bogota.example"}

    assert client.post(address(session), sent).status_code == status
    assert status_of(ana) == ("attended" if status == 200 else "registered")


def test_session_that_is_not_announced_or_cancelled_has_no_door(client):
    hidden, off = begun(announced_at=None), begun(cancelled_at=now())

    assert client.get(address(hidden)).status_code == 404
    assert client.post(address(off), {}).status_code == 403
    assert client.put(address(off)).status_code == 405


def test_too_many_tries_for_an_address_are_refused(client):
    session = begun()
    ana = known(session)
    sent = {"code": "wrong", "email": "ana@bogota.example"}
    for _try in range(10):
        client.post(address(session), sent)

    refused = client.post(address(session), sent | {"code": door.door_code(session)})

    assert refused.status_code == 429
    assert status_of(ana) == "registered"


def test_person_is_noted_on_the_personal_page(client):
    session = begun(registration_closes_at=now() + timedelta(hours=1))
    registration = make_registration(session)
    page = signed_links.personal_path(registration)
    here = signed_links.personal_path(registration, "registration_here")

    assert here in client.get(page).content.decode()
    assert client.get(here).status_code == 405
    client.post(here, {"code": "wrong"})
    assert status_of(registration.participant) == "registered"
    client.post(here, {"code": door.door_code(session)})

    assert status_of(registration.participant) == "attended"
    assert here not in client.get(page).content.decode()


def test_personal_page_notes_nobody_before_the_hours_nor_by_a_forged_link(client):
    session = make_open_session()
    registration = make_registration(session)
    here = signed_links.personal_path(registration, "registration_here")
    sent = {"code": door.door_code(session)}

    client.post(here, sent)
    assert client.post(here.replace("/here/", "x/here/"), sent).status_code == 404
    assert status_of(registration.participant) == "registered"


def door_page(session):
    return reverse("admin:sessions_app_learningsession_attendance_door", args=[session.pk])


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("group", [None, RAPPORTEURS])
def test_others_see_and_renew_no_code(client, method, group):
    session = begun()
    if group:
        client.force_login(make_user(group=group))

    answer = getattr(client, method)(door_page(session))

    assert answer.status_code == (403 if group else 302)
    session.refresh_from_db()
    assert session.door_issue == 1


def test_organisers_show_the_code_and_renew_it(client):
    session = begun()
    client.force_login(make_user(group=ORGANISERS))
    first = door.door_code(session)

    html = client.get(door_page(session)).content.decode()
    assert first in html
    assert "<svg" in html
    client.post(door_page(session))
    session.refresh_from_db()

    assert door.door_code(session) != first
    assert not door.is_code(session, first)


def test_sessions_have_codes_of_their_own():
    assert door.door_code(begun()) != door.door_code(begun())
