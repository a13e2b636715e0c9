"""The public pages of cities: the map, the list, the filters, one city."""

import gzip
import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from lxml import html

from cities.directory.merge.cities import merge
from cities.models import City, ContributionProjection, FormerSlug, ResponseUpdate
from cities.public.projection import changing
from tests.factories import (
    in_all,
    make_challenge,
    make_city,
    make_contribution,
    make_organisation,
    make_published,
    make_published_city,
    make_response,
    make_service,
    make_session,
    make_user,
)

LANGUAGES = ("en", "fr", "es", "ar")
BUDGET = 30 * 1024
QUERIES = 14
READ = {
    "cities_projectionstate",
    "cities_cityprojection",
    "cities_contributionprojection",
    "cities_citynameprojection",
    "cities_cityserviceprojection",
    "cities_entryaddress",
    "cities_entryanswerprojection",
    "cities_entryprojection",
    "cities_entryserviceprojection",
    # The version of the pages.
    "llex_pagerenewal",
}
PLACES = {
    "bogota": {"country": "CO", "latitude": 4.6, "longitude": -74.1},
    "barranquilla": {"country": "CO", "latitude": 10.9, "longitude": -74.8, "kind": "metropolis"},
    "dakar": {"country": "SN", "latitude": 14.7, "longitude": -17.4},
    "xian": {"country": "CN", "latitude": 34.3, "longitude": 108.9, "kind": "region"},
    "network": {"country": "", "kind": "association"},
}


@pytest.fixture
def world(db):
    """Five who have published, on three continents and across borders; water in two of them."""
    session = make_session(slug="launch")
    water = make_service(slug="water", **in_all("name", "Water"))
    for slug, facts in PLACES.items():
        city = make_city(slug=slug, **in_all("name", slug.title()), **facts)
        contribution = make_contribution(session=session, city=city)
        if slug in ("bogota", "xian"):
            contribution.responses.get().services.add(water)
    make_published(session)
    return session


def read(client, path, status=200, **headers):
    response = client.get(path, headers=headers)
    assert response.status_code == status
    return html.fromstring(response.content) if response.content else None


def text(element):
    return " ".join(element.text_content().split())


def listed(page):
    """The slugs that the list names."""
    return [link.split("/")[-2] for link in page.xpath("//*[@class='countries']//li/a/@href")]


def mapped(page):
    """The slugs to which the map's points lead, and how many stand in points of several."""
    links = page.xpath("//*[contains(@class, 'world')]//a/@href")
    alone = {link.split("/")[-2] for link in links if "?" not in link}
    return alone, sum(int(n) for n in page.xpath("//a[contains(@class, 'several')]/text/text()"))


# --- Addresses ------------------------------------------------------------------------------------


def test_addresses_stay_as_they_were_printed():
    with translation.override("fr"):
        assert reverse("cities:city_list") == "/fr/cities/"
        assert reverse("cities:city_detail", args=["bogota"]) == "/fr/cities/bogota/"


@pytest.mark.parametrize("path", ["cities/", "cities/bogota/"])
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_only_read(client, world, path, method):
    assert getattr(client, method)(f"/en/{path}").status_code == 405


def test_city_that_has_published_nothing_is_not_found(client, world):
    make_contribution(session=world, city=make_city(slug="silent"))

    read(client, "/en/cities/silent/", 404)
    read(client, "/en/cities/never-there/", 404)


def test_former_slug_leads_to_the_city(client, world):
    FormerSlug.objects.record("santa-fe", City.objects.get(slug="bogota"))

    response = client.get("/en/cities/santa-fe/")

    assert (response.status_code, response["Location"]) == (301, "/en/cities/bogota/")


def test_merged_city_is_found_where_the_note_links_it(client, db):
    contribution = make_contribution(session=make_session(), city=make_city(slug="santa-fe"))
    make_published(contribution.session)
    note = client.get(f"/en/sessions/{contribution.session.slug}/briefing/").content.decode()
    assert "/en/cities/santa-fe/" in note

    merge(make_city(slug="bogota"), [contribution.city])

    page = client.get("/en/cities/santa-fe/", follow=True)
    assert page.redirect_chain == [("/en/cities/bogota/", 301)]
    assert f"#city-{contribution.city.slug}" in page.content.decode()


def test_page_says_what_became_of_a_response(client, db):
    contribution = make_contribution(session=make_session())
    ResponseUpdate.objects.create(
        response=contribution.responses.get(),
        kind="ended",
        said_on=date(2020, 9, 25),
        text_en="Money ran out",
    )
    make_published(contribution.session)

    page = client.get(f"/en/cities/{contribution.city.slug}/").content.decode()

    assert "Ended, says the city on 25 September 2020." in page
    assert "Money ran out" in page


# --- List, map and filters ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"bogota", "barranquilla", "dakar", "xian", "network"}),
        ("region=AF", {"dakar"}),
        ("region=SA", {"bogota", "barranquilla"}),
        ("country=CO", {"bogota", "barranquilla"}),
        ("kind=association", {"network"}),
        ("service=water", {"bogota", "xian"}),
        ("region=SA&service=water", {"bogota"}),
        ("region=SA&kind=metropolis&country=CO", {"barranquilla"}),
        ("region=AF&service=water", set()),
        ("region=&kind=&service=&country=", {"bogota", "barranquilla", "dakar", "xian", "network"}),
        ("region=XX", set()),
        ("country=%27%22%3E&service=%F0%9F%8F%A0&page=-3", set(PLACES)),
        ("area=no&page=many", set(PLACES)),
    ],
)
def test_filters_find_exactly_these(client, world, query, found):
    page = read(client, f"/en/cities/?{query}")

    assert set(listed(page)) == found
    assert len(listed(page)) == len(found)
    alone, several = mapped(page)
    assert alone <= found - {"network"}
    assert len(alone) + several == len(found - {"network"})


def test_area_of_the_map_holds_its_cities_and_leads_back(client, world):
    whole = read(client, "/en/cities/")
    (address,) = whole.xpath("//a[contains(@class, 'several')]/@href")

    page = read(client, address.partition("#")[0])

    assert set(listed(page)) == {"bogota", "barranquilla"}
    assert mapped(page) == ({"bogota", "barranquilla"}, 0)
    assert page.xpath("//*[@class='map-back']/a/@href") == ["?"]


def test_list_is_by_country_with_counts_and_those_without_one_come_last(client, world):
    page = read(client, "/en/cities/")

    groups = [text(heading) for heading in page.xpath("//*[@class='countries']//h3")]
    assert groups == ["China 1", "Colombia 2", "Senegal 1", "Across borders 1"]
    assert listed(page) == ["xian", "barranquilla", "bogota", "dakar", "network"]


def test_empty_results_say_so(client, world):
    assert "No city that has published" in text(read(client, "/en/cities/?region=OC"))


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("region=XX", ["Region: “XX”"]),
        ("country=ZZ&kind=planet", ["Country: “ZZ”", "Kind: “planet”"]),
        ("service=no-such-topic", ["Topic: “no-such-topic”"]),
        ("region=%27%22%3E%3Cscript%3E", ["Region: “'\"><script>”"]),
        # These exist, but no city on the list has them.
        ("region=OC&country=FJ&kind=region", []),
        ("region=AF&country=&area=no", []),
    ],
)
def test_unknown_filters_are_told(client, world, query, told):
    page = read(client, f"/en/cities/?{query}")

    assert [text(one) for one in page.xpath("//*[@role='status']//li")] == told


def test_topic_without_cities_is_not_unknown(client, world):
    make_service(slug="no-city-has-it")

    page = read(client, "/en/cities/?service=no-city-has-it")

    assert not page.xpath("//*[@role='status']")


def test_list_says_that_nothing_has_been_published_yet(client, db):
    page = read(client, "/en/cities/")

    assert "No note has been published yet" in text(page)
    assert not page.xpath("//*[contains(@class, 'world')]")


def test_choices_are_kept_in_the_form_and_can_be_taken_away(client, world):
    page = read(client, "/en/cities/?region=SA&service=water")

    assert page.xpath("//option[@selected]/@value") == ["SA", "water"]
    assert page.xpath("//*[@class='chosen']//a/@href") == ["?service=water", "?region=SA"]


def test_points_of_the_map_are_links_with_names(client, world):
    page = read(client, "/en/cities/")

    names = page.xpath("//*[contains(@class, 'world')]//a/@aria-label")
    titles = page.xpath("//*[contains(@class, 'world')]//a/title/text()")
    assert names == titles
    assert set(names) == {
        "Xian (en), China: 1 measure, mostly on: Water (en)",
        "Dakar (en), Senegal: 1 measure",
        "Bogota (en), Barranquilla (en): 2 measures, mostly on: Water (en)",
    }


def test_what_colours_tell_is_said_in_the_legend_and_in_the_list(client, world):
    page = read(client, "/en/cities/")

    legend = page.xpath("//*[@class='map-key']//a")
    assert [(text(link), link.get("href")) for link in legend] == [
        ("Water (en)", "/en/priorities/water/"),
        ("another topic", "/en/priorities/"),
    ]
    said = {text(one) for one in page.xpath("//*[@class='said']")}
    assert any("mostly on: Water (en)" in one for one in said)
    assert any("mostly on" not in one for one in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_map_and_legend_are_in_the_language_of_the_page(client, world, language):
    page = read(client, f"/{language}/")

    assert text(page.xpath("//*[@class='map-key']//a")[0]) == f"Water ({language})"
    assert len(page.xpath("//*[contains(@class, 'names-small')]/*[name()='text']")) == 3


def test_pages_of_the_list_hold_each_city_once(client, world, monkeypatch):
    monkeypatch.setattr("cities.views.public.CITIES_ON_A_PAGE", 2)

    pages = [read(client, f"/en/cities/?page={number}") for number in (1, 2, 3)]

    assert [listed(page) for page in pages] == [
        ["xian", "barranquilla"],
        ["bogota", "dakar"],
        ["network"],
    ]
    assert pages[1].xpath("//*[@rel='prev']/@href") == ["?page=1"]
    assert "Colombia 2" in text(pages[1])


# --- A city ---------------------------------------------------------------------------------------


def test_city_page_tells_everything_newest_first(client, db):
    city = make_city(
        slug="bogota", population=7_000_000, population_year=2020, **in_all("name", "B")
    )
    city.networks.add(make_organisation(**in_all("name", "Metropolis")))
    other = make_city(slug="dakar", **in_all("name", "Dakar"))
    for slug, moment in (("first", "2020-03-25T14:00Z"), ("second", "2020-05-06T14:00Z")):
        session = make_session(slug=slug, starts_at=moment, **in_all("title", slug))
        contribution = make_contribution(session=session, city=city)
        neighbour = make_contribution(session=session, city=other)
        contribution.responses.get().answers.add(neighbour.challenges.get())
        make_published(session)

    page = read(client, "/en/cities/bogota/")

    assert [text(heading) for heading in page.xpath("//article//h2")] == [
        "second (en)",
        "first (en)",
    ]
    answered = page.xpath("//*[@class='answered']/a")
    assert [text(link) for link in answered] == ["Dakar (en)"] * 2
    assert "7,000,000 (2020)" in text(page)
    assert "Metropolis (en)" in text(page)
    assert "/en/sessions/second/briefing/editions/1/" in page.xpath("//article//a/@href")
    assert "1 city answers this challenge" in text(read(client, "/en/cities/dakar/"))


def test_own_words_stand_one_click_away_in_their_language(client, db):
    session = make_session()
    make_contribution(
        session=session,
        city=make_city(slug="aleppo"),
        original_language="ar",
        consented_at=now(),
        responses=0,
    )
    make_published(session)
    assert ContributionProjection.objects.get().original["challenges"]

    page = read(client, "/en/cities/aleppo/")

    (words,) = page.xpath("//details[@class='own-words']/div")
    assert (words.get("lang"), words.get("dir")) == ("ar", "rtl")
    assert "(ar)" in text(words)
    assert "only" not in text(words)


def test_note_in_other_languages_is_read_in_its_main_one_and_says_so(client, db):
    session = make_session(languages=["fr", "es"])
    make_contribution(session=session, city=make_city(slug="lyon"))
    make_published(session)

    page = read(client, "/en/cities/lyon/")

    (sides,) = page.xpath("//*[@class='sides']")
    assert (sides.get("lang"), sides.get("dir")) == ("fr", "ltr")
    assert "not available in English; you are reading it in French" in text(page)
    assert page.xpath("//h1/span/@lang") == ["fr"]


def test_countries_are_named_in_the_readers_language_whatever_the_note_is_kept_in(client, db):
    session = make_session(languages=["fr", "es"])
    make_contribution(session=session, city=make_city(slug="dakar", country="SN"))
    make_contribution(
        session=session, city=make_city(slug="network", country="", kind="association")
    )
    make_published(session)

    page = read(client, "/en/cities/")

    assert [text(heading) for heading in page.xpath("//h3")] == ["Senegal 1", "Across borders 1"]
    assert "Senegal (1)" in text(page)
    assert "Senegal" in text(read(client, "/en/cities/dakar/"))


def test_no_city_is_near_one_that_is_nowhere(client, db):
    session = make_session()
    for slug, place in {
        "network": {"country": "", "kind": "association"},
        "unplaced": {},
        "home": {},
        "abroad": {"country": "PE", "latitude": -12.0, "longitude": -77.0},
    }.items():
        city = make_city(**{"slug": slug, "country": "CO"} | place)
        make_contribution(session=session, city=city)
    make_published(session)

    near = "//ul[@class='near']//a/@href"
    assert read(client, "/en/cities/network/").xpath(near) == []
    assert read(client, "/en/cities/unplaced/").xpath(near) == ["/en/cities/home/"]


@pytest.mark.parametrize(
    ("language", "day", "population"),
    [
        ("en", "25 March 2020", "7,000,000"),
        ("fr", "25 mars 2020", "7 000 000"),
        ("es", "25 de marzo de 2020", "7 000 000"),
        ("ar", "25 مارس 2020", "7 000 000"),
    ],
)
def test_dates_and_numbers_are_written_as_in_the_readers_language(
    client, db, language, day, population
):
    session = make_session()
    city = make_city(slug="bogota", population=7_000_000)
    make_contribution(session=session, city=city)
    make_published(session)

    page = " ".join(text(read(client, f"/{language}/cities/bogota/")).split())

    assert day in page
    assert population in page


def test_text_is_escaped(client, db):
    session = make_session()
    evil = "<script>alert(1)</script>"
    contribution = make_contribution(
        session=session,
        city=make_city(slug="evil", **in_all("name", evil)),
        representative_name=evil,
        responses=0,
        challenges=0,
    )
    make_response(contribution=contribution, text_en=evil, source="javascript:alert(1)")
    make_challenge(contribution=contribution, text_en=evil)
    make_published(session)

    for path in ("/en/cities/", "/en/cities/evil/", "/en/"):
        body = client.get(path).content.decode()
        assert "<script>alert" not in body
        assert 'href="javascript' not in body


def test_only_the_current_notes_page_links_its_cities(client, db):
    session = make_session(slug="launch")
    make_contribution(session=session, city=make_city(slug="bogota"))
    make_published(session)
    make_published(session)

    current = read(client, "/en/sessions/launch/briefing/")
    old = read(client, "/en/sessions/launch/briefing/editions/1/")

    assert current.xpath("//*[@class='city']/a/@href") == ["/en/cities/bogota/"]
    assert old.xpath("//*[@class='city']/a/@href") == []


# --- Languages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_in_the_language_of_their_address(client, world, language):
    for path in ("cities/", "cities/bogota/"):
        page = read(client, f"/{language}/{path}")

        assert page.get("lang") == language
        assert page.get("dir") == ("rtl" if language == "ar" else "ltr")
        assert f"Bogota ({language})" in text(page)
        assert len(page.xpath("//h1")) == 1
        alternates = page.xpath("//link[@rel='alternate']/@hreflang")
        assert set(alternates) == {*LANGUAGES, "x-default"}


# --- Cost and caching -----------------------------------------------------------------------------


def queries(client, path):
    with CaptureQueriesContext(connection) as captured:
        read(client, path)
    return [query["sql"] for query in captured]


def tables(statements):
    return {name for sql in statements for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', sql)}


PATHS = (
    "/en/cities/",
    "/ar/cities/?region=SA&kind=city&service=water&country=CO",
    "/en/cities/?area=2640-2240-2500",
    "/fr/cities/bogota/",
)


@pytest.mark.parametrize("path", PATHS)
def test_no_readers_query_touches_a_table_of_editing(client, world, path):
    statements = queries(client, path)

    assert tables(statements)
    assert tables(statements) <= READ
    assert not any(sql.startswith(("INSERT", "UPDATE", "DELETE")) for sql in statements)


@pytest.mark.parametrize("path", PATHS)
def test_number_of_queries_does_not_grow(client, db, path):
    session = make_session(slug="launch")
    service = make_service(slug="water")
    counts = []
    for number in (1, 3):
        for one in range(number):
            slug = "bogota" if number == 1 else f"city-of-{one}"
            city = make_city(slug=slug, country="CO", latitude=4.6 + 9 * one, longitude=-74.1)
            for meeting in (session, make_session()):
                contribution = make_contribution(session=meeting, city=city)
                contribution.responses.get().services.add(service)
                make_published(meeting)
        counts.append(len(queries(client, path)))

    assert counts[0] == counts[1] <= QUERIES


@pytest.mark.parametrize("path", ["/en/cities/", "/en/cities/bogota/"])
def test_page_is_for_everybody_and_is_answered_304_until_something_changes(client, world, path):
    client.force_login(make_user())
    response = client.get(path)

    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"] == "public, no-cache"
    assert response["Last-Modified"]
    assert not response.cookies
    headers = {"If-None-Match": response["ETag"]}
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path, headers=headers).status_code == 304
    assert len(captured) == 1

    quito = make_city(slug="quito", country="EC", latitude=-0.2, longitude=-78.5)
    make_contribution(session=world, city=quito)
    make_published(world)

    assert client.get(path, headers=headers).status_code == 200


def test_first_visit_keeps_within_the_budget(client, world):
    for path in ("/en/cities/", "/ar/cities/bogota/"):
        page = client.get(path).content
        styles = [
            Path(settings.BASE_DIR, link.lstrip("/")).read_bytes()
            for link in html.fromstring(page).xpath("//link[@rel='stylesheet']/@href")
        ]

        assert sum(len(gzip.compress(part)) for part in (page, *styles)) < BUDGET


# --- The land and the home page -------------------------------------------------------------------


def test_map_refers_to_the_drawn_land(client, world):
    address = read(client, "/en/cities/").xpath("//*[name()='use']/@href")[0]

    file, _, name = address.partition("#")
    drawing = finders.find(file.removeprefix(settings.STATIC_URL))
    assert html.parse(drawing).xpath("//path/@id") == [name]
    assert Path(drawing).stat().st_size < 60_000


def test_home_shows_the_map_once_there_is_a_city(client, db):
    assert not read(client, "/en/").xpath("//*[contains(@class, 'world')]")

    make_published_city(slug="bogota", latitude=4.6, longitude=-74.1)

    page = read(client, "/en/")
    assert page.xpath("//*[contains(@class, 'world')]//a/@href") == ["/en/cities/bogota/"]
    assert "/en/cities/" in page.xpath("//a/@href")


def test_map_is_drawn_once_for_all_pages_of_a_list_and_anew_with_the_next_edition(
    client, world, django_assert_num_queries
):
    client.get("/en/cities/?region=SA")

    with django_assert_num_queries(4):
        client.get("/en/cities/?region=SA&page=2")
    with django_assert_num_queries(6):
        client.get("/fr/cities/?region=SA")
    with changing():
        pass
    with django_assert_num_queries(6):
        client.get("/en/cities/?region=SA")
