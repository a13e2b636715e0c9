"""The page of the search and its files: what they show, refuse, and cost."""

import csv
import io
import json
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils.timezone import now
from lxml import etree, html

from cities.models import EntryAddress
from sessions_app.models import SearchDocument
from sessions_app.search import engine
from tests.factories import (
    make_challenge,
    make_city,
    make_contribution,
    make_published,
    make_response,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_print_files")]
ATOM = "{http://www.w3.org/2005/Atom}"


def publish(number=1, title="Rents are suspended"):
    session = make_session(slug=f"session-{number}")
    city = make_city(slug=f"city-{number}", country="CO", name_en=f"City {number}")
    contribution = make_contribution(session=session, city=city, responses=0, challenges=0)
    make_response(
        contribution=contribution,
        title_en=title,
        text_en="Nobody <b>pays</b> & nobody is evicted: =1+1.",
    )
    make_published(session)


def page(client, address="/en/search/?q=rent"):
    response = client.get(address)
    assert response.status_code == 200
    return html.fromstring(response.content)


def texts(tree, path):
    return [" ".join(one.text_content().split()) for one in tree.xpath(path)]


def test_result_is_marked_and_escaped(client):
    publish(title="Rents & <script>fees</script>")

    tree = page(client)
    assert texts(tree, "//main//h2")[0] == "Rents & <script>fees</script>"
    assert texts(tree, "//main//h2//mark") == ["Rents"]
    assert not tree.xpath("//main//h2//script")
    assert texts(tree, "//h1") == ["1 result for “rent”"]


def test_query_is_escaped_in_the_page(client):
    publish()

    response = client.get("/en/search/", {"q": '"><script>alert(1)</script>'})
    assert b"<script>alert" not in response.content


def test_tabs_facets_and_chosen_filters(client):
    for number in (1, 2):
        publish(number)

    tree = page(client, "/en/search/?country=CO")
    assert "Measures 2" in texts(tree, "//nav[contains(@class, 'parts')]/a")
    assert texts(tree, "//ul[contains(@class, 'chosen')]//a")[0].startswith("Colombia")
    assert tree.xpath("//input[@name='country'][@value='CO'][@checked]")


def publish_answer(words="Rents eat half of the wages"):
    """Publish a challenge of Rome and a measure that answers it; return its slug."""
    session = make_session(slug="answers")
    rome = make_contribution(
        session=session, city=make_city(slug="rome", name_en="Rome"), responses=0, challenges=0
    )
    challenge = make_challenge(contribution=rome, text_en=f"{words}. No help yet.")
    answer = make_response(contribution=rome, title_en="A ceiling", text_en="Rents have a ceiling.")
    answer.answers.add(challenge)
    other = make_response(contribution=rome, title_en="A register", text_en="Rents are registered.")
    other.answers.add(make_challenge(contribution=rome, text_en="No list has all rents."))
    make_published(session)
    return EntryAddress.objects.get(kind="challenge", number=challenge.pk).slug


def test_challenge_chooses_the_measures_that_answer_it(client):
    slug = publish_answer()
    whole = page(client, "/en/search/?q=rents")
    choice = whole.xpath(f"//input[@name='challenge'][@value='{slug}']/ancestor::label[1]")[0]
    assert " ".join(choice.text_content().split()) == "Rome: Rents eat half of the wages 1"

    tree = page(client, f"/en/search/?challenge={slug}")
    assert texts(tree, "//main//article//h2 | //main//li//h2") == ["A ceiling"]
    assert texts(tree, "//ul[contains(@class, 'chosen')]//a")[0].startswith("Rome: Rents eat")
    data = json.loads(client.get(f"/en/search.json?challenge={slug}").content)
    assert [one["answers"] for one in data["results"]] == [[slug]]


def test_challenge_that_is_none_is_told(client):
    publish_answer()

    tree = page(client, "/en/search/?challenge=nowhere-challenge-7")
    assert "nowhere-challenge-7" in " ".join(texts(tree, "//div[contains(@class, 'notice')]"))


def test_challenge_that_was_withdrawn_is_told(client):
    slug = publish_answer()
    EntryAddress.objects.filter(slug=slug).update(withdrawn_at=now())

    tree = page(client, f"/en/search/?challenge={slug}")
    assert slug[:40] in " ".join(texts(tree, "//div[contains(@class, 'notice')]"))


def test_long_title_of_a_challenge_is_cut_where_it_is_a_choice(client):
    publish_answer("Rents " + "and rents " * 20)

    names = texts(page(client), "//input[@name='challenge']/ancestor::label[1]")
    assert [len(name) < 80 for name in names] == [True, True]
    assert sum("…" in name for name in names) == 1


def test_what_is_unknown_is_told(client):
    publish()

    tree = page(client, "/en/search/?region=Atlantis&colour=red&page=99")
    told = " ".join(texts(tree, "//div[contains(@class, 'notice')]"))
    assert all(word in told for word in ("Atlantis", "colour", "99"))


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 400, "1.5", "\u0661"])
def test_wrong_page_is_the_nearest(client, number):
    publish()

    assert texts(page(client, f"/en/search/?q=rent&page={number}"), "//main//h2")


def test_second_page_goes_on(client):
    session = make_session()
    contribution = make_contribution(session=session, responses=0, challenges=0)
    for number in range(25):
        make_response(contribution=contribution, text_en=f"Rent measure {number}.")
    make_published(session)

    first = texts(page(client), "//main//h2")
    second = texts(page(client, "/en/search/?q=rent&page=2"), "//main//h2")
    assert (len(first), len(second)) == (20, 5)
    assert not set(first) & set(second)


def test_more_than_the_most_is_said(client):
    for number in (1, 2, 3):
        publish(number)

    with patch.object(engine, "MOST", 2):
        tree = page(client, "/en/search/")
    assert texts(tree, "//h1") == ["more than 2 results"]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_empty_site_has_a_page(client, language):
    assert client.get(f"/{language}/search/").status_code == 200
    assert client.get(f"/{language}/search/?q=rent").status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_methods_are_refused(client, method):
    assert getattr(client, method)("/en/search/").status_code == 405
    assert getattr(client, method)("/en/search.csv").status_code == 405


def test_unknown_file_is_not_found(client):
    assert client.get("/en/search.exe").status_code == 404


def test_csv_has_the_same_rows_without_formulas(client):
    publish(title="=HYPERLINK(1) rents")

    response = client.get("/en/search.csv?q=rent&kind=measure")
    content = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    assert [row["title"] for row in rows] == ["'=HYPERLINK(1) rents"]
    assert rows[0]["country"] == "Colombia"
    assert rows[0]["url"].startswith("http")


def test_json_and_atom_have_the_same_rows(client):
    publish()

    data = json.loads(client.get("/en/search.json?q=rent&kind=measure").content)
    assert (data["count"], data["results"][0]["title"]) == (1, "Rents are suspended")
    feed = etree.fromstring(client.get("/en/search.atom?q=rent&kind=measure").content)
    assert [one.text for one in feed.iterfind(f"{ATOM}entry/{ATOM}title")] == [
        "Rents are suspended"
    ]


def test_page_links_to_its_files(client):
    publish()

    tree = page(client)
    types = tree.xpath("//link[@rel='alternate'][@type]/@type")
    assert {"application/atom+xml", "application/json", "text/csv"} <= set(types)


def test_draft_is_never_found(client):
    session = make_session()
    contribution = make_contribution(session=session, responses=0, challenges=0)
    make_response(contribution=contribution, text_en="Secret rent measure.")

    assert b"Secret" not in client.get("/en/search/?q=rent").content


@pytest.mark.parametrize("address", ["/en/search/?q=rent", "/en/search/", "/ar/search/?q=rent"])
def test_number_of_queries_is_constant(client, address, django_assert_max_num_queries):
    publish(1)
    client.get(address)
    with django_assert_max_num_queries(14) as one:
        client.get(address)
    for number in (2, 3):
        publish(number)
    client.get(address)
    with django_assert_max_num_queries(14) as three:
        client.get(address)

    assert len(three) <= len(one)


def test_reader_who_has_the_page_gets_304(client):
    publish()
    response = client.get("/en/search/?q=rent")

    again = client.get("/en/search/?q=rent", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_every_page_offers_the_search(client):
    assert reverse("sessions_app:search") == "/en/search/"
    tree = page(client, "/en/cities/")
    assert tree.xpath("//header//form[@role='search']/@action") == ["/en/search/"]


def test_anonymous_page_sets_no_cookie(client):
    assert not client.get("/en/search/?q=rent").cookies
    assert not SearchDocument.objects.exists()
