"""Feeds of measures, and measures as search engines and other sites read them."""

import re

import feedparser
import pytest
from django.urls import resolve, reverse

from cities.models import EntryProjection
from llex.core import languages
from tests.factories import (
    in_all,
    in_english,
    make_city,
    make_contribution,
    make_published,
    make_response,
    make_service,
    make_session,
)
from tests.llex.core.linked_data.test_json_ld import read

pytestmark = pytest.mark.usefixtures("empty_print_files")
SITE = "http://testserver"
NAMES = {"en": "Nairobi", "fr": "Nairobi", "es": "Nairobi", "ar": "نيروبي"}


@pytest.fixture
def measure(db):
    """A published measure of Nairobi about housing, in English only."""
    contribution = make_contribution(
        session=make_session(slug="june", **in_all("title", "After the flood")),
        city=make_city(
            slug="nairobi", country="KE", **{f"name_{code}": name for code, name in NAMES.items()}
        ),
        responses=0,
    )
    row = make_response(
        contribution=contribution,
        **in_english("title", "Rents are suspended"),
        **in_english("text", "Nobody pays until June <b>&</b> nobody owes."),
        since="2020-03-18",
        source="https://example.org/decree",
    )
    row.services.add(make_service(slug="housing", **in_all("name", "Housing")))
    make_published(contribution.session)
    return EntryProjection.objects.get(kind="response")


def feed(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert answer["ETag"]
    assert not answer.cookies
    found = feedparser.parse(answer.content)
    assert not found.bozo
    assert found.version == "atom10"
    return found


@pytest.mark.parametrize("code", languages.CODES)
@pytest.mark.parametrize("path", ["measures.atom", "cities/nairobi.atom", "topics/housing.atom"])
def test_feed_has_the_measure(client, measure, path, code):
    found = feed(client, f"/{code}/feeds/{path}")

    assert found.feed.language == code
    entry = next(one for one in found.entries if "Rents" in one.title)
    assert entry.title == f"Rents are suspended · {NAMES[code]}"
    assert entry.link == f"{SITE}/{code}/measures/{measure.address.slug}/"
    assert entry.id.startswith("tag:testserver,2026:entries/response-")
    assert "nobody owes" in entry.summary
    assert [tag.term for tag in entry.tags] == [f"Housing ({code})"]
    assert entry.published_parsed


def test_ids_stay_when_something_is_published_anew(client, measure):
    before = [one.id for one in feed(client, "/en/feeds/measures.atom").entries]
    other = make_contribution(city=make_city(slug="rome", name_en="Rome"), challenges=0)
    make_published(other.session)

    after = [one.id for one in feed(client, "/en/feeds/measures.atom").entries]
    assert len(after) == 2
    assert before[0] in after


def test_city_feed_has_its_own_entries_only(client, measure):
    other = make_contribution(city=make_city(slug="rome", name_en="Rome"))
    make_published(other.session)

    titles = [one.title for one in feed(client, "/en/feeds/cities/rome.atom").entries]
    assert len(titles) == 2
    assert all(title.endswith(" · Rome") for title in titles)
    assert feed(client, "/en/feeds/topics/housing.atom").entries[0].title.endswith("Nairobi")


@pytest.mark.parametrize("path", ["cities/nowhere.atom", "topics/magic.atom", "cities/.atom"])
def test_feed_of_what_there_is_not_is_not_found(client, measure, path):
    assert client.get(f"/en/feeds/{path}").status_code == 404
    assert client.post("/en/feeds/measures.atom").status_code == 405


@pytest.mark.parametrize("path", ["measures.atom", "cities/nairobi.atom", "topics/housing.atom"])
def test_queries_of_a_feed_do_not_grow(client, measure, path, django_assert_max_num_queries):
    contribution = make_contribution(
        session=make_session(slug="july"), city=make_city(slug="oslo"), responses=2
    )
    make_published(contribution.session)
    with django_assert_max_num_queries(4):
        feed(client, f"/en/feeds/{path}")


def test_pages_name_their_feeds(client, measure):
    pages = {
        reverse("cities:city_detail", args=["nairobi"]): "/en/feeds/cities/nairobi.atom",
        reverse("cities:topic_detail", args=["housing"]): "/en/feeds/topics/housing.atom",
        measure.address.get_absolute_url(): "/en/feeds/cities/nairobi.atom",
        "/en/": "/en/feeds/measures.atom",
    }
    for page, address in pages.items():
        text = client.get(page).content.decode()
        assert f'<link rel="alternate" type="application/atom+xml" href="{address}"' in text
        assert client.get(address).status_code == 200


def test_measure_is_told_to_search_engines(client, measure):
    address = measure.address.get_absolute_url()
    ((data,),) = [read(client.get(address).content.decode())]
    article, way = data["@graph"]

    assert article["@type"] == "Article"
    assert article["headline"] == "Rents are suspended"
    assert article["url"] == SITE + address
    assert article["inLanguage"] == "en"
    assert article["about"] == [{"@type": "Thing", "name": "Housing (en)"}]
    assert article["spatialCoverage"]["name"] == "Nairobi"
    assert article["spatialCoverage"]["containedInPlace"]["name"] == "Kenya"
    assert article["isPartOf"] == {
        "@type": "Report",
        "name": "After the flood (en)",
        "url": f"{SITE}/en/sessions/june/briefing/",
    }
    assert article["temporal"] == "2020-03-18"
    assert article["citation"] == "https://example.org/decree"
    assert article["license"].startswith("https://creativecommons.org/")
    assert [one["name"] for one in way["itemListElement"]] == [
        "Home page",
        "Cities",
        "Nairobi",
        "Rents are suspended",
    ]


@pytest.mark.parametrize("code", languages.CODES)
def test_measure_has_a_picture_in_the_readers_language(client, measure, code):
    page = client.get(f"/{code}/measures/{measure.address.slug}/").content.decode()
    (address,) = re.findall(r'property="og:image" content="([^"]+)"', page)

    assert address.startswith(f"{SITE}/")
    picture = client.get(address.removeprefix(SITE))
    assert picture["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")


def test_withdrawn_measure_has_no_picture_and_leaves_its_feeds(client, measure):
    contribution = measure.contribution
    address = measure.address
    contribution.delete()

    assert feed(client, "/en/feeds/measures.atom").entries == []
    assert client.get(f"/en/share/measures/{address.slug}/0.png").status_code == 404


def test_open_data_is_told_to_search_engines(client, measure):
    ((data,),) = [read(client.get("/en/data/").content.decode())]
    dataset, way = data["@graph"]

    assert dataset["@type"] == "Dataset"
    files = {one["contentUrl"]: one["encodingFormat"] for one in dataset["distribution"]}
    assert files[f"{SITE}/data/datapackage.zip"] == "application/zip"
    assert files[f"{SITE}/data/all.json"] == "application/json"
    assert all(resolve(one.removeprefix(SITE)) for one in files)
    assert client.head("/data/datapackage.zip").status_code == 200
    assert way["itemListElement"][-1]["item"] == f"{SITE}/en/data/"
