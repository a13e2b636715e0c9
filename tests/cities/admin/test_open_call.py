"""Requests in the admin: confirmed, refused, and by whom."""

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.timezone import now

from cities.models import City, Invitation, OpenCallApplication
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from tests.factories import make_city, make_contribution, make_session, make_user
from tests.factories_cities import make_call

LIST = "admin:cities_opencallapplication_changelist"


@pytest.fixture
def as_organiser(client, db):
    client.force_login(make_user(group=ORGANISERS))
    return client


def page(request, verb="change"):
    return reverse(f"admin:cities_opencallapplication_{verb}", args=[request.pk])


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_page_offers_the_cities_that_may_be_meant_and_a_new_one(as_organiser):
    ours = make_city(name_en="Valencia", country="ES")
    request = make_call()

    answer = as_organiser.get(page(request))

    assert [likeness.city for likeness in answer.context["suggested"]] == [ours]
    text = answer.content.decode()
    assert f'value="{ours.pk}"' in text
    assert 'value="new"' in text


def test_confirming_for_a_city_of_ours_sends_its_link(as_organiser):
    ours, request = make_city(), make_call()

    answer = as_organiser.post(page(request, "confirm"), {"city": ours.pk})

    assert answer.url == page(request)
    assert Invitation.objects.get().contribution.city == ours
    assert said(answer) == [
        f"Confirmed. The personal link for {ours} is on its way to {request.email}."
    ]
    entry = LogEntry.objects.get_for_object(request).first()
    assert entry.changes_dict == {"state": ["waiting", "confirmed"]}


def test_confirming_for_a_new_city_makes_it(as_organiser):
    as_organiser.post(page(make_call(), "confirm"), {"city": "new"})

    assert Invitation.objects.get().contribution.city == City.objects.get()


@pytest.mark.parametrize("choice", ["", "x", "987654", "-1"])
def test_nothing_is_confirmed_without_a_choice(as_organiser, choice):
    request = make_call()

    answer = as_organiser.post(page(request, "confirm"), {"city": choice})

    request.refresh_from_db()
    assert request.state == "waiting"
    assert said(answer) == ["Choose which city it is. Nothing was changed."]


def test_what_stands_against_confirming_is_said(as_organiser):
    session = make_session(open_call=True, starts_at=now() + timedelta(days=9))
    contribution = make_contribution(session=session, state="declined")
    request = make_call(session=session)

    answer = as_organiser.post(page(request, "confirm"), {"city": contribution.city_id})

    request.refresh_from_db()
    assert request.state == "waiting"
    assert "declined" in said(answer)[0]


def test_refusing_needs_a_reason(as_organiser):
    request = make_call()

    empty = as_organiser.post(page(request, "refuse"), {"reason": "  "})
    assert said(empty) == ["Write the reason first; the officer reads it."]
    as_organiser.post(page(request, "refuse"), {"reason": "The table is full."})

    request.refresh_from_db()
    assert (request.state, request.reason) == ("refused", "The table is full.")


@pytest.mark.parametrize("verb", ["confirm", "refuse"])
def test_deciding_is_refused_to_others_and_by_other_methods(client, db, verb):
    request = make_call()
    fields = {"city": "new", "reason": "No."}
    anonymous = client.post(page(request, verb), fields)
    client.force_login(make_user(group=RAPPORTEURS))
    rapporteur = client.post(page(request, verb), fields)
    client.force_login(make_user(group=ORGANISERS))

    assert (anonymous.status_code, rapporteur.status_code) == (302, 403)
    assert client.get(page(request, verb)).status_code == 405
    assert (
        client.post(reverse(f"admin:cities_opencallapplication_{verb}", args=[987654])).status_code
        == 404
    )
    assert OpenCallApplication.objects.get().state == "waiting"


def test_second_decision_is_refused(as_organiser):
    request = make_call()
    as_organiser.post(page(request, "refuse"), {"reason": "No."})

    for verb in ("confirm", "refuse"):
        answer = as_organiser.post(page(request, verb), {"city": "new", "reason": "Yes."})
        assert "refused" in said(answer)[-1]

    assert not City.objects.exists()
    assert "waiting" not in as_organiser.get(page(request)).context


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_a_constant_number_of_queries(as_organiser, django_assert_max_num_queries, rows):
    session = make_session(open_call=True, starts_at=now() + timedelta(days=9))
    for number in range(rows):
        make_call(session=session, email=f"user{number}@valencia.example")
    make_city(name_en="Valencia", country="ES", slug="valencia")

    with django_assert_max_num_queries(15):
        answer = as_organiser.get(reverse(LIST))

    assert answer.content.decode().count("perhaps valencia") == rows
