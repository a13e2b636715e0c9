"""The charts of a note: on its page, as pictures and as figures."""

import csv
import io
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sessions_app.briefing.document import from_data, to_data
from sessions_app.briefing.editions import publish
from tests.factories import (
    in_all,
    make_ballot,
    make_choice,
    make_consultation,
    make_full_session,
    make_service,
    make_word_consultation,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_print_files")]

LANGUAGES = ("en", "fr", "es", "ar")


@pytest.fixture(autouse=True)
def _empty_pages():
    caches["pages"].clear()
    caches["shared"].clear()


@pytest.fixture
def services():
    names = ("health", "water", "culture")
    return [
        make_service(slug=name, order=order, **in_all("name", name.title()))
        for order, name in enumerate(names)
    ]


def make_note(slug, day, services, ballots, *, scale=5):
    """A published session that rated *services*; *ballots* are pairs of language and scores."""
    session = make_full_session(
        slug=slug,
        starts_at=datetime(2021, 5, day, 14, tzinfo=UTC),
        **in_all("title", f"Session of {day} May"),
    )
    session.consultations.all().delete()
    consultation = make_consultation(
        session=session, services=services, state="open", scale=scale, code=slug
    )
    for language, scores in ballots:
        make_ballot(consultation=consultation, scores=scores, language=language)
    consultation.close()
    publish(session)
    return session


@pytest.fixture
def notes(services):
    """Two notes; the second one splits by language and has changes."""
    before = make_note("before", 3, services[:2], [("en", [3, 4])] * 6)
    ballots = [("en", [5, 3, 2])] * 6 + [("fr", [4, 5, 2])] * 6
    return before, make_note("after", 10, services, ballots)


def result_of(session, language="en"):
    document = session.editions.last().documents.get(language=language)
    return from_data(document.content).consultations[0]


def get(client, name, session="after", language="en", code=None):
    return client.get(f"/{language}/sessions/{session}/briefing/charts/{code or session}/{name}")


def test_change_is_since_the_last_session_on_the_same_scale(notes, services):
    make_note("other-scale", 20, services, [("en", [7, 7, 7])] * 5, scale=10)
    last = make_note("last", 25, services, [("en", [1, 3, 2])] * 5)

    health = result_of(last).items[-1]
    assert health.service.slug == "health"
    assert (health.change, health.earlier.mean) == (-3.5, 4.5)
    assert (health.earlier.session, health.earlier.day) == ("after", date(2021, 5, 10))
    assert str(health.earlier.title) == "Session of 10 May (en)"
    assert [one.earlier for one in result_of(notes[0]).items] == [None, None]
    changes = {one.service.slug: one.change for one in result_of(notes[1]).items}
    assert changes == {"health": 1.5, "water": 0.0, "culture": None}


def test_an_edition_from_before_has_neither_groups_nor_changes(notes):
    content = to_data(from_data(notes[1].editions.last().documents.get(language="en").content))
    for item in content["consultations"][0]["items"]:
        del item["earlier"]
    del content["consultations"][0]["groups"]

    result = from_data(content).consultations[0]
    assert result.groups == ()
    assert [one.change for one in result.items] == [None] * 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_shows_spread_change_and_groups(client, notes, language):
    page = client.get(f"/{language}/sessions/after/briefing/").content.decode()

    assert page.count('class="rating-spread"') == 3
    assert page.count("rating-change") == 3
    assert page.count('class="numbers by-group"') == 1
    for name in ("results/svg", "results/png", "results/csv", "groups/svg", "groups/png"):
        path = name.replace("/", ".")
        assert f"/{language}/sessions/after/briefing/charts/after/{path}" in page


def test_page_without_an_earlier_session_has_no_column_of_changes(client, notes):
    page = client.get("/en/sessions/before/briefing/").content.decode()
    assert "rating-change" not in page
    assert "by-group" not in page


def test_superseded_editions_offer_no_pictures_of_the_current_one(client, notes):
    session = notes[1]
    session.introduction_en = "Another introduction"
    session.save()
    publish(session, note="Another introduction", override="Checked")
    page = client.get("/en/sessions/after/briefing/editions/1/").content.decode()
    assert "/charts/" not in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["results", "groups"])
def test_pictures(client, notes, language, name):
    svg = get(client, f"{name}.svg", language=language)
    assert svg["Content-Type"] == "image/svg+xml"
    tree = ET.fromstring(svg.content)  # noqa: S314 - our own
    assert tree.get("direction") == ("rtl" if language == "ar" else "ltr")
    png = get(client, f"{name}.png", language=language)
    assert png["Content-Type"] == "image/png"
    assert png.content.startswith(b"\x89PNG")


def test_figures_have_all_that_is_drawn(client, notes):
    response = get(client, "results.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    heads, first, *_rest = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    told = dict(zip(heads, first, strict=True))
    assert (told["Public service"], told["Mean"], told["Change"]) == ("Health (en)", "4.5", "1.5")
    assert (told["Session before"], told["Score 5"]) == ("before", "6")
    assert told["English (6 ballots)"] == "5.0"


def test_choices_and_words_have_pictures_and_figures(client, services):
    session = make_full_session(slug="more")
    session.consultations.all().delete()
    chosen = [["health"], ["health", "water"], ["culture"]] * 2
    make_choice(*chosen, session=session, services=services, state="closed", code="chosen")
    make_word_consultation(*[["Housing"]] * 6, session=session, state="closed", code="words")
    publish(session, override="Checked")

    for code in ("chosen", "words"):
        assert get(client, "results.svg", "more", code=code).status_code == 200
        assert get(client, "results.png", "more", code=code).content.startswith(b"\x89PNG")
        assert get(client, "results.csv", "more", code=code).status_code == 200
        assert get(client, "groups.svg", "more", code=code).status_code == 404


@pytest.mark.parametrize(
    ("session", "code", "name"),
    [
        ("after", "after", "results.pdf"),
        ("after", "after", "groups.csv"),
        ("after", "after", "other.svg"),
        ("after", "before", "results.svg"),
        ("after", "none", "results.csv"),
        ("before", "before", "groups.svg"),
        ("nowhere", "after", "results.svg"),
    ],
)
def test_what_there_is_not_is_404(client, notes, session, code, name):
    assert get(client, name, session, code=code).status_code == 404


def test_pictures_are_only_read(client, notes):
    address = "/en/sessions/after/briefing/charts/after/results.svg"
    assert client.post(address).status_code == 405


def test_a_picture_is_kept_finished_until_something_is_published(
    client, notes, django_capture_on_commit_callbacks
):
    first = get(client, "results.svg")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = get(client, "results.svg")
    assert again.content == first.content
    assert len(queries) <= 1
    assert (
        client.get(first.wsgi_request.path, headers={"If-None-Match": first["ETag"]}).status_code
        == 304
    )

    session = notes[1]
    for code in LANGUAGES:
        setattr(session, f"title_{code}", f"Renamed ({code})")
    session.save()
    with django_capture_on_commit_callbacks(execute=True):
        publish(session, note="A new title.", override="Checked")
    assert "Renamed (en)" in get(client, "results.svg").content.decode()


# --- By region ------------------------------------------------------------------------------------


@pytest.fixture
def by_region(services):
    """A note that told its results by region, and not by language."""
    session = make_full_session(slug="after", **in_all("title", "Session"))
    session.consultations.all().delete()
    consultation = make_consultation(
        session=session, services=services, state="open", code="after", asks_region=True
    )
    for region, scores in (("AF", [5, 3, 2]), ("EU", [3, 4, 2]), ("", [4, 4, 4])):
        for _voter in range(6):
            make_ballot(consultation=consultation, scores=scores, region=region)
    consultation.close()
    publish(session)
    return session


@pytest.mark.parametrize(
    ("language", "heading", "said"),
    [
        ("en", "Differences by region", "Region not said (6 ballots)"),
        ("fr", "Différences par région", "Région non indiquée"),
        ("es", "Diferencias por región", "Región no indicada"),
        ("ar", "الفروق حسب المنطقة", "منطقة غير مذكورة"),
    ],
)
def test_note_and_topic_tell_the_differences_by_region(client, by_region, language, heading, said):
    note = client.get(f"/{language}/sessions/after/briefing/").content.decode()
    topic = client.get(f"/{language}/priorities/health/").content.decode()

    assert f"<summary>{heading}</summary>" in note
    assert said in note
    assert f"<summary>{heading}</summary>" in topic
    assert "Differences by language" not in note


@pytest.mark.parametrize("extension", ["svg", "png"])
def test_picture_by_region_can_be_taken_away(client, by_region, extension):
    assert get(client, f"regions.{extension}").status_code == 200
    assert get(client, f"groups.{extension}").status_code == 404


def test_figures_by_region_are_among_the_others(client, by_region):
    content = get(client, "results.csv").content.decode("utf-8-sig")
    first, *_others = csv.DictReader(io.StringIO(content))

    assert (first["Africa (6 ballots)"], first["Europe (6 ballots)"]) == ("5.0", "3.0")


def test_document_with_regions_is_read_as_it_was_written(by_region):
    content = by_region.editions.last().documents.get(language="en").content

    assert {group.by for group in result_of(by_region).groups} == {"region"}
    assert to_data(from_data(content)) == content
