"""The page on which several cities become one."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from cities.models import City
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from tests.factories import make_city, make_contribution, make_session, make_user

LIST = "admin:cities_city_changelist"


@pytest.fixture
def as_organiser(client, db):
    client.force_login(make_user(group=ORGANISERS))
    return client


def address(*cities, keep=None):
    query = "&".join(f"city={getattr(city, 'pk', city)}" for city in cities)
    return reverse("admin:cities_city_merge") + f"?{query}" + (f"&keep={keep.pk}" if keep else "")


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_action_leads_to_the_choice_of_what_stays(as_organiser):
    one, other = make_city(), make_city()
    fields = {"action": "merge_selected", "_selected_action": [one.pk, other.pk]}

    answer = as_organiser.post(reverse(LIST), fields)

    assert answer.url == address(one, other)
    page = as_organiser.get(answer.url)
    assert page.context["plan"] is None
    assert page.context["cities"] == [one, other]


def test_action_needs_two(as_organiser):
    fields = {"action": "merge_selected", "_selected_action": [make_city().pk]}

    answer = as_organiser.post(reverse(LIST), fields)

    assert said(answer) == ["Choose two cities or more, 10 at most."]


def test_preview_writes_nothing_and_confirming_merges(as_organiser):
    kept, gone = make_city(), make_city()
    contribution = make_contribution(city=gone)

    preview = as_organiser.get(address(kept, gone, keep=kept))
    assert preview.context["plan"].moving == [("Contributions", 1)]
    assert City.objects.count() == 2
    answer = as_organiser.post(address(kept, gone), {"keep": kept.pk})

    assert answer.url == reverse("admin:cities_city_change", args=[kept.pk])
    contribution.refresh_from_db()
    assert contribution.city == kept


def test_obstacle_is_said_and_nothing_changed(as_organiser):
    session = make_session()
    kept = make_contribution(session=session, state="accepted").city
    gone = make_contribution(session=session, state="submitted").city

    preview = as_organiser.get(address(kept, gone, keep=kept))
    answer = as_organiser.post(address(kept, gone), {"keep": kept.pk})

    assert "cannot be merged yet" in preview.content.decode()
    assert answer.status_code == 200
    assert "same state" in said(answer)[0]
    assert City.objects.count() == 2


@pytest.mark.parametrize("keep", ["", "x", "987654"])
def test_nothing_is_merged_without_a_choice(as_organiser, keep):
    one, other = make_city(), make_city()

    answer = as_organiser.post(address(one, other), {"keep": keep})

    assert answer.status_code == 200
    assert City.objects.count() == 2


@pytest.mark.parametrize("keys", [(), ("x",), (987654, 987655), ("9" * 40, "-1")])
def test_page_needs_two_cities_that_exist(as_organiser, keys):
    answer = as_organiser.get(address(*keys))

    assert answer.url == reverse(LIST)


@pytest.mark.parametrize("method", ["get", "post"])
def test_merging_is_refused_to_rapporteurs_and_strangers(client, db, method):
    one, other = make_city(), make_city()
    anonymous = getattr(client, method)(address(one, other), {"keep": one.pk})
    client.force_login(make_user(group=RAPPORTEURS))

    refused = getattr(client, method)(address(one, other), {"keep": one.pk})

    assert anonymous.status_code == 302
    assert refused.status_code == 403
    assert City.objects.count() == 2
