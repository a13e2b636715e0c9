"""The table of cities and the results of a note, as other sites show them in a frame."""

import gzip
from pathlib import Path

import html5lib
import pytest
from django.conf import settings
from lxml import html

from llex.core import languages
from sessions_app.briefing.editions import publish
from sessions_app.models import LearningSession
from tests.factories import (
    in_all,
    keep_translations,
    make_edition,
    make_full_session,
    make_session,
)
from tests.factories_document import (
    make_choice_consultation,
    make_consultation,
    make_document,
    make_word_consultation,
)

pytestmark = pytest.mark.usefixtures("empty_print_files")
SITE = "http://testserver"


@pytest.fixture
def note(db):
    session = make_full_session(slug="launch", **in_all("title", "Rent and shelter"))
    keep_translations(session)
    publish(session, override="It is a test.")
    return session


def code_of(note):
    return note.consultations.get().code


def frame(client, path, code="en"):
    answer = client.get(f"/{code}/embed/notes/{path}")
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode())


@pytest.mark.parametrize("code", languages.CODES)
def test_frames_of_a_note_name_their_source(client, note, code):
    for path in ("launch/cities/", f"launch/results/{code_of(note)}/"):
        answer = client.get(f"/{code}/embed/notes/{path}")
        html5lib.HTMLParser(strict=True).parse(answer.content.decode())
        tree = html.fromstring(answer.content.decode())
        assert tree.xpath("//script") == []
        assert tree.xpath("//a[starts-with(@href, '#')]") == []
        source = tree.xpath("//footer")[0].text_content()
        assert "Rent and shelter" in source
        assert "CC BY 4.0" in source
        assert "1" in source
        canonical = tree.xpath("//link[@rel='canonical']/@href")[0]
        assert canonical.startswith(f"{SITE}/{code}/sessions/launch/briefing/")


def test_table_has_every_city_with_links_to_its_measures(client, note):
    tree = frame(client, "launch/cities/")

    rows = tree.xpath("//tbody/tr")
    assert len(rows) == note.contributions.count()
    for row in rows:
        assert row.xpath("th/a[starts-with(@href, '/en/cities/')]")
        for link in row.xpath("td//a/@href"):
            assert client.get(link).status_code == 200
        assert row.xpath("td//a")


def test_result_leads_to_its_place_in_the_note(client, note):
    tree = frame(client, f"launch/results/{code_of(note)}/")

    page = tree.xpath("//h1/a/@href")[0]
    assert page == "/en/sessions/launch/briefing/#question-1"
    assert 'id="question-1"' in client.get(page).content.decode()
    assert len(tree.xpath("//ol[contains(@class, 'ratings')]/li")) == 2
    assert "ballots" in tree.xpath("//p[@class='outcome']/text()")[0]


@pytest.mark.parametrize(
    "make", [make_consultation, make_choice_consultation, make_word_consultation]
)
def test_each_kind_of_result_is_drawn(client, db, make):
    document = make_document("en", consultations=(make(code="one"),))
    make_edition(session=make_session(slug="launch"), documents=[document])

    assert frame(client, "launch/results/one/").xpath("//ol/li//svg")


def test_note_without_a_language_is_shown_in_its_own(client, db):
    document = make_document("en", languages=("en",))
    make_edition(session=make_session(slug="launch"), documents=[document])

    tree = frame(client, "launch/cities/", "ar")

    assert tree.get("lang") == "ar"
    assert tree.xpath("//table/@lang") == ["en"]
    assert tree.xpath("//table/@dir") == ["ltr"]


def test_frame_shows_the_current_edition(client, note, django_capture_on_commit_callbacks):
    for code in languages.CODES:
        setattr(note, f"title_{code}", "Another title")
    note.save()
    assert "Edition 1" in frame(client, "launch/cities/").text_content()

    with django_capture_on_commit_callbacks(execute=True):
        publish(note, note="The title.", override="It is a test.")

    text = frame(client, "launch/cities/").text_content()
    assert "Another title" in text
    assert "Edition 2" in text


def test_result_that_the_current_edition_has_no_more_is_gone(client, db):
    session = make_session(slug="launch")
    first = make_document("en", consultations=(make_consultation(code="one"),))
    make_edition(session=session, documents=[first])
    make_edition(session=session, documents=[make_document("en", consultations=())])

    answer = client.get("/fr/embed/notes/launch/results/one/")

    assert answer.status_code == 410
    assert "ne contient plus ce résultat" in answer.content.decode()
    assert "X-Frame-Options" not in answer
    assert client.get("/fr/embed/notes/launch/results/two/").status_code == 404


@pytest.mark.parametrize("path", ["none/cities/", "none/results/x/", "coming/cities/"])
def test_note_that_is_not_there_is_told_in_the_frame(client, db, path):
    make_session(slug="coming")

    answer = client.get(f"/en/embed/notes/{path}")

    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()


def test_note_without_cities_or_results_offers_no_frame(client, db):
    document = make_document("en", rows=(), consultations=())
    make_edition(session=make_session(slug="launch"), documents=[document])

    assert client.get("/en/embed/notes/launch/cities/").status_code == 404
    page = client.get("/en/sessions/launch/briefing/").content.decode()
    assert "oembed" not in page
    assert "<textarea" not in page


def test_former_address_of_a_session_leads_to_the_present_one(client, note):
    session = LearningSession.objects.get(slug="launch")
    session.slug = "beginning"
    session.save()

    answer = client.get("/en/embed/notes/launch/cities/")

    assert answer.status_code == 301
    assert answer["Location"] == "/en/embed/notes/beginning/cities/"


def test_note_offers_the_code_of_its_frames_under_share_and_cite(client, note):
    tree = html.fromstring(client.get("/fr/sessions/launch/briefing/").content.decode())

    codes = tree.xpath("//aside//details//textarea[@class='embed-code']/text()")
    sources = [html.fromstring(code).get("src") for code in codes]
    assert sources == [
        f"{SITE}/fr/embed/notes/launch/cities/",
        f"{SITE}/fr/embed/notes/launch/results/{code_of(note)}/",
    ]
    assert tree.xpath("//aside//a[@href='/fr/feeds/notes.atom']")


def test_first_visit_to_a_frame_is_small(client, note):
    response = client.get("/en/embed/notes/launch/cities/")
    names = html.fromstring(response.content).xpath("//link[@rel='stylesheet']/@href")
    files = [
        Path(settings.BASE_DIR, "static", name.removeprefix("/static/")).read_bytes()
        for name in names
    ]

    assert len(files) == 2
    assert sum(len(gzip.compress(part)) for part in (response.content, *files)) < 12_000


def test_frames_take_a_constant_number_of_queries(client, note, django_assert_max_num_queries):
    for path in ("launch/cities/", f"launch/results/{code_of(note)}/"):
        with django_assert_max_num_queries(4):
            client.get(f"/en/embed/notes/{path}")
