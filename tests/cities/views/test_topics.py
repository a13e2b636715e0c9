"""The pages of topics."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from tests.factories import (
    in_all,
    make_challenge,
    make_city,
    make_contribution,
    make_published,
    make_response,
    make_service,
    make_session,
)


@pytest.fixture
def topic(db):
    housing = make_service(slug="housing", **in_all("name", "Housing"))
    make_service(slug="water", **in_all("name", "Water"))
    session = make_session(slug="launch")
    for slug, country in (("rome", "IT"), ("bogota", "CO")):
        add(session, slug, country, housing)
    make_published(session)
    return session, housing


def add(session, slug, country, service):
    contribution = make_contribution(
        session=session,
        responses=0,
        challenges=0,
        city=make_city(slug=slug, country=country, **in_all("name", slug.title())),
    )
    response = make_response(contribution=contribution, **in_all("title", f"Rents in {slug}"))
    challenge = make_challenge(contribution=contribution, **in_all("text", f"Debts in {slug}"))
    response.services.add(service)
    challenge.services.add(service)
    response.answers.add(challenge)


def said(response):
    return " ".join(html.fromstring(response.content).text_content().split())


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_topic_groups_measures_by_city_and_pairs_challenges(client, topic, language):
    response = client.get(f"/{language}/priorities/housing/")

    page = html.fromstring(response.content)
    cities = page.xpath("//div[contains(@class, 'by')]/h3/a/@href")
    assert cities == [f"/{language}/cities/bogota/", f"/{language}/cities/rome/"]
    assert len(page.xpath("//article[contains(@class, 'pair')]")) == 2
    assert f"Rents in rome ({language})" in said(response)


def test_topic_is_summed_up_in_a_sentence(client, topic):
    assert "2 cities in 2 countries: 2 measures, 2 challenges." in said(
        client.get("/en/priorities/housing/")
    )
    assert "Nothing has been published on this topic yet." in said(
        client.get("/en/priorities/water/")
    )


def test_topics_are_listed_with_their_measures(client, topic):
    page = html.fromstring(client.get("/en/priorities/").content)

    tiles = [" ".join(a.text_content().split()) for a in page.xpath("//ul[@class='tiles']//a")]
    assert tiles == ["Housing (en) 2 measures", "Water (en) 0 measures"]


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "1' OR 1=1", ""])
def test_impossible_page_is_the_nearest_one(client, topic, number):
    response = client.get("/en/priorities/housing/", {"page": number})

    assert response.status_code == 200
    assert "Rents in rome" in said(response)


def test_topic_takes_a_constant_number_of_queries(client, topic):
    def count():
        with CaptureQueriesContext(connection) as queries:
            client.get("/en/priorities/housing/")
        return len(queries)

    session, housing = topic
    count()
    once = count()
    for slug in ("quito", "cuenca", "la-paz"):
        add(session, slug, "EC", housing)
    make_published(session)

    assert count() == once <= 22
