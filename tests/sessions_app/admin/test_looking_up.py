"""People and things are found however their names are written, in lists, pickers and files."""

import pytest
from django.urls import reverse

from cities.models import OpenCallApplication
from sessions_app.importing.drafting.person_matching import Directory
from sessions_app.models import Participant, Person
from sessions_app.spreadsheets.people import NameColumn, ParticipantResource
from tests.factories import (
    in_all,
    make_city,
    make_contribution,
    make_invitation,
    make_officer,
    make_organisation,
    make_participant,
    make_person,
    make_quote,
    make_series,
    make_service,
    make_session,
    make_user,
)


@pytest.fixture
def staff(client, db):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def call_request():
    return OpenCallApplication.objects.create(
        session=make_session(), email="a@example.org", name="José Łuczak", city_name="Łódź"
    )


def quote():
    speaker = make_participant(person=make_person(name="José Łuczak"))
    return make_quote(session=speaker.session, speaker=speaker)


def response():
    return make_contribution(city=city()).responses.get()


def city():
    return make_city(**in_all("name", "São José Łuczak"))


PEOPLE = {
    "sessions_app_person": lambda: make_person(name="José Łuczak"),
    "sessions_app_participant": lambda: make_participant(person=make_person(name="José Łuczak")),
    "sessions_app_quote": quote,
    "sessions_app_organisation": lambda: make_organisation(**in_all("name", "José Łuczak")),
    "sessions_app_series": lambda: make_series(**in_all("title", "José Łuczak")),
    "sessions_app_learningsession": lambda: make_session(**in_all("title", "José Łuczak")),
    "llex_user": lambda: make_user(name="José Łuczak"),
    "cities_officer": lambda: make_officer(user=make_user(name="José Łuczak")),
    "cities_invitation": lambda: make_invitation(
        officer=make_officer(user=make_user(name="José Łuczak"))
    ),
    "cities_city": city,
    "cities_contribution": lambda: make_contribution(representative_name="José Łuczak"),
    "cities_policyresponse": response,
    "cities_opencallapplication": call_request,
    "priorities_service": lambda: make_service(**in_all("name", "José Łuczak")),
}


@pytest.mark.parametrize("typed", ["ŁUCZAK JOSÉ", "luczak\u200b", "Ｊｏｓｅ", "jos lucz"])
@pytest.mark.parametrize("page", PEOPLE)
def test_list_finds_a_name_however_it_is_written(staff, page, typed):
    row = PEOPLE[page]()

    shown = staff.get(reverse(f"admin:{page}_changelist"), {"q": typed}).context["cl"].queryset

    assert list(shown) == [row]


@pytest.mark.parametrize("page", PEOPLE)
def test_list_leaves_out_what_is_called_otherwise(staff, page):
    PEOPLE[page]()

    shown = staff.get(reverse(f"admin:{page}_changelist"), {"q": "josef"}).context["cl"].queryset

    assert not shown


@pytest.mark.parametrize("typed", ["lucz jos", "علي", "Rezaei Ali"])
def test_picker_finds_a_person_by_any_spelling(staff, typed):
    person = make_person(name="José Łuczak", other_spellings=["علی رضایی", "Ali Rezaei"])
    make_person(name="Another")

    answer = staff.get(
        reverse("admin:autocomplete"),
        {"term": typed, "app_label": "sessions_app", "model_name": "participant"}
        | {"field_name": "person"},
    ).json()

    assert [row["id"] for row in answer["results"]] == [str(person.pk)]


def test_key_follows_the_name(db):
    person = make_person(name="Ana")
    person.name = "Éva"
    person.save(update_fields=["name"])

    assert Person.objects.get(search_key__key_contains="EVA") == person
    assert not Person.objects.filter(search_key__key_contains="ana").exists()


def test_address_of_a_person_is_not_found_by_those_who_may_not_see_it(db):
    make_person(name="Ana", email="secret@example.org")

    assert not Person.objects.filter(search_key__contains="secret").exists()


def sheet(session, *names):
    resource = ParticipantResource(scope=session)
    known = [resource._known_person({"name": name}) for name in names]
    return [person and person.name for person in known]


def test_spreadsheet_finds_a_person_and_keeps_the_name(db):
    session = make_session()
    participant = make_participant(session=session, person=make_person(name="José Łuczak"))

    names = ("jose luczak", "LUCZAK, José", "Jose Luczak Perez")
    assert sheet(session, *names) == ["José Łuczak", "José Łuczak", None]
    column = next(
        one for one in ParticipantResource(scope=session).columns() if isinstance(one, NameColumn)
    )
    assert column.repeats(participant, {"name": "LUCZAK, José"})
    assert not column.repeats(participant, {"name": "LUCZAK, José", "id": participant.pk})


def test_spreadsheet_asks_where_the_order_alone_leaves_doubt(db):
    make_person(name="Ali Hassan")
    make_person(name="Hassan Ali")

    assert sheet(make_session(), "Hassan Ali") == ["Hassan Ali"]


def test_imported_note_finds_a_person_in_another_order(db):
    person = make_person(name="José Łuczak")

    assert Directory().person("LUCZAK José") == person
    assert Participant.objects.count() == 0
    assert Person.objects.count() == 1
