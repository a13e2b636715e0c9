"""Cities side by side, and the matrix of cities and topics."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from cities.models import EntryAnswerProjection, EntryProjection
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

SLUGS = ("bogota", "quito", "rome", "dakar", "xian")


@pytest.fixture
def cities(db):
    """Five cities with a measure on housing each; Rome has one on water, too."""
    session = make_session()
    housing = make_service(slug="housing", **in_all("name", "Housing"))
    water = make_service(slug="water", **in_all("name", "Water"))
    for slug in SLUGS:
        city = make_city(slug=slug, **in_all("name", slug.title()))
        contribution = make_contribution(session=session, city=city, responses=0, challenges=0)
        measure = make_response(contribution=contribution, **in_all("title", f"Homes in {slug}"))
        measure.services.add(housing)
        make_challenge(contribution=contribution, **in_all("text", f"Debts in {slug}"))
        if slug == "rome":
            other = make_response(contribution=contribution, **in_all("title", "Wells in rome"))
            other.services.add(water)
    make_published(session)
    return session


def read(client, query):
    response = client.get(f"/en/compare/{query}")
    assert response.status_code == 200
    return html.fromstring(response.content)


def heads(page):
    return [
        " ".join(head.text_content().split())
        for head in page.xpath("//table[@class='compared']/thead//th")[1:]
    ]


def rows(page):
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("th|td")]
        for row in page.xpath("//table[@class='compared']/tbody/tr")
    ]


def told(page):
    return [one.text_content() for one in page.xpath("//p[@role='status']")]


@pytest.mark.parametrize("query", ["?cities=rome,bogota", "?cities=rome&cities=bogota&cities="])
def test_two_cities_stand_side_by_side_by_topic(client, cities, query):
    page = read(client, query)

    assert [head.partition(" ")[0] for head in heads(page)] == ["Rome", "Bogota"]
    topics = {row[0]: row[1:] for row in rows(page)}
    assert list(topics) == ["Housing (en)", "Water (en)", "What is hard"]
    assert topics["Housing (en)"][1].startswith("Homes in bogota (en)")
    assert topics["Water (en)"][1].endswith("Nothing reported")
    assert topics["What is hard"] == ["Debts in rome (en)", "Debts in bogota (en)"]
    assert told(page) == []


def test_topic_leaves_its_measures_alone(client, cities):
    page = read(client, "?cities=rome,bogota&service=water")

    assert [row[0] for row in rows(page)] == ["Water (en)", "What is hard"]


def test_only_four_cities_fit(client, cities):
    page = read(client, "?cities=" + ",".join(SLUGS))

    assert len(heads(page)) == 4
    assert told(page) == ["Not shown, since only four cities fit beside one another: xian"]


@pytest.mark.parametrize(
    ("query", "problems"),
    [
        ("?cities=rome,atlantis", ["No city of this name", "Choose at least two cities."]),
        ("?cities=rome", ["Choose at least two cities."]),
        ("?cities=rome,quito&service=magic", ["There is no such topic: magic"]),
        ("?cities=%27%20OR%201=1", ["No city of this name"]),
        ("?cities=%E2%80%AE,%25", ["No city of this name"]),
        ("?cities=" + "x" * 3000, ["No city of this name"]),
        ("", []),
    ],
)
def test_what_cannot_be_shown_is_told(client, cities, query, problems):
    said = told(read(client, query))

    assert len(said) == len(problems)
    assert all(text.startswith(begun) for text, begun in zip(said, problems, strict=True))


def test_matrix_counts_measures_of_cities_on_topics(client, cities):
    page = read(client, "")

    matrix = {
        " ".join(row.xpath("string(th)").split()): [
            "".join(cell.text_content().split()).strip("·") for cell in row.xpath("td")
        ]
        for row in page.xpath("//table[@class='matrix']/tbody/tr")
    }
    assert matrix["Rome (en)"] == ["1", "1"]
    assert matrix["Dakar (en)"] == ["1", "0"]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_page_is_only_read(client, db, method):
    assert getattr(client, method)("/en/compare/").status_code == 405


@pytest.mark.parametrize("path", ["/en/compare/?cities=rome,bogota", "/en/compare/", "/en/"])
def test_number_of_queries_does_not_grow(client, cities, path):
    def count():
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    count()
    before = count()
    for slug in ("lima", "cuenca", "la-paz"):
        make_contribution(session=cities, city=make_city(slug=slug))
    make_published(cities)

    assert count() == before <= 26


def test_city_tells_its_measures_by_topic_and_sums_them_up(client, cities):
    page = html.fromstring(client.get("/en/cities/rome/").content)

    said = " ".join(page.text_content().split())
    assert "2 measures and 1 challenge in 1 session since 2020." in said
    topics = page.xpath("//div[@class='by']/h3/a/@href")
    assert topics == ["/en/priorities/housing/", "/en/priorities/water/"]


def test_home_shows_figures_topics_and_the_newest_measures(client, cities):
    page = html.fromstring(client.get("/en/").content)

    said = " ".join(page.text_content().split())
    assert "6 measures that cities took" in said
    answered = EntryAnswerProjection.objects.values("challenge").distinct().count()
    challenges = EntryProjection.objects.filter(kind="challenge").count()
    assert f"{challenges} challenges, answered: {answered}" in said
    assert page.xpath("//ul[@class='tiles']//a/@href")[0] == "/en/priorities/housing/"
    assert len(page.xpath("//ol[@class='list']/li")) == 4
