"""The check names every city that the note is without, before everything else."""

import pytest
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cities.models import Contribution
from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.document import Document
from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.briefing.preflight.findings import left_out_in
from sessions_app.briefing.preflight.left_out import why_left_out
from sessions_app.models import Participant
from tests.factories import (
    make_city,
    make_contribution,
    make_full_session,
    make_participant,
    make_person,
    make_published,
    make_session,
)

State = Contribution.State
LEFT_OUT_STATES = [state for state in State if state != State.ACCEPTED]


def make_in_state(session, state, **overrides):
    contribution = make_contribution(session=session, state="draft", **overrides)
    Contribution.objects.filter(pk=contribution.pk).update(state=state, submitted_at=now())
    return contribution


@pytest.mark.parametrize("state", LEFT_OUT_STATES)
def test_city_in_any_state_but_accepted_is_named_with_its_reason(db, state):
    session = make_full_session()
    missing = make_in_state(session, state)

    first = preflight_session(session)[0]

    assert (first.severity, first.code) == ("warning", "left_out")
    assert first.place == f"City table, {missing.city.name_en}"
    assert first.message == why_left_out(state)
    assert (first.target.kind, first.target.key) == ("contribution", missing.city.slug)


def test_every_reason_is_another(db):
    assert len({why_left_out(state) for state in State}) == len(State)


def test_cities_that_are_left_out_come_before_errors(db):
    session = make_full_session(introduction_es="")
    make_in_state(session, State.SUBMITTED)

    assert [one.code for one in preflight_session(session)] == ["left_out", "missing_language"]


def test_note_without_any_of_its_cities_is_an_error(db):
    session = make_session()
    first, second = (make_in_state(session, state) for state in (State.INVITED, State.DRAFT))

    found = left_out_in(preflight_session(session))

    assert [(one.severity, one.code) for one in found] == [
        ("error", "no_city"), ("warning", "left_out"), ("warning", "left_out"),
    ]  # fmt: skip
    assert found[0].message == "None of the 2 cities of the session is in the note."
    assert {one.place for one in found[1:]} == {
        f"City table, {one.city.name_en}" for one in (first, second)
    }


def test_city_of_the_last_edition_that_was_sent_back_is_told_apart(db):
    session = make_full_session(rows=3)
    first, second, third = session.contributions.all()
    third.request_changes("Not printed yet.")
    make_published(session)
    first.request_changes("Since when?")
    second.withdraw()

    found = [one for one in left_out_in(preflight_session(session)) if one.target]

    assert {one.target.key: one.message for one in found} == {
        first.city.slug: (
            "The last edition includes this city; until it is accepted again, no new one does."
        ),
        second.city.slug: why_left_out(State.WITHDRAWN),
        third.city.slug: why_left_out(State.CHANGES_REQUESTED),
    }


def test_city_that_only_takes_part_is_named_once(db):
    session = make_full_session()
    city = make_city()
    for status in ("registered", "attended", "cancelled"):
        person = make_person(city=city)
        make_participant(session=session, person=person, role="city", status=status)
    listed = session.contributions.first().city
    make_participant(session=session, person=make_person(city=listed), role="city")
    make_participant(session=session, person=make_person(city=make_city()), role="speaker")

    found = left_out_in(preflight_session(session))

    assert [(one.code, one.place) for one in found] == [
        ("no_contribution", f"City table, {city.name_en}")
    ]


def test_city_whose_participants_all_cancelled_is_not_named(db):
    session = make_full_session()
    person = make_person(city=make_city())
    make_participant(
        session=session, person=person, role="city", status=Participant.Status.CANCELLED
    )

    assert left_out_in(preflight_session(session)) == []


def test_number_of_queries_does_not_grow_with_cities(db, django_assert_max_num_queries):
    session = make_full_session(rows=2)
    for state in LEFT_OUT_STATES * 3:
        make_in_state(session, state)
    make_published(session)

    with django_assert_max_num_queries(40):
        assert len(left_out_in(preflight_session(session))) == 18


@pytest.mark.django_db
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=st.lists(st.sampled_from(list(State)), max_size=6), listed=st.integers(0, 2))
def test_each_city_is_in_the_document_or_named(states, listed):
    session = make_session()
    contributions = [make_in_state(session, state) for state in states]
    cities = [one.city for one in contributions]
    for _number in range(listed):
        cities.append(make_city())
        make_participant(session=session, person=make_person(city=cities[-1]), role="city")

    documents = compose_all(session)
    found = left_out_in(preflight_session(session, documents))

    document: Document = documents["en"]
    printed = [row.city.name.text for row in document.rows]
    named = [one.place.removeprefix("City table, ") for one in found if one.code != "no_city"]
    assert sorted(printed + named) == sorted(city.name_en for city in cities)
    is_without = bool(contributions) and not printed
    assert [one.severity for one in found if one.code == "no_city"] == ["error"] * is_without
