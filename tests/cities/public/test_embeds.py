"""The measures of a city or a topic, and the map, as other sites show them in a frame."""

import html5lib
import pytest
from lxml import html

from cities.models import City, CityProjection
from cities.public import embeds
from llex.core import languages
from tests.factories import (
    in_all,
    make_city,
    make_contribution,
    make_published,
    make_response,
    make_service,
    make_session,
)

SITE = "http://testserver"
PATHS = ("topics/housing/", "cities/bogota/", "map/", "map/?service=housing")


@pytest.fixture
def session(db):
    return make_session(slug="launch")


@pytest.fixture
def published(session):
    """Two cities; the first has more measures on housing than a frame shows."""
    housing = make_service(slug="housing", **in_all("name", "Housing"))
    city = make_city(
        slug="bogota", country="CO", latitude=4.6, longitude=-74.1, **in_all("name", "Bogotá")
    )
    contribution = make_contribution(session=session, city=city, responses=0, challenges=1)
    for number in range(embeds.MEASURES + 2):
        title = in_all("title", f"Measure <{number}>")
        make_response(contribution=contribution, order=number, **title).services.add(housing)
    make_contribution(session=session, city=make_city(slug="lagos", country="NG"))
    make_published(session)
    return session


def frame(client, path, code="en"):
    answer = client.get(f"/{code}/embed/{path}")
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


@pytest.mark.parametrize("code", languages.CODES)
@pytest.mark.parametrize("path", PATHS)
def test_frame_is_a_small_page_of_its_own(client, published, path, code):
    answer = client.get(f"/{code}/embed/{path}")

    html5lib.HTMLParser(strict=True).parse(answer.content.decode())
    tree = html.fromstring(answer.content.decode())
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert tree.get("lang") == code
    assert tree.get("dir") == languages.direction(code)
    assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert tree.xpath("//script | //header | //nav | //form") == []
    # Every link leaves the frame, and none leads to a place within it.
    assert tree.xpath("//base/@target") == ["_top"]
    assert tree.xpath("//a[starts-with(@href, '#')]") == []
    source = tree.xpath("//footer")[0]
    canonical = tree.xpath("//link[@rel='canonical']/@href")[0]
    assert client.get(canonical.removeprefix(SITE)).status_code == 200
    assert source.xpath(".//a/@href")[0] == canonical.removeprefix(SITE)
    assert "CC BY 4.0" in source.text_content()
    assert "LLEX" in source.text_content()
    assert tree.xpath("//h1")[0].text_content() in tree.xpath("//title/text()")[0]


def test_topic_shows_its_newest_measures_and_the_way_to_all(client, published):
    tree = frame(client, "topics/housing/")

    links = tree.xpath("//ul[@class='embed-list']/li/a")
    assert len(links) == embeds.MEASURES
    assert all(link.get("href").startswith("/en/measures/") for link in links)
    assert tree.xpath("//p[@class='embed-all']/a/text()") == ["All on LLEX: 12 measures"]
    assert tree.xpath("//a[@href='/en/cities/bogota/']")


def test_city_shows_its_own_measures(client, published):
    tree = frame(client, "cities/lagos/")

    assert len(tree.xpath("//ul[@class='embed-list']/li")) == 1
    assert tree.xpath("//p[@class='embed-all']/a/@href") == ["/en/cities/lagos/"]


def test_topic_without_measures_says_so(client, session):
    make_service(slug="water")

    assert "No measure" in frame(client, "topics/water/").xpath("//main")[0].text_content()


def test_map_says_the_same_as_a_list(client, published):
    for path in ("map/", "map/?service=housing", "map/?country=CO"):
        tree = frame(client, path)
        points = tree.xpath("//svg//a/@href")
        assert points
        assert tree.xpath("//details//a/@href") == points


def test_filtered_map_leads_to_the_filtered_list(client, published):
    tree = frame(client, "map/?service=housing&area=1-2-300&utm_source=x")

    assert tree.xpath("//link[@rel='canonical']/@href") == [f"{SITE}/en/cities/?service=housing"]
    assert tree.xpath("//h1")[0].text_content() == "Cities: Housing (en)"


def test_map_without_cities_is_there_before_the_first_note(client, db):
    assert "No note has been published" in frame(client, "map/").text_content()


@pytest.mark.parametrize(
    "path", ["topics/none/", "cities/none/", "map/?service=none", "map/?region=XX"]
)
def test_what_is_not_there_is_told_in_the_frame(client, published, path):
    answer = client.get(f"/fr/embed/{path}")

    assert answer.status_code == 404
    tree = html.fromstring(answer.content.decode())
    assert tree.xpath("//h1/text()") == ["Il n’y a rien ici"]
    assert tree.xpath("//body/@class") == ["embed"]
    assert "X-Frame-Options" not in answer


def test_city_that_withdrew_is_gone(client, published):
    contribution = published.contributions.get(city__slug="bogota")
    contribution.delete()
    make_published(published)

    answer = client.get("/en/embed/cities/bogota/")

    assert not CityProjection.objects.filter(slug="bogota").exists()
    assert answer.status_code == 410
    assert "withdrawn" in answer.content.decode()
    assert "X-Frame-Options" not in answer


def test_former_address_of_a_city_leads_to_the_present_one(client, published):
    city = City.objects.get(slug="lagos")
    city.slug = "lagos-ng"
    city.save()

    answer = client.get("/en/embed/cities/lagos/")

    assert answer.status_code == 301
    assert answer["Location"] == "/en/embed/cities/lagos-ng/"
    assert "X-Frame-Options" not in answer


@pytest.mark.parametrize("path", PATHS)
def test_frame_takes_a_constant_number_of_queries(
    client, published, path, django_assert_max_num_queries
):
    client.get("/en/")
    with django_assert_max_num_queries(8):
        client.get(f"/en/embed/{path}")


def test_frames_are_only_read(client, published):
    for path in PATHS:
        assert client.post(f"/en/embed/{path}").status_code == 405


@pytest.mark.parametrize(
    ("page", "path"),
    [
        ("priorities/housing/", "topics/housing/"),
        ("cities/bogota/", "cities/bogota/"),
        ("cities/?service=housing", "map/?service=housing"),
        ("cities/", "map/"),
    ],
)
def test_page_offers_the_code_of_its_frame(client, published, page, path):
    tree = html.fromstring(client.get(f"/fr/{page}").content.decode())

    code = tree.xpath("//textarea[@class='embed-code']/text()")[0]
    copied = html.fromstring(code)
    assert copied.get("src") == f"{SITE}/fr/embed/{path}"
    assert int(copied.get("height")) > 100
    shown = frame(client, path, "fr")
    assert copied.get("title") == shown.xpath("//h1")[0].text_content()
    # The page and the frame know of as many rows.
    assert tree.xpath("//a[contains(@href, '.atom')]")
