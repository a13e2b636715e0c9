"""The page of one measure or challenge, and its open data."""

import json

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from cities.models import EntryAddress, ResponseUpdate
from cities.public import projection
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

LANGUAGES = ("en", "fr", "es", "ar")


@pytest.fixture
def note(db):
    """A published session: Barcelona's response answers Rome's challenge; Bogotá did the same."""
    session = make_session(slug="launch")
    housing = make_service(slug="housing", **in_all("name", "Housing"))
    rome, barcelona, bogota = (
        make_contribution(
            session=session,
            responses=0,
            challenges=0,
            city=make_city(slug=slug, country=country, **in_all("name", slug.title())),
        )
        for slug, country in (("rome", "IT"), ("barcelona", "ES"), ("bogota", "CO"))
    )
    challenge = make_challenge(contribution=rome, **in_all("text", "Incomes fall"))
    response = make_response(
        contribution=barcelona,
        **in_all("title", "Rents are suspended"),
        **in_all("text", "For three months"),
        since="2020-03-18",
        source="https://example.org/decree",
    )
    response.answers.add(challenge)
    other = make_response(contribution=bogota, **in_all("title", "A rent subsidy"))
    for entry in (challenge, response, other):
        entry.services.add(housing)
    ResponseUpdate.objects.create(response=response, kind="true", said_on="2026-06-30")
    make_published(session)
    return {"response": response, "challenge": challenge, "session": session}


def path_of(entry, kind, language="en"):
    slug = EntryAddress.objects.get(kind=kind, number=entry.pk).slug
    return f"/{language}/measures/{slug}/"


def text(response):
    return " ".join(html.fromstring(response.content).text_content().split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_measure_has_a_page_in_every_language(client, note, language):
    response = client.get(path_of(note["response"], "response", language))

    assert response.status_code == 200
    page = html.fromstring(response.content)
    assert page.xpath("//h1")[0].text_content().strip() == f"Rents are suspended ({language})"
    assert f"/{language}/cities/barcelona/" in page.xpath("//dd//a/@href")
    assert f"/{language}/priorities/housing/" in page.xpath("//dd//a/@href")
    assert path_of(note["challenge"], "challenge", language) in page.xpath("//li//a/@href")
    anchor = f"#response-{note['response'].pk}"
    assert f"/{language}/sessions/launch/briefing/{anchor}" in page.xpath("//dd//a/@href")


def test_measure_tells_its_follow_up_source_and_similar_ones(client, note):
    said = text(client.get(path_of(note["response"], "response")))

    assert "Still true, June 2026" in said
    assert "since 18 March 2020" in said
    assert "https://example.org/decree" in said
    assert "A rent subsidy" in said
    assert "Barcelona (en): Rents are suspended (en). Measure, " in said


def test_challenge_tells_who_answers_it(client, note):
    page = html.fromstring(client.get(path_of(note["challenge"], "challenge")).content)

    assert path_of(note["response"], "response") in page.xpath("//section//a/@href")


def test_withdrawn_measure_leaves_a_page_that_says_so(client, note):
    path = path_of(note["response"], "response")
    projection.replace_session(note["session"].pk, {})

    response = client.get(path)

    assert response.status_code == 410
    assert "No longer published" in text(response)
    assert "Barcelona" in text(response)
    assert "three months" not in response.content.decode()
    assert client.get(f"{path[:-1]}.json").status_code == 410


@pytest.mark.parametrize("end", ["/", ".json"])
def test_unknown_measure_is_not_found_and_pages_are_only_read(client, note, end):
    assert client.get(f"/en/measures/nothing-0{end}").status_code == 404
    assert client.post(f"/en/measures/nothing-0{end}").status_code == 405


def test_data_has_all_languages(client, note):
    path = path_of(note["response"], "response")

    data = json.loads(client.get(f"{path[:-1]}.json").content)

    assert data["title"] == {code: f"Rents are suspended ({code})" for code in LANGUAGES}
    assert data["text"] == {code: f"For three months ({code})" for code in LANGUAGES}
    assert (data["kind"], data["services"], data["status"]) == ("measure", ["housing"], "true")
    assert data["url"].endswith(path)
    assert data["answers"] == [path_of(note["challenge"], "challenge").split("/")[-2]]


def test_page_takes_a_constant_number_of_queries(client, note):
    def count(path):
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    path = path_of(note["challenge"], "challenge")
    count(path)
    once = count(path)
    for name in ("quito", "cuenca", "la-paz"):
        contribution = make_contribution(
            session=note["session"], responses=0, city=make_city(slug=name)
        )
        make_response(contribution=contribution).answers.add(note["challenge"])
    make_published(note["session"])

    assert count(path) == once <= 9


def test_texts_are_escaped(client, db):
    contribution = make_contribution(session=make_session(), responses=0)
    response = make_response(contribution=contribution, title_en="<script>alert(1)</script>")
    make_published(contribution.session)

    body = client.get(path_of(response, "response")).content.decode()

    assert "<script>alert" not in body
    assert "&lt;script&gt;alert" in body
