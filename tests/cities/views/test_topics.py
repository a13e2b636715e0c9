"""The pages of topics."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from priorities.models import Service
from sessions_app.briefing.editions import publish
from tests.factories import (
    in_all,
    make_challenge,
    make_city,
    make_consultation,
    make_contribution,
    make_full_session,
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


def test_cities_of_one_country_are_counted_each(client, topic):
    _session, housing = topic
    session = make_session(slug="later")
    add(session, "milan", "IT", housing)
    make_published(session)

    assert "3 cities in 2 countries: 3 measures, 3 challenges." in said(
        client.get("/en/priorities/housing/")
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
        caches["pages"].clear()
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


# --- How it was rated -----------------------------------------------------------------------------


@pytest.fixture
def rated(topic, empty_print_files):
    """Three sessions that rated housing, one of them on another scale."""
    _session, housing = topic
    water = Service.objects.get(slug="water")
    for day, scale, scores in ((3, 5, [4, 2]), (10, 10, [7, 9]), (17, 5, [5, 4])):
        held = make_full_session(
            slug=f"may-{day}", starts_at=datetime(2021, 5, day, 14, tzinfo=UTC)
        )
        held.consultations.all().delete()
        make_consultation(
            session=held,
            services=[housing, water],
            ballots=[scores] * 6,
            scale=scale,
            state="closed",
        )
        publish(held)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_ratings_are_drawn_on_one_axis_the_newest_first(client, rated, language):
    page = html.fromstring(client.get(f"/{language}/priorities/housing/").content)

    rows = page.xpath("//ol[@class='ratings']/li")
    assert [row.xpath(".//time/@datetime")[0] for row in rows] == ["2021-05-17", "2021-05-03"]
    assert all(row.xpath(".//rect[@class='range-band']/@x") for row in rows)
    assert len(page.xpath("//ul[@class='other-scales']/li")) == 1
    assert len(page.xpath("//table[contains(@class, 'history')]/tbody/tr")) == 3


def test_first_visit_to_a_topic_stays_within_its_budget(client, rated):
    response = client.get("/en/priorities/housing/")
    tree = html.fromstring(response.content)
    files = tree.xpath("//link[@rel='stylesheet']/@href") + tree.xpath("//script/@src")
    contents = [
        Path(settings.BASE_DIR, "static", name.removeprefix("/static/")).read_bytes()
        for name in files
    ]

    assert len(files) == 5
    # Of a topic with few measures.
    assert sum(len(gzip.compress(part)) for part in (response.content, *contents)) < 20 * 1024


def test_topic_that_was_never_rated_has_no_chart(client, topic):
    page = client.get("/en/priorities/housing/")

    assert "No session has published ratings of this service yet." in said(page)
    assert client.get("/en/priorities/housing/ratings.svg").status_code == 404
    assert client.get("/en/priorities/housing/ratings.csv").status_code == 404


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize(
    ("extension", "media_type", "start"),
    [
        ("svg", "image/svg+xml", b"<svg"),
        ("png", "image/png", b"\x89PNG"),
        ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbf"),
    ],
)
def test_chart_can_be_taken_away(client, rated, language, extension, media_type, start):
    response = client.get(f"/{language}/priorities/housing/ratings.{extension}")

    assert response.status_code == 200
    assert response["Content-Type"] == media_type
    assert response.content.startswith(start)


@pytest.mark.parametrize(
    "path", ["housing/ratings.exe", "nothing/ratings.svg", "nothing/ratings.csv"]
)
def test_chart_that_is_not_there_is_not_found(client, rated, path):
    assert client.get(f"/en/priorities/{path}").status_code == 404


def test_chart_is_only_read(client, rated):
    assert client.post("/en/priorities/housing/ratings.svg").status_code == 405
