"""Suggestions as one types: cities, topics and titles that begin with the text."""

import pytest
from django.urls import reverse

from tests.factories import (
    in_english,
    make_city,
    make_contribution,
    make_published,
    make_response,
    make_service,
    make_session,
)

pytestmark = pytest.mark.usefixtures("published")


@pytest.fixture
def published(db, empty_print_files):
    session = make_session(slug="june", title_en="After the flood")
    city = make_city(slug="bogota", country="CO", name_en="Bogotá", name_ar="بوغوتا")
    contribution = make_contribution(session=session, city=city, responses=0, challenges=0)
    row = make_response(
        contribution=contribution,
        **in_english("title", "Evictions are suspended"),
        **in_english("text", "Courts wait until June."),
    )
    row.services.add(make_service(slug="housing", name_en="Housing", name_ar="السكن"))
    make_published(session)


def suggested(client, text, language="en"):
    address = reverse("sessions_app:search_suggestions").replace("/en/", f"/{language}/")
    answer = client.get(address, {"q": text})
    assert answer.status_code == 200
    return {one["name"]: one["address"] for one in answer.json()["results"]}


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("bog", "en", "Bogotá"),
        ("BOGOTÁ", "en", "Bogotá"),
        ("hous", "en", "Housing"),
        ("evict", "en", "Evictions are suspended"),
        ("evictions", "en", "Evictions are suspended"),
        ("susp evic", "en", "Evictions are suspended"),
        ("after", "en", "After the flood"),
        ("flo", "en", "After the flood"),
        ("بوغ", "ar", "بوغوتا"),
        ("bogo", "ar", "بوغوتا"),
        ("سكن", "ar", "السكن"),
    ],
)
def test_beginning_suggests(client, text, language, name):
    found = suggested(client, text, language)

    if text == "after":
        # It says nothing in a search, and begins a title all the same.
        assert found.keys() <= {name}
    else:
        assert name in found
        assert client.get(found[name].partition("#")[0]).status_code == 200


@pytest.mark.parametrize(
    "text",
    ["", "b", "?!", "courts", "x" * 500, '"; DROP TABLE x; --', "b" * 61, "zzkm", "\u202e"],
)
def test_nothing_is_suggested_for_other_texts(client, text):
    assert suggested(client, text) == {}


def test_answer_is_kept_and_tells_what_each_is(client):
    answer = client.get(reverse("sessions_app:search_suggestions"), {"q": "bog"})

    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["ETag"]
    assert not answer.cookies
    assert answer.json()["results"] == [
        {"name": "Bogotá", "detail": "Colombia", "address": "/en/cities/bogota/"}
    ]
    assert client.post(reverse("sessions_app:search_suggestions")).status_code == 405


def test_three_queries(client, django_assert_num_queries):
    for number in range(3):
        make_city(slug=f"b{number}", name_en=f"Bogotilla {number}")
    with django_assert_num_queries(3):
        suggested(client, "bog")
