"""oEmbed: the embed of a page of this site, and nothing for what is no page of it."""

import json
import re

import pytest
from lxml import etree, html

from cities.models import City
from llex.core import languages
from llex.core.http import finished_pages
from sessions_app.briefing.editions import publish
from tests.factories import (
    in_all,
    make_city,
    make_full_session,
    make_response,
    make_service,
    make_session,
)

pytestmark = pytest.mark.usefixtures("empty_print_files")
SITE = "http://testserver"


@pytest.fixture
def note(db):
    session = make_full_session(slug="launch", **in_all("title", 'Rent & "shelter" <now>'))
    contribution = session.contributions.first()
    contribution.city = make_city(slug="bogota", country="CO", latitude=4.6, longitude=-74.1)
    contribution.save()
    make_response(contribution=contribution).services.add(
        make_service(slug="housing", **in_all("name", "Housing"))
    )
    publish(session, override="It is a test.")
    return session


def ask(client, url, **given):
    return client.get("/oembed", {"url": url, **given})


PAGES = {
    "sessions/launch/briefing/": "notes/launch/cities/",
    "sessions/launch/briefing/editions/1/": "notes/launch/cities/",
    "priorities/housing/": "topics/housing/",
    "cities/bogota/": "cities/bogota/",
    "cities/": "map/",
    "cities/?service=housing&page=2": "map/?service=housing",
}


@pytest.mark.parametrize("code", languages.CODES)
@pytest.mark.parametrize("page", PAGES)
def test_page_is_answered_with_its_frame(client, note, page, code):
    answer = ask(client, f"{SITE}/{code}/{page}")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    found = answer.json()
    frame = html.fromstring(found["html"])
    assert frame.tag == "iframe"
    assert frame.get("src") == f"{SITE}/{code}/embed/{PAGES[page]}"
    assert client.get(frame.get("src").removeprefix(SITE)).status_code == 200
    assert (found["type"], found["version"]) == ("rich", "1.0")
    assert frame.get("title") == found["title"]
    assert frame.get("loading") == "lazy"
    assert [int(frame.get(side)) for side in ("width", "height")] == [
        found["width"],
        found["height"],
    ]
    assert found["provider_url"] == f"{SITE}/"
    assert found["author_name"]


def test_chart_is_found_by_its_place_in_the_note(client, note):
    code = note.consultations.get().code
    found = ask(client, f"{SITE}/fr/sessions/launch/briefing/#question-1").json()

    assert f"{SITE}/fr/embed/notes/launch/results/{code}/" in found["html"]
    for fragment in ("question-2", "question-0", "question-99999"):
        url = f"{SITE}/fr/sessions/launch/briefing/#{fragment}"
        assert ask(client, url).status_code in (200, 404)
        assert "results" not in ask(client, url).content.decode()


def test_frame_of_a_title_with_marks_is_one_element(client, note):
    found = ask(client, f"{SITE}/en/sessions/launch/briefing/").json()

    assert 'Rent & "shelter" <now>' in found["title"]
    assert found["html"].count("<") == 2
    assert html.fromstring(found["html"]).get("title") == found["title"]


def test_frame_is_as_large_as_there_is_room_and_no_larger(client, note):
    url = f"{SITE}/en/sessions/launch/briefing/"

    wide = ask(client, url).json()
    narrow = ask(client, url, maxwidth="300").json()
    low = ask(client, url, maxwidth="4000", maxheight="120").json()

    assert wide["width"] == 640
    assert narrow["width"] == 300
    assert narrow["height"] > wide["height"]
    assert (low["width"], low["height"]) == (640, 120)


def test_picture_is_named_where_there_is_room_for_it(client, note):
    url = f"{SITE}/fr/priorities/housing/"
    found = ask(client, url).json()

    assert re.fullmatch(SITE + r"/share/fr/topics/housing-\w+\.png", found["thumbnail_url"])
    assert (found["thumbnail_width"], found["thumbnail_height"]) == (1200, 630)
    assert "thumbnail_url" not in ask(client, url, maxwidth="600").json()
    assert "thumbnail_url" not in ask(client, url, maxheight="600").json()
    assert "/share/fr/site/" in ask(client, f"{SITE}/fr/cities/").json()["thumbnail_url"]


def test_answer_is_the_same_as_xml(client, note):
    url = f"{SITE}/ar/sessions/launch/briefing/"
    answer = ask(client, url, format="xml")

    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    assert root.tag == "oembed"
    assert {one.tag: one.text for one in root} == {
        name: str(value) for name, value in ask(client, url).json().items()
    }


@pytest.mark.parametrize("name", ["yaml", "JSON", "html"])
def test_other_format_is_not_implemented(client, note, name):
    answer = ask(client, f"{SITE}/en/cities/", format=name)

    assert answer.status_code == 501
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("given", ["0", "-1", "x", "1.5", "9" * 5000, "١x"])
@pytest.mark.parametrize("name", ["maxwidth", "maxheight"])
def test_impossible_size_is_refused(client, note, name, given):
    answer = ask(client, f"{SITE}/en/cities/", **{name: given})

    assert answer.status_code == 400
    assert "whole numbers" in answer.content.decode()


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/en/cities/",
        "//testserver/en/cities/",
        "testserver/en/cities/",
        "https://example.org/en/cities/",
        "http://testserver.example.org/en/cities/",
        "http://testserver@example.org/en/cities/",
        "http://example.org@testserver/en/cities/",
        "http://testserver:81/en/cities/",
        "ftp://testserver/en/cities/",
        "javascript://testserver/en/cities/%0aalert(1)",
        "javascript:alert(1)",
        "data:text/html,<script>",
        "http://[::1/en/cities/",
        "http://testserver/en/cities",
        "http://testserver/de/cities/",
        "http://testserver/en/de/cities/",
        "http://testserver/en/cities/none/",
        "http://testserver/en/priorities/none/",
        "http://testserver/en/sessions/none/briefing/",
        "http://testserver/en/admin/",
        "http://testserver/en/cities/%252e%252e/",
        "http://testserver/en/cities/bogota%00/",
        "http://testserver/en/../en/cities/",
        "http://testserver/en/cities/" + "a" * 3000,
        "http://testserver/en/cities/?" + "a" * 3000,
        "http://testserver/en/cities/?service=none",
    ],
)
def test_hostile_or_other_address_is_not_found(client, note, url):
    answer = ask(client, url)

    assert answer.status_code == 404
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "url",
    [
        "HTTPS://TestServer/en/cities/bogota/",
        "http://testserver/en/cities/%62ogota/",
        "http://testserver/cities/bogota/?utm_source=x",
    ],
)
def test_other_spelling_of_an_address_is_found(client, note, url):
    assert f'src="{SITE}/en/embed/cities/bogota/"' in ask(client, url).json()["html"]


def test_former_address_is_answered_with_the_present_one(client, note):
    city = City.objects.get(slug="bogota")
    city.slug = "bogota-dc"
    city.save()

    found = ask(client, f"{SITE}/en/cities/bogota/")

    assert "/en/embed/cities/bogota-dc/" in found.json()["html"]


def test_session_without_a_note_is_not_found(client, db):
    make_session(slug="coming")

    assert ask(client, f"{SITE}/en/sessions/coming/briefing/").status_code == 404


def test_only_reading_is_allowed(client, note):
    assert client.post("/oembed", {"url": f"{SITE}/en/cities/"}).status_code == 405
    assert client.head("/oembed", {"url": f"{SITE}/en/cities/"}).status_code == 200


def test_answer_follows_a_publication(client, note, django_capture_on_commit_callbacks):
    url = f"{SITE}/en/sessions/launch/briefing/"
    before = ask(client, url).json()
    for code in languages.CODES:
        setattr(note, f"title_{code}", "Another title")
    note.save()

    with django_capture_on_commit_callbacks(execute=True):
        publish(note, note="The title.", override="It is a test.")

    assert "Another title" in ask(client, url).json()["title"]
    assert "Another title" not in before["title"]


def test_kept_answer_costs_no_query(client, note, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(finished_pages, "BELIEVED", 15)
    url = f"{SITE}/en/priorities/housing/"
    ask(client, url)

    with django_assert_num_queries(0):
        assert json.loads(ask(client, url).content)["type"] == "rich"


@pytest.mark.parametrize("code", ["en", "ar"])
@pytest.mark.parametrize("page", [page for page in PAGES if "editions" not in page])
def test_pages_lead_programs_to_their_answers(client, note, page, code):
    head = html.fromstring(client.get(f"/{code}/{page}").content.decode()).find("head")

    links = head.xpath("link[@rel='alternate'][@type='application/json+oembed']")
    assert len(links) == 1
    found = client.get(links[0].get("href").removeprefix(SITE)).json()
    assert f"/{code}/embed/{PAGES[page]}" in found["html"]
