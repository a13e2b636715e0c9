"""Publishing a note without some cities of its session asks to confirm their names."""

import pytest
from django.urls import reverse

from sessions_app.models import Edition
from tests.factories import make_contribution, make_full_session


@pytest.fixture
def session(db):
    session = make_full_session()
    make_contribution(session=session, state="invited", order=9)
    return session


def at(session):
    return reverse("admin:sessions_app_learningsession_publish", args=[session.pk])


def typed(client, session, **data):
    form = client.get(at(session)).context["form"]
    return {"named": form["named"].value(), **data}


def test_names_of_the_cities_are_beside_the_confirmation(as_organiser, session):
    missing = session.contributions.get(state="invited")

    form = as_organiser.get(at(session)).context["form"]

    assert form.fields["without"].help_text == str(missing.city)


def test_note_is_not_published_before_it_is_confirmed(as_organiser, session):
    answer = as_organiser.post(at(session), typed(as_organiser, session))

    assert answer.status_code == 200
    assert answer.context["form"].errors == {
        "without": ["Confirm that the note is without these cities."]
    }
    assert not Edition.objects.exists()


def test_confirmed_note_is_published(as_organiser, session):
    answer = as_organiser.post(at(session), typed(as_organiser, session, without="on"))

    assert answer.status_code == 302
    assert Edition.objects.get().findings[0]["code"] == "left_out"


def test_confirmation_of_other_names_does_not_count(as_organiser, session):
    data = typed(as_organiser, session, without="on")
    another = make_contribution(session=session, state="draft", order=10)

    answer = as_organiser.post(at(session), data)

    assert not Edition.objects.exists()
    form = answer.context["form"]
    assert "without" in form.errors
    assert str(another.city) in form.fields["without"].help_text
    assert not form["without"].value()
    again = {"named": form["named"].value(), "without": "on"}
    assert as_organiser.post(at(session), again).status_code == 302
    assert Edition.objects.exists()


def test_city_that_ended_its_contribution_itself_asks_for_nothing(as_organiser, session):
    session.contributions.get(state="invited").decline()

    answer = as_organiser.get(at(session))

    assert "without" not in answer.context["form"].fields
    assert "declined to contribute" in answer.content.decode()
    assert as_organiser.post(at(session), {}).status_code == 302
