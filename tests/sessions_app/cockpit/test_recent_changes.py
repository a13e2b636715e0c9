"""The last changes of a session: who did what to which row."""

import pytest
from auditlog.context import set_actor
from django.urls import reverse

from cities.models import Contribution
from sessions_app.briefing.compose.note_rows import load_rows
from sessions_app.cockpit.recent_changes import recent_changes
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from tests.factories import (
    make_contribution,
    make_full_session,
    make_officer,
    make_participant,
    make_person,
    make_session,
    make_user,
)


@pytest.fixture
def organiser(db):
    return make_user(group=ORGANISERS)


def changes(session, user):
    return recent_changes(load_rows(session, with_checks=True), user, {"submit": "Submit"})


def test_each_change_names_actor_row_and_fields_the_newest_first(organiser):
    session = make_full_session(rows=1, title_en="Water")
    row = session.contributions.get()
    with set_actor(organiser):
        session.introduction_fr = "Bonjour"
        session.attendance = 90
        session.save()
        response = row.responses.get()
        response.text_en = "Two shelters"
        response.save()

    newest, before = changes(session, organiser)[:2]

    assert (newest.actor, newest.verb) == (str(organiser), "changed")
    assert newest.kind == "Policy response"
    assert any("text" in field for field in newest.fields)
    assert before.row == "Water"
    assert any("introduction" in field for field in before.fields)
    assert before.address == reverse(
        "admin:sessions_app_learningsession_history", args=[session.pk]
    )


def test_changes_of_other_sessions_are_not_listed(organiser):
    session, other = make_session(), make_full_session(rows=1, title_en="Other")

    assert {change.row for change in changes(session, organiser)} == {str(session)}
    assert other.title_en not in {change.row for change in changes(session, organiser)}


def test_actions_are_named_and_long_lists_of_fields_are_cut(organiser):
    session = make_session()
    row = make_contribution(session=session, state="draft")
    row.submit(by=make_officer(city=row.city).user)
    session.title_fr, session.introduction_fr, session.capacity = "Eau", "Bonjour", 20
    session.closing_text_fr, session.duration = "Fin", 60
    session.save()

    listed = changes(session, organiser)

    assert listed[0].is_more
    assert len(listed[0].fields) == 3
    submitted = [one for one in listed if one.address.endswith(f"/{row.pk}/history/")]
    assert submitted
    assert Contribution.objects.get(pk=row.pk).state == "submitted"


def test_what_a_reader_may_not_see_is_left_out(organiser):
    session = make_session()
    make_participant(session=session, person=make_person(name="Ana Brandt"))
    stranger = make_user(is_staff=True)

    assert "Ana Brandt" in {change.row for change in changes(session, organiser)}
    assert changes(session, stranger) == []


def test_list_is_short_and_on_the_page(organiser, client):
    session = make_full_session(rows=4)
    client.force_login(make_user(group=RAPPORTEURS))

    page = client.get(reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk]))

    assert 0 < len(page.context["recent"]) <= 8
    assert "Last changes" in page.content.decode()
