"""The organiser matches the meeting's list of 120 people; people say at the door that they came."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from sessions_app.attendance.door import door_code
from sessions_app.groups import ORGANISERS
from sessions_app.models import head_count
from tests.browser.test_organising import log_in
from tests.factories import make_participant, make_person, make_session, make_user
from tests.factories_meetings import zoom

PEOPLE = 120
# Of every ten: known by address, known by name, written differently, and unknown.
WRITTEN = (
    lambda name: name,
    lambda name: name.upper(),
    lambda name: ", ".join(reversed(name.split(" "))),
    lambda name: f"{name} (she/her)",
    lambda name: f"Bogotá - {name}",
)


@pytest.fixture
def session(transactional_db):
    return make_session(slug="launch", starts_at=now() - timedelta(hours=1))


def names():
    """Return 120 names, none of which is like another."""
    given = ["Amara", "Birgit", "Chidi", "Dolores", "Esteban", "Farida", "Gustavo", "Hedwig",
             "Ibrahim", "Jovana", "Kwabena", "Leticia"]  # fmt: skip
    family = ["Abenov", "Brzezina", "Castelló", "Dlamini", "Echeverri", "Fuglsang", "Gutiérrez",
              "Hakimov", "Iwasaki", "Jokinen"]  # fmt: skip
    return [f"{first} {last}" for first in given for last in family]


def test_organiser_matches_a_zoom_file_of_120_people(reader, session, tmp_path):
    rows = []
    for number, name in enumerate(names()):
        email = f"person{number}@city.example" if number % 2 else ""
        if number < PEOPLE - 4:
            person = make_person(name=name, email=email)
            make_participant(session=session, person=person)
        rows.append((WRITTEN[number % len(WRITTEN)](name), email, 80))
    rows[PEOPLE - 1] = ("iPhone", "", 75)
    rows[PEOPLE - 2] = ("Chidi Dlaminy", "", 30)
    rows.append((rows[0][0], "", 5))
    file = tmp_path / "participants_81200000001.csv"
    file.write_bytes(zoom(rows))
    assert len(rows) == PEOPLE + 1

    page = log_in(reader, make_user(email="organiser@example.org", group=ORGANISERS))
    reader.open(reverse("admin:sessions_app_learningsession_attendance", args=[session.pk]))
    reader.follow(page.get_by_role("link", name="Read the meeting’s list"))
    page.locator("input[type=file]").set_input_files(file)
    reader.follow(page.get_by_role("button", name="Show who is who"))

    assert page.locator("[data-group=matched] select").count() == PEOPLE - 4
    assert page.locator("[data-group=counted] select").count() == 3
    assert not head_count(session).computed
    page.get_by_label("Chidi Dlaminy").select_option(label="A new participant")
    assert page.locator("[data-group=asked] [name^=name-]").is_visible()
    reader.follow(page.get_by_role("button", name="Note who was present"))

    assert f"{PEOPLE - 3} participants were marked as present." in page.content()
    count = head_count(session)
    assert (count.participants, count.counted) == (PEOPLE - 3, 3)
    assert session.participants.filter(person__name="Chidi Dlaminy").exists()

    # What was wrong is put right by list.
    page.get_by_label("Find a name").fill("amara abenov")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=amara+abenov")
    page.get_by_label("Amara Abenov").uncheck()
    reader.follow(page.get_by_role("button", name="Save who was present"))
    assert head_count(session).participants == PEOPLE - 4


@pytest.mark.parametrize(
    "reader",
    [{"viewport": {"width": 360, "height": 800}, "java_script_enabled": False}],
    indirect=True,
    ids=["phone"],
)
def test_person_types_the_code_on_a_phone_without_scripts(reader, session):
    ana = make_participant(session=session, person=make_person(email="ana@bogota.example"))

    page = reader.open("/ar/sessions/launch/here/")
    page.locator("[name=code]").fill(door_code(session).upper())
    page.locator("[name=email]").fill("Ana@Bogota.example")
    reader.follow(page.locator("main button[type=submit]"))

    ana.refresh_from_db()
    assert ana.status == "attended"
    assert page.locator("html[dir=rtl]").count() == 1
