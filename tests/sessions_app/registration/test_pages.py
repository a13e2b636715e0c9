"""The public form, the page that confirms, and the personal page: who gets in, and what happens."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from icalendar import Calendar

from llex.core.models import Mail
from llex.core.privacy.models import DEFAULT_VERSION
from sessions_app.models import Participant, Person, Registration, RegistrationRequest
from sessions_app.registration import confirming, places, robots, signed_links
from tests.factories import make_person, make_published_city
from tests.factories_cities import make_place
from tests.factories_registration import (
    JOIN_LINK,
    make_open_session,
    make_registration,
    make_request,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return make_open_session()


def address(session, language="en"):
    with translation.override(language):
        return reverse("sessions_app:register", args=[session.slug])


def shown_before(seconds=60):
    """Return the stamp of a form that was shown some time ago."""
    moment = signing.time.time() - seconds
    signer = signing.TimestampSigner(salt=robots._SALT)
    signer.timestamp = lambda: signing.b62_encode(int(moment))
    return signer.sign_object("shown")


def filled(**overrides):
    values = {"name": "Ana Pérez", "email": "ana@example.org", "language": "en"}
    return values | {"shown": shown_before()} | overrides


def without_tokens(answer):
    html = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return re.sub(r"[\w.-]+@example\.org", "…", html)


# --- The form -------------------------------------------------------------------------------------


def test_name_and_address_are_enough(client, session):
    answer = client.post(address(session), filled())

    assert answer.status_code == 200
    assert "Look into your e-mail" in answer.content.decode()
    request = RegistrationRequest.objects.get()
    assert (request.name, request.email, request.session) == (
        "Ana Pérez", "ana@example.org", session,
    )  # fmt: skip
    assert not request.consents_to_listing
    assert not Person.objects.exists()
    assert JOIN_LINK not in answer.content.decode()


def test_form_asks_for_two_things_only_and_ticks_no_consent(client, session):
    html = client.get(address(session)).content.decode()

    assert html.count(" required") == 2
    assert " checked" not in html


def test_all_answers_are_kept(client, session):
    city = make_published_city()
    client.post(
        address(session, "fr"),
        filled(
            name_in_script="آنا", position="Maire", organisation_name="CGLU", city_name="City",
            choice=f"city:{city.pk}", understood=["fr", "ar"], spoken=["fr"], access_needs="LSF",
            question="Quand ?", gender="woman", language="fr", consents_to_listing="on",
            time_zone="Africa/Dakar", notice=DEFAULT_VERSION,
        ),
    )  # fmt: skip

    kept = RegistrationRequest.objects.get().answers()
    assert kept == {
        "name": "Ana Pérez", "name_in_script": "آنا", "position": "Maire",
        "organisation_name": "CGLU", "city_name": "City", "city": city, "language": "fr",
        "time_zone": "Africa/Dakar", "understood": ["fr", "ar"], "spoken": ["fr"],
        "access_needs": "LSF", "question": "Quand ?", "gender": "woman",
        "consents_to_listing": True, "privacy_notice": DEFAULT_VERSION,
    }  # fmt: skip
    assert Mail.objects.get().language == "fr"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "Enter your name."),
        ({"email": ""}, "Enter your e-mail address."),
        ({"email": "ana@"}, "valid email"),
        ({"email": "ana@example.org\nBcc: all@example.org"}, "valid email"),
        ({"name": "Ana\x07"}, "Use plain words here"),
        ({"name": "www.pills.example"}, "Use plain words here"),
        ({"language": "xx"}, "Select a valid choice"),
        ({"understood": ["xx"]}, "Select a valid choice"),
        ({"gender": "xx"}, "Select a valid choice"),
        ({"question": "a" * 2001}, "at most 2000"),
        ({"shown": ""}, "open for very long"),
        ({"shown": "forged"}, "open for very long"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_wrong_input_is_refused_beside_its_cause_and_kept(client, session, wrong, message):
    answer = client.post(address(session), filled(position="Mayor of X") | wrong)

    assert answer.status_code == 422
    html = answer.content.decode()
    assert message in html
    assert "Mayor of X" in html
    assert not RegistrationRequest.objects.exists()
    assert not Mail.objects.exists()


def test_line_breaks_in_a_name_add_no_header_to_the_mails(client, session):
    client.post(address(session), filled(name="Ana\r\nBcc: all@example.org"))
    registration = confirming.confirm(RegistrationRequest.objects.get())

    assert registration.name == "Ana Bcc: all@example.org"
    assert {mail.recipient for mail in Mail.objects.all()} == {"ana@example.org"}
    assert all("\n" not in mail.subject for mail in Mail.objects.all())


def test_answer_is_the_same_whether_the_address_is_known(client, session):
    make_registration(session, email="known@example.org")
    make_person(email="person@example.org")
    client.post(address(session), filled(email="warm@example.org"))
    with translation.override("en"):
        counts, pages = [], set()
        for email in ("known@example.org", "person@example.org", "stranger@example.org"):
            with CaptureQueriesContext(connection) as queries:
                answer = client.post(address(session), filled(email=email))
            counts.append(len(queries))
            pages.add(without_tokens(answer))
            assert answer.status_code == 200

    assert len(pages) == 1
    assert len(set(counts)) == 1
    kinds = Mail.objects.filter(kind="registration_confirm", recipient="known@example.org")
    assert kinds.count() == 2


def test_robot_that_fills_the_hidden_field_gets_the_usual_answer_and_nothing_happens(
    client, session
):
    person = client.post(address(session), filled())
    RegistrationRequest.objects.all().delete()

    robot = client.post(address(session), filled(website="https://pills.example"))

    assert without_tokens(robot) == without_tokens(person)
    assert not RegistrationRequest.objects.exists()


def test_form_that_comes_at_once_is_asked_for_once_more_and_then_taken(client, session):
    stamp = signing.dumps("shown", salt=robots._SALT)

    answer = client.post(address(session), filled(shown=stamp))

    assert answer.status_code == 422
    assert "quicker than we expected" in answer.content.decode()
    assert f'value="{stamp}"' in answer.content.decode()
    assert "Ana Pérez" in answer.content.decode()
    client.post(address(session), filled())
    assert RegistrationRequest.objects.count() == 1


def test_page_that_was_open_too_long_gets_a_new_stamp(client, session):
    answer = client.post(address(session), filled(shown=shown_before(8 * 24 * 3600)))

    assert answer.status_code == 422
    [stamp] = re.findall(r'name="shown" value="([^"]+)"', answer.content.decode())
    assert robots._is_genuine(stamp)


def test_one_visitor_cannot_write_to_an_address_again_and_again(client, session):
    answers = [client.post(address(session), filled()).status_code for _ in range(6)]

    assert answers == [200] * 5 + [429]
    assert Mail.objects.count() == 5
    other = client.post(address(session), filled(email="ben@example.org"))
    assert other.status_code == 200


def test_typed_city_is_asked_about_once_and_can_stay_as_typed(client, session):
    city = make_published_city(name_en="Valparaíso")

    asked = client.post(address(session), filled(city_name="Valpara"))
    assert asked.status_code == 422
    assert f'value="city:{city.pk}"' in asked.content.decode()
    client.post(address(session), filled(city_name="Valpara", choice="typed"))
    client.post(address(session), filled(city_name="Valpara", choice=f"city:{city.pk}"))

    as_typed, chosen = RegistrationRequest.objects.order_by("pk")
    assert (as_typed.city, as_typed.city_name) == (None, "Valpara")
    assert chosen.city == city


def test_city_that_was_chosen_for_another_name_does_not_count(client, session):
    city = make_published_city(name_en="Valparaíso")

    client.post(address(session), filled(city_name="Somewhere else", choice=f"city:{city.pk}"))

    request = RegistrationRequest.objects.get()
    assert (request.city, request.city_name) == (None, "Somewhere else")


# --- Refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "status", "title"),
    [
        (
            {"registration_opens_at": now() + timedelta(days=1)},
            403,
            "Registration is not open yet",
        ),
        ({"registration_closes_at": now() - timedelta(days=1)}, 410, "Registration is closed"),
        ({"starts_at": now() - timedelta(hours=1)}, 410, "Registration is closed"),
        ({"registration_access": "invited"}, 403, "By invitation only"),
        ({"cancelled_at": now()}, 410, "This session is cancelled"),
        ({"announced_at": None}, 404, ""),
    ],
    ids=["not-yet", "closed", "begun", "invited", "cancelled", "not-announced"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_registration_is_refused_with_its_reason(client, values, status, title, method):
    session = make_open_session(**values)

    answer = getattr(client, method)(address(session), filled() if method == "post" else {})

    assert answer.status_code == status
    assert title in answer.content.decode()
    assert not RegistrationRequest.objects.exists()


def test_full_session_offers_the_waiting_list(client):
    session = make_open_session(capacity=1)
    make_registration(session)

    page = client.get(address(session)).content.decode()
    answer = client.post(address(session), filled())

    assert "Register for the waiting list" in page
    assert answer.status_code == 200


def test_missing_session_and_other_methods_are_refused(client, session):
    assert client.get("/en/sessions/none/register/").status_code == 404
    assert client.put(address(session)).status_code == 405


def test_invited_people_register_by_the_link_until_it_is_renewed(client):
    session = make_open_session(registration_access="invited")
    with translation.override("en"):
        path = signed_links.register_path(session)

    assert client.get(path).status_code == 200
    assert client.post(path, filled()).status_code == 200
    session.renew_invitation()
    refused = client.get(path)
    forged = client.get(path.replace("invited/1", "invited/2"))

    assert (refused.status_code, forged.status_code) == (403, 403)
    assert "not valid any more" in refused.content.decode()
    assert RegistrationRequest.objects.count() == 1


def test_link_of_another_session_invites_to_none(client):
    first, second = (make_open_session(registration_access="invited") for _ in range(2))
    token = signed_links.invitation_token(first)

    answer = client.get(f"/en/sessions/{second.slug}/register/invited/{token}/")

    assert answer.status_code == 403


# --- Confirming -----------------------------------------------------------------------------------


def test_opening_the_link_changes_nothing_and_pressing_the_button_registers(client, session):
    request = make_request(session, name="Ana Pérez", position="Alcaldesa")
    path = signed_links.confirm_path(request)

    shown = client.get(path)
    assert shown.status_code == 200
    assert "Alcaldesa" in shown.content.decode()
    assert not Person.objects.exists()
    answer = client.post(path)

    registration = Registration.objects.get()
    assert answer.status_code == 302
    assert answer.url == signed_links.personal_path(registration)
    page = client.get(answer.url).content.decode()
    assert "You have a place." in page
    assert JOIN_LINK in page


def test_city_that_was_looked_up_is_named_in_the_language_of_the_page(client, session):
    place = make_place("Tunis", "TN", spellings=["تونس"])
    request = make_request(session, language="ar", place=place)

    with translation.override("ar"):
        path = signed_links.confirm_path(request)
    page = client.get(path).content.decode()

    assert "<bdi>تونس</bdi>" in page
    assert "Tunis" not in page


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("state", "status", "title"),
    [
        ("used", 410, "This link has been used"),
        ("expired", 410, "This link is too old"),
        ("forged", 404, "This link does not work"),
        ("deleted", 404, "This link does not work"),
        ("personal", 404, "This link does not work"),
    ],
)
def test_link_that_does_not_confirm_says_why(client, session, state, status, title, method):
    request = make_request(session)
    path = signed_links.confirm_path(request)
    rows = RegistrationRequest.objects.filter(pk=request.pk)
    if state == "used":
        client.post(path)
    elif state == "expired":
        rows.update(expires_at=now())
    elif state == "forged":
        path = path[:-3] + ("AA/" if path[-3:] != "AA/" else "BB/")
    elif state == "deleted":
        rows.delete()
    else:
        path = signed_links.personal_path(make_registration(session)).replace(
            "registration/", "registration/confirm/"
        )
    before = Participant.objects.count()

    answer = getattr(client, method)(path)

    assert answer.status_code == status
    assert title in answer.content.decode()
    assert Participant.objects.count() == before


def test_session_that_ended_meanwhile_is_said_to_be_over(client, session):
    path = signed_links.confirm_path(make_request(session))
    session.starts_at = now() - timedelta(days=1)
    session.save()

    answer = client.post(path)

    assert answer.status_code == 410
    assert "This session is over" in answer.content.decode()


# --- The personal page ----------------------------------------------------------------------------


def pages_of(registration):
    return {
        name: signed_links.personal_path(registration, f"registration_{name}")
        for name in ("page", "change", "cancel", "again", "calendar", "feed")
    }


def test_personal_page_is_private(client, session):
    answer = client.get(pages_of(make_registration(session))["page"])

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "strict-origin"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "canonical" not in answer.content.decode()


def test_one_who_waits_sees_the_position_and_no_link_to_join(client):
    session = make_open_session(capacity=1)
    _first, second, third = (make_registration(session) for _ in range(3))

    next_one = client.get(pages_of(second)["page"]).content.decode()
    last = client.get(pages_of(third)["page"]).content.decode()

    assert "You are next on the waiting list." in next_one
    assert "You are number 2 on the waiting list." in last
    assert JOIN_LINK not in next_one + last


@pytest.mark.parametrize("name", ["page", "change", "cancel", "again", "calendar", "feed"])
@pytest.mark.parametrize(
    ("state", "status", "title"),
    [
        ("replaced", 410, "There is a newer link"),
        ("expired", 410, "This link is too old"),
        ("forged", 404, "This link does not work"),
        ("deleted", 404, "This link does not work"),
        ("of-another", 404, "This link does not work"),
    ],
)
def test_link_that_gives_no_access_says_why(client, session, name, state, status, title):
    registration, other = make_registration(session), make_registration(session)
    path = pages_of(registration)[name]
    if state == "replaced":
        registration.renew_link()
    elif state == "expired":
        session.starts_at = now() - timedelta(days=61)
        session.save()
    elif state == "forged":
        path = path.replace("/1.", "/2.")
    elif state == "deleted":
        registration.delete()
    else:
        path = path.replace(str(registration.key), str(other.key))
    method = client.post if name == "again" else client.get

    answer = method(path)

    assert answer.status_code == status
    assert title in answer.content.decode()


def test_what_was_written_is_changed_by_link(client, session):
    registration = make_registration(session, name="Ana", position="Clerk")
    path = pages_of(registration)["change"]

    assert 'value="Clerk"' in client.get(path).content.decode()
    wrong = client.post(path, {"name": "", "language": "en", "position": "Mayor"})
    assert wrong.status_code == 422
    answer = client.post(path, {"name": "Ana", "language": "en", "position": "Mayor"})

    assert answer.status_code == 302
    registration.refresh_from_db()
    assert registration.position == "Mayor"
    assert registration.participant.status == "registered"


def test_cancelling_asks_first_and_can_be_taken_back(client):
    session = make_open_session(capacity=1)
    first, second = make_registration(session), make_registration(session)
    paths = pages_of(first)

    assert client.get(paths["cancel"]).status_code == 200
    first.participant.refresh_from_db()
    assert first.participant.status == "registered"
    client.post(paths["cancel"])
    page = client.get(paths["page"]).content.decode()
    assert "Your registration is cancelled." in page
    assert JOIN_LINK not in page
    twice = client.post(paths["cancel"])
    assert twice.status_code == 409
    client.post(paths["again"])

    first.participant.refresh_from_db()
    second.participant.refresh_from_db()
    assert (first.participant.status, second.participant.status) == ("waiting", "registered")


def test_cancelled_registration_is_not_taken_back_once_registration_is_closed(client, session):
    registration = make_registration(session)
    places.cancel(registration.participant)
    session.registration_closes_at = now()
    session.save()

    answer = client.post(pages_of(registration)["again"])

    assert answer.status_code == 409
    registration.participant.refresh_from_db()
    assert registration.participant.status == "cancelled"


def test_entry_for_the_calendar_is_for_those_with_a_place(client):
    session = make_open_session(capacity=1)
    first, second = make_registration(session), make_registration(session)
    paths = [signed_links.personal_path(one, "registration_calendar") for one in (first, second)]

    answer = client.get(paths[0])

    assert answer["Content-Type"].startswith("text/calendar")
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["LOCATION"] == JOIN_LINK
    assert client.get(paths[1]).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_feed_holds_the_sessions_of_the_person_alone(client, count, django_assert_num_queries):
    mine = [make_registration(email="ana@example.org") for _session in range(count)]
    make_registration(mine[0].session)
    full = make_open_session(capacity=1)
    make_registration(full)
    make_registration(full, email="ana@example.org")
    places.cancel(mine[0].participant)
    path = pages_of(mine[-1])["feed"]

    with django_assert_num_queries(2):
        answer = client.get(path)

    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert {event["UID"] for event in events} == {one.session.calendar_uid for one in mine}
    states = {event["UID"]: event["STATUS"] for event in events}
    assert states.pop(mine[0].session.calendar_uid) == "CANCELLED"
    assert set(states.values()) <= {"CONFIRMED"}
    assert answer["Cache-Control"].startswith("private") or "no-store" in answer["Cache-Control"]
    unchanged = client.get(path, headers={"If-None-Match": answer["ETag"]})
    assert unchanged.status_code == 304


@pytest.mark.parametrize("name", ["page", "again", "feed"])
def test_pages_refuse_other_methods(client, session, name):
    path = pages_of(make_registration(session))[name]
    method = client.get if name == "again" else client.post

    assert method(path).status_code == 405


# --- The session's own page -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"capacity": None}, "You can register until"),
        ({"capacity": 5}, "4 places are left."),
        ({"capacity": 1}, "All places are taken."),
        ({"registration_access": "invited"}, "This session is for invited people."),
        ({"registration_opens_at": now() + timedelta(days=1)}, "Registration opens on"),
        ({"registration_closes_at": now() - timedelta(days=1)}, "Registration is closed."),
    ],
    ids=["unlimited", "left", "full", "invited", "not-yet", "closed"],
)
def test_page_of_the_session_says_what_is_offered(client, values, text):
    session = make_open_session()
    make_registration(session)
    type(session).objects.filter(pk=session.pk).update(**values)

    html = client.get(session.get_absolute_url()).content.decode()

    assert text in html
    assert JOIN_LINK not in html
