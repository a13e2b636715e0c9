"""What the web expects of public pages: heads, sitemaps, robots, feeds, structured data."""

import re
from datetime import timedelta

import feedparser
import html5lib
import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils.timezone import now
from lxml import etree, html

from llex.core import languages
from sessions_app.briefing.editions import publish
from tests.factories import make_full_session, make_session
from tests.llex.core.linked_data.test_json_ld import read

pytestmark = pytest.mark.usefixtures("empty_print_files")
SITE = "http://testserver"
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
PAGES = ("", "sessions/", "cities/", "priorities/", "about/", "method/", "contact/",
         "accessibility/", "licence/", "privacy/")  # fmt: skip


@pytest.fixture
def note(db):
    """A session with a published note, in English and French."""
    session = make_full_session(languages=["en", "fr"])
    publish(session)
    return session


def paths(note, code):
    """Return every kind of public page."""
    city = note.contributions.first().city
    found = [f"/{code}/{rest}" for rest in PAGES]
    found += [
        f"/{code}/sessions/{note.slug}/",
        f"/{code}/sessions/{note.slug}/briefing/",
        f"/{code}/series/{note.series.slug}/",
        f"/{code}/cities/{city.slug}/",
    ]
    return found


@pytest.mark.parametrize("code", languages.CODES)
def test_each_page_has_a_head_of_its_own(client, note, code):
    titles, descriptions = [], []
    for path in paths(note, code):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert not answer.cookies, path
        head = html.fromstring(answer.content.decode()).find("head")
        titles += head.xpath("title/text()")
        descriptions += head.xpath("meta[@name='description']/@content")
        assert head.xpath("link[@rel='canonical']/@href") == [SITE + path]
        alternates = dict(
            zip(
                head.xpath("link[@rel='alternate']/@hreflang"),
                head.xpath("link[@rel='alternate'][@hreflang]/@href"),
                strict=True,
            )
        )
        rest = path.removeprefix(f"/{code}/")
        assert alternates.pop("x-default") == f"{SITE}/{rest}"
        expected = ("en", "fr") if "briefing" in path else languages.CODES
        assert alternates == {one: f"{SITE}/{one}/{rest}" for one in expected}
        for name in ("og:title", "og:url", "og:site_name", "og:description", "og:locale"):
            assert len(head.xpath(f"meta[@property='{name}']/@content")) == 1, (path, name)
        assert head.xpath("link[@rel='manifest']/@href")
        assert len(head.xpath("link[@type='application/atom+xml']")) >= 2

    assert len(titles) == len(set(titles)) == len(paths(note, code))
    assert len(set(descriptions)) == len(titles)


@pytest.mark.parametrize("code", ["en", "ar"])
def test_pages_are_valid_html(client, note, code):
    parser = html5lib.HTMLParser(strict=True)
    for path in paths(note, code):
        # Raises ParseError for what the standard does not allow.
        parser.parse(client.get(path).content.decode())


def test_later_part_of_a_list_is_a_page_of_its_own_and_a_filter_is_not(client, note):
    def canonical(path):
        head = html.fromstring(client.get(path).content.decode()).find("head")
        return head.xpath("link[@rel='canonical']/@href")

    assert canonical("/en/sessions/?page=2&series=x&utm_source=y") == []
    assert canonical("/en/sessions/?page=02") == [f"{SITE}/en/sessions/?page=2"]
    for query in ("page=1", "page=0", "page=٣", "page=x", "page=", "page=%3Cb%3E", "q=1"):
        assert canonical(f"/en/sessions/?{query}") == [f"{SITE}/en/sessions/"]


def test_unprefixed_address_leads_to_the_readers_language(client, note):
    for code in languages.CODES:
        answer = client.get(f"/sessions/{note.slug}/", headers={"Accept-Language": code})
        assert answer["Location"] == f"/{code}/sessions/{note.slug}/"


# --- Sitemaps and robots.txt ----------------------------------------------------------------------


def sitemap_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    return etree.fromstring(answer.content)


def test_index_lists_a_sitemap_for_each_kind_and_language(client, note):
    make_session(announced_at=None)
    index = sitemap_of(client, "/sitemap.xml")

    found = index.xpath("//s:loc/text()", namespaces=SITEMAP)
    names = {
        tuple(re.fullmatch(rf"{SITE}/sitemaps/(\w+)/(\w+)\.xml", one).groups()) for one in found
    }
    kinds = {"pages", "sessions", "series", "notes", "cities", "topics", "measures"}
    assert names == {
        (code, kind)
        for code in languages.CODES
        for kind in kinds
        if not (kind == "notes" and code in ("es", "ar"))
    }
    assert index.xpath("//s:lastmod", namespaces=SITEMAP)
    listed = set()
    for path in found:
        listed |= set(
            sitemap_of(client, path.removeprefix(SITE)).xpath("//s:loc/text()", namespaces=SITEMAP)
        )
    # Everything that is listed is there, and everything public is listed.
    assert {client.get(one.removeprefix(SITE)).status_code for one in listed} == {200}
    assert {SITE + path for path in paths(note, "en")} <= listed


def test_sitemap_names_the_same_page_in_other_languages(client, note):
    sitemap = sitemap_of(client, "/sitemaps/fr/notes.xml")

    url = sitemap.xpath("//s:url", namespaces=SITEMAP)[0]
    path = f"sessions/{note.slug}/briefing/"
    assert url.xpath("s:loc/text()", namespaces=SITEMAP) == [f"{SITE}/fr/{path}"]
    links = url.xpath("x:link", namespaces=SITEMAP)
    assert {link.get("hreflang"): link.get("href") for link in links} == {
        "en": f"{SITE}/en/{path}",
        "fr": f"{SITE}/fr/{path}",
        "x-default": f"{SITE}/{path}",
    }
    assert url.xpath("s:lastmod/text()", namespaces=SITEMAP) == [now().strftime("%Y-%m-%d")]


@pytest.mark.parametrize(
    "path",
    [
        "/sitemaps/de/pages.xml",
        "/sitemaps/en/secrets.xml",
        "/sitemaps/en/pages.xml?p=2",
        "/sitemaps/en/pages.xml?p=x",
        "/sitemaps/en/pages.xml?p=99999999999999999999999",
    ],
)
def test_sitemap_that_is_none_is_not_found(client, db, path):
    assert client.get(path).status_code == 404


def test_sitemaps_take_a_constant_number_of_queries(client, note, django_assert_num_queries):
    for _number in range(3):
        make_session()
    with django_assert_num_queries(7):
        client.get("/sitemap.xml")
    for kind in ("sessions", "cities", "topics", "measures", "series"):
        with django_assert_num_queries(1):
            client.get(f"/sitemaps/en/{kind}.xml")


def test_sitemap_of_other_hosts_has_the_sites_addresses(client, note):
    answer = client.get("/sitemaps/en/pages.xml", headers={"Host": "localhost"})

    assert b"localhost" not in answer.content


def test_robots_leaves_out_what_belongs_to_somebody(client, db):
    answer = client.get("/robots.txt")

    lines = answer.content.decode().splitlines()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    for code in languages.CODES:
        for part in ("admin", "accounts", "contribute", "draft", "registration", "my-data"):
            assert f"Disallow: /{code}/{part}/" in lines
        assert f"Disallow: /{code}/search/?" in lines
    refused = [line.partition(": ")[2] for line in lines if line.startswith("Disallow")]
    assert not [one for one in refused if f"/en/{PAGES[1]}".startswith(one)]


def test_every_address_with_a_token_is_left_out_by_robots(client, db):
    """A personal link that leaks must not end up in an index."""
    refused = [
        line.partition(": ")[2].rstrip("?")
        for line in client.get("/robots.txt").content.decode().splitlines()
        if line.startswith("Disallow")
    ]
    routes = ["/" + route.lstrip("/") for route in _routes(get_resolver()) if "token" in route]
    open_to = [
        route
        for route in routes
        if not any(route.startswith(one.removeprefix("/en")) for one in refused)
        # Below a session, whose page is public: each answers with noindex.
        and "/register/" not in route
    ]

    assert len(routes) > 10
    assert open_to == []


def _routes(resolver, before=""):
    for entry in resolver.url_patterns:
        pattern = str(entry.pattern)
        route = before + ("/" if pattern == "en/" else pattern)
        if hasattr(entry, "url_patterns"):
            yield from _routes(entry, route)
        else:
            yield route


# --- Feeds ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", languages.CODES)
@pytest.mark.parametrize("name", ["sessions_feed", "notes_feed"])
def test_feed_is_read_by_a_library(client, note, name, code):
    address = reverse(f"sessions_app:{name}").replace("/en/", f"/{code}/")
    answer = client.get(address)

    feed = feedparser.parse(answer.content)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.language == code
    assert feed.feed.author == "LLEX"
    assert {link.rel: link.href for link in feed.feed.links} == {
        "alternate": f"{SITE}/{code}/sessions/",
        "self": SITE + address,
    }
    entry = feed.entries[0]
    assert entry.link.startswith(f"{SITE}/{code}/sessions/{note.slug}/")
    assert entry.id.startswith("tag:testserver,2026:")
    assert entry.published_parsed
    assert entry.updated_parsed
    assert entry.summary
    assert not answer.cookies


def test_ids_of_a_feed_stay_when_its_session_is_renamed_and_differ_by_language(client, note):
    def ids(code):
        return [
            one.id
            for one in feedparser.parse(client.get(f"/{code}/feeds/sessions.atom").content).entries
        ]

    before = ids("en")
    note.title_en, note.slug = "Another title", "another-title"
    note.save()

    assert ids("en") == before
    assert set(ids("fr")).isdisjoint(before)


def test_new_edition_comes_to_the_top_with_its_id(client, note):
    other = make_full_session(languages=["en"])
    publish(other)
    first = feedparser.parse(client.get("/en/feeds/notes.atom").content).entries
    note.introduction_en = "Another introduction"
    note.save()
    publish(note, override="Translated tomorrow")
    then = feedparser.parse(client.get("/en/feeds/notes.atom").content).entries

    assert [one.id for one in then] == [one.id for one in reversed(first)]
    assert then[0].published == first[1].published
    assert then[0].updated >= first[1].updated
    assert "Edition 2" in then[0].summary


def test_feed_tells_of_what_is_announced_only(client, db):
    make_session(announced_at=None, title_en="Hidden")
    make_session(announced_at=now() + timedelta(days=1), title_en="Later")

    assert feedparser.parse(client.get("/en/feeds/sessions.atom").content).entries == []


def test_feed_that_is_known_is_answered_by_304(client, note):
    first = client.get("/en/feeds/notes.atom")
    again = client.get("/en/feeds/notes.atom", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert client.post("/en/feeds/notes.atom").status_code == 405


@pytest.mark.parametrize(("path", "queries"), [("sessions", 1), ("notes", 2)])
def test_feeds_take_a_constant_number_of_queries(
    client, note, path, queries, django_assert_num_queries
):
    for _number in range(2):
        publish(make_full_session(languages=["en"]))
    with django_assert_num_queries(queries):
        assert len(feedparser.parse(client.get(f"/en/feeds/{path}.atom").content).entries) == 3


# --- Structured data ------------------------------------------------------------------------------


def things(path):
    found = {}
    for block in read(Client().get(path).content.decode()):
        for one in block.get("@graph", [block]):
            found[one["@type"]] = one
    return found


def test_home_describes_the_site_and_who_publishes_it(note):
    found = things("/fr/")

    assert found["WebSite"]["publisher"]["@id"] == found["Organization"]["@id"]
    assert found["WebSite"]["inLanguage"] == list(languages.CODES)
    assert Client().get(found["Organization"]["logo"].removeprefix(SITE)).status_code == 200


def test_session_is_an_event(note):
    found = things(f"/en/sessions/{note.slug}/")

    event = found["Event"]
    assert event["name"] == note.title_en
    assert event["startDate"] == note.starts_at.isoformat()
    assert event["location"]["@type"] == "VirtualLocation"
    assert [one["@type"] for one in event["organizer"]] == ["Organization"] * len(
        event["organizer"]
    )
    assert "join_link" not in str(found)
    assert [one["name"] for one in found["BreadcrumbList"]["itemListElement"]] == [
        "Home page",
        "Sessions",
        note.title_en,
    ]


def test_note_is_a_report_with_its_files(note):
    report = things(f"/fr/sessions/{note.slug}/briefing/")["Report"]

    assert report["inLanguage"] == "fr"
    assert report["version"] == "1"
    assert report["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert {one["encodingFormat"] for one in report["encoding"]} >= {"application/pdf"}
    for one in report["encoding"]:
        assert Client().get(one["contentUrl"].removeprefix(SITE)).status_code == 200


def test_city_is_a_place(note):
    city = note.contributions.first().city
    found = things(f"/en/cities/{city.slug}/")

    assert found["City"]["url"] == f"{SITE}/en/cities/{city.slug}/"
    assert found["BreadcrumbList"]["itemListElement"][1]["item"] == f"{SITE}/en/cities/"


def test_public_pages_answer_a_wrong_method_as_such(note):
    reader = Client(enforce_csrf_checks=True)

    statuses = {path: reader.post(path, {"a": "b"}).status_code for path in paths(note, "en")}

    assert statuses == dict.fromkeys(statuses, 405)
