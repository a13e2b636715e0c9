"""A team from a pasted list: what is read, what is refused line by line, who gets a mail."""

import pytest
from django.urls import reverse
from django.utils import translation

from llex.core.models import Mail
from sessions_app.models import RegistrationRequest
from sessions_app.registration import signed_links
from sessions_app.registration.teams import MOST, read_team
from tests.factories_registration import make_open_session
from tests.sessions_app.registration.test_pages import shown_before

LIST = """
Ana Pérez <ana@example.org>
"Ruiz, Ben" <BEN@example.org>; Cleo Diop <cleo@example.org>
Dan Wu\tdan@example.org\tHead of housing
eva@example.org; Eva Ziegler; Directrice
Fatou Sarr, fatou@example.org, Maire adjointe
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana Pérez <ana@example.org>", ("Ana Pérez", "ana@example.org", "")),
        ('"Pérez, Ana" <Ana@Example.org>', ("Pérez, Ana", "ana@example.org", "")),
        ("Ana Pérez\tana@example.org\tMayor", ("Ana Pérez", "ana@example.org", "Mayor")),
        ("Ana Pérez; ana@example.org; Mayor", ("Ana Pérez", "ana@example.org", "Mayor")),
        ("ana@example.org, Ana Pérez, Mayor", ("Ana Pérez", "ana@example.org", "Mayor")),
        ("Ana Pérez, Mayor, ana@example.org", ("Ana Pérez", "ana@example.org", "Mayor")),
        ("Ana Pérez mailto:ana@example.org", ("Ana Pérez", "ana@example.org", "")),
        ("Ana Pérez <ana@example.org>; Mayor", ("Ana Pérez", "ana@example.org", "Mayor")),
        ("سلمى\tsalma@example.org\tعمدة", ("سلمى", "salma@example.org", "عمدة")),
    ],
)
def test_person_is_read_as_people_paste_it(text, expected):
    [line] = read_team(text)

    assert (line.name, line.email, line.position) == expected
    assert not line.problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Ana Pérez", "There is no e-mail address"),
        ("ana@example.org", "There is no name"),
        ("Ana <ana@example>", "valid email"),
        ("Ana ana@example.org ben@example.org", "several addresses"),
        ("www.pills.example <ana@example.org>", "Use plain words"),
        (f"{'A' * 201} <ana@example.org>", "too long"),
    ],
)
def test_line_that_cannot_be_read_says_why(text, problem):
    [line] = read_team(text)

    assert problem in line.problem
    assert line.number == 1


def test_several_people_in_a_line_are_parted_and_repetitions_are_named():
    lines = read_team(LIST + "\nAna again <ana@example.org>")

    assert [line.email.partition("@")[0] for line in lines] == [
        "ana", "ben", "cleo", "dan", "eva", "fatou", "ana",
    ]  # fmt: skip
    assert [line.number for line in lines] == [2, 3, 3, 4, 5, 6, 8]
    assert "line 2 already" in lines[-1].problem


@pytest.fixture
def page(db):
    session = make_open_session()
    with translation.override("en"):
        return reverse("sessions_app:register_team", args=[session.slug])


def filled(**overrides):
    return {"people": LIST, "language": "fr", "shown": shown_before()} | overrides


def test_team_is_shown_first_and_written_to_after_that(client, page):
    shown = client.post(page, filled())

    assert shown.status_code == 200
    assert "Ruiz, Ben" in shown.content.decode()
    assert not RegistrationRequest.objects.exists()
    sent = client.post(page, filled(send="1"))

    assert sent.status_code == 200
    assert "6 people get a link each." in sent.content.decode()
    assert Mail.objects.filter(kind="registration_confirm", language="fr").count() == 6
    asked = RegistrationRequest.objects.get(email="dan@example.org")
    assert (asked.name, asked.position, asked.language) == ("Dan Wu", "Head of housing", "fr")
    assert not asked.consents_to_listing


def test_wrong_line_stops_all_and_keeps_what_was_typed(client, page):
    answer = client.post(page, filled(people=LIST + "\nNobody", send="1"))

    assert answer.status_code == 422
    html = answer.content.decode()
    assert "Line 8: There is no e-mail address in this line." in html
    assert "Fatou Sarr, fatou@example.org, Maire adjointe" in html
    assert not Mail.objects.exists()


def test_too_many_people_at_once_are_refused(client, page):
    people = "\n".join(f"P{number} <p{number}@example.org>" for number in range(MOST + 1))

    assert client.post(page, filled(people=people, send="1")).status_code == 422
    assert not Mail.objects.exists()


def test_robots_are_refused_and_teams_come_only_so_often(client, page):
    assert client.post(page, filled(send="1", website="x")).status_code == 200
    assert client.post(page, filled(send="1", shown="forged")).status_code == 422
    assert not Mail.objects.exists()
    answers = [client.post(page, filled(send="1")).status_code for _ in range(4)]

    assert answers == [200, 200, 200, 429]


def test_session_by_invitation_takes_a_team_by_the_link_only(client, db):
    session = make_open_session(registration_access="invited")
    with translation.override("en"):
        plain = reverse("sessions_app:register_team", args=[session.slug])
        by_link = reverse(
            "sessions_app:register_team_invited",
            args=[session.slug, signed_links.invitation_token(session)],
        )

    assert client.post(plain, filled(send="1")).status_code == 403
    assert client.post(by_link, filled(send="1")).status_code == 200
