"""Home, the sessions, one session, and what a reader meets when something is wrong."""

import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from icalendar import Calendar
from lxml import html

from sessions_app.briefing.render import FORMATS
from tests.factories import (
    make_consultation,
    make_edition,
    make_organisation,
    make_series,
    make_session,
)
from tests.factories_document import make_document

LANGUAGES = ("en", "fr", "es", "ar")
BUDGET = 30 * 1024


def read(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status
    return html.fromstring(response.content)


def text(element):
    return " ".join(element.text_content().split())


def ahead(**overrides):
    return make_session(**{"starts_at": now() + timedelta(days=7)} | overrides)


# --- Addresses printed on paper -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "arguments", "path"),
    [
        ("home", [], "/fr/"),
        ("session_list", [], "/fr/sessions/"),
        ("session_detail", ["launch"], "/fr/sessions/launch/"),
        ("session_calendar", ["launch"], "/fr/sessions/launch/session.ics"),
        ("briefing", ["launch"], "/fr/sessions/launch/briefing/"),
        ("briefing_file", ["launch", "pdf"], "/fr/sessions/launch/briefing.pdf"),
        ("edition", ["launch", 2], "/fr/sessions/launch/briefing/editions/2/"),
    ],
)
def test_addresses_stay_as_they_were_printed(name, arguments, path):
    with translation.override("fr"):
        assert reverse(f"sessions_app:{name}", args=arguments) == path


# --- Every page -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_in_the_language_of_its_address_and_leads_to_the_others(client, db, language):
    make_edition(session=make_session(slug="launch"))
    paths = ("", "sessions/", "sessions/launch/", "sessions/launch/briefing/", "accounts/login/")

    for path in paths:
        tree = read(client, f"/{language}/{path}")
        assert tree.get("lang") == language
        assert tree.get("dir") == ("rtl" if language == "ar" else "ltr")
        switch = tree.xpath("//nav[@class='languages']//a")
        assert [a.get("href") for a in switch] == [f"/{code}/{path}" for code in LANGUAGES]
        assert [a.get("lang") for a in switch] == list(LANGUAGES)
        assert [a.get("hreflang") for a in switch if a.get("aria-current")] == [language]
        assert len(tree.xpath("//h1")) == 1
        assert tree.xpath("//main[@id='main']")
        assert tree.xpath("//a[@class='skip']/@href") == ["#main"]
        assert tree.xpath("//@style | //script[not(@src or @type='application/ld+json')]") == []


def test_pages_tell_search_engines_their_address_in_each_language(client, db):
    tree = read(client, "/fr/sessions/")

    assert tree.xpath("//link[@rel='canonical']/@href") == ["http://testserver/fr/sessions/"]
    alternates = tree.xpath("//link[@rel='alternate'][@hreflang]")
    assert {a.get("hreflang"): a.get("href") for a in alternates} == {
        "x-default": "http://testserver/sessions/",
        **{code: f"http://testserver/{code}/sessions/" for code in LANGUAGES},
    }


def test_first_visit_to_a_note_stays_within_its_budget(client, db):
    make_edition(session=make_session(slug="launch"))

    response = client.get("/en/sessions/launch/briefing/")
    tree = html.fromstring(response.content)
    files = tree.xpath("//link[@rel='stylesheet']/@href") + tree.xpath("//script/@src")
    contents = [
        Path(settings.BASE_DIR, "static", name.removeprefix("/static/")).read_bytes()
        for name in files
    ]

    assert len(files) == 3
    # Of a note without text: two fifths of the budget are left for what a session says.
    assert sum(len(gzip.compress(part)) for part in (response.content, *contents)) < BUDGET * 0.6


def test_reading_pages_leave_no_cookie_and_depend_on_none(client, db):
    make_edition(session=make_session(slug="launch"))

    for path in ("/en/", "/en/sessions/", "/en/sessions/launch/", "/en/sessions/launch/briefing/"):
        response = client.get(path)
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")


# --- Home -----------------------------------------------------------------------------------------


def test_home_shows_the_next_session_in_its_zone_and_in_utc(client, db):
    starts = (now() + timedelta(days=400)).replace(month=7, day=1, hour=22, minute=30)
    make_session(starts_at=starts + timedelta(days=9))
    make_session(starts_at=starts, time_zone="America/Bogota", title_en="Night shift")

    part = read(client, "/en/").xpath("//*[@class='next-session']")[0]

    assert "Night shift" in text(part)
    assert "17:30–19:00, Bogotá time" in text(part)
    assert "22:30–00:00 UTC" in text(part)


@pytest.mark.parametrize(
    ("values", "is_led"),
    [
        ({}, True),
        ({"registration_access": "invited"}, False),
        ({"registration_closes_at": datetime(2020, 3, 25, tzinfo=UTC)}, False),
    ],
    ids=["open", "invited", "closed"],
)
def test_home_leads_to_the_registration_for_the_next_session(client, db, values, is_led):
    session = make_session(starts_at=now() + timedelta(days=9), announced_at=now(), **values)

    page = client.get("/en/").content.decode()

    assert (reverse("sessions_app:register", args=[session.slug]) in page) is is_led


def test_home_tells_the_date_in_utc_when_it_is_another_day_there(client, db):
    starts = datetime(now().year + 1, 7, 2, 1, 0, tzinfo=UTC)
    make_session(starts_at=starts, time_zone="America/Bogota")

    part = read(client, "/en/").xpath("//*[@class='next-session']")[0]

    assert "1 July" in text(part.xpath(".//time")[0])
    assert "2 July, 01:00–02:30 UTC" in text(part)


def test_home_shows_a_session_that_is_under_way(client, db):
    make_session(starts_at=now() - timedelta(minutes=30), title_en="Live")
    make_session(starts_at=now() - timedelta(hours=5), title_en="Over")

    shown = [text(h) for h in read(client, "/en/").xpath("//section[@aria-labelledby='now']//h3")]

    assert shown == ["Live"]


def test_home_shows_the_latest_notes_in_the_language_of_the_reader_where_there_is_one(client, db):
    old = make_session(starts_at=now() - timedelta(days=20))
    new = make_session(starts_at=now() - timedelta(days=10))
    make_edition(session=old)
    make_edition(session=new, documents=[make_document("fr")])
    make_edition(session=make_session(announced_at=None))

    notes = read(client, "/ar/").xpath("//*[@class='note-row']")

    assert [note.xpath("string(.//h3/a/@lang)") for note in notes] == ["fr", "ar"]
    assert [note.xpath("string(.//h3/a/@href)") for note in notes] == [
        f"/ar/sessions/{new.slug}/briefing/",
        f"/ar/sessions/{old.slug}/briefing/",
    ]


def test_home_shows_a_note_once_when_it_has_several_editions(client, db):
    session = make_session()
    make_edition(session=session)
    make_edition(session=session)

    assert len(read(client, "/en/").xpath("//*[@class='note-row']")) == 1


def test_home_says_so_when_there_is_nothing_yet(client, db):
    tree = read(client, "/en/")

    assert "The first note will appear here" in text(tree)
    assert tree.xpath("//*[@class='next-session']") == []


@pytest.mark.parametrize("path", ["/en/", "/en/sessions/"])
def test_lists_ask_the_database_as_often_for_three_rows_as_for_one(
    client, db, path, django_assert_num_queries
):
    def fill():
        ahead(series=make_series())
        make_edition(session=make_session(series=make_series()))

    def count():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            read(client, path)
        return len(queries)

    fill()
    with_one = count()
    fill()
    fill()

    assert count() == with_one
    # One of them for the version of the pages.
    assert with_one <= (7 if path.endswith("sessions/") else 20)


# --- Sessions -------------------------------------------------------------------------------------


def test_sessions_are_listed_ahead_first_and_then_by_year(client, db):
    make_session(starts_at=datetime(2020, 3, 25, tzinfo=UTC), title_en="Old")
    make_session(starts_at=datetime(2021, 3, 25, tzinfo=UTC), title_en="Newer")
    ahead(title_en="Soon")
    ahead(title_en="Secret", announced_at=None)

    parts = read(client, "/en/sessions/").xpath("//main//section")

    assert [
        (text(part.xpath("h2")[0]), [text(title) for title in part.xpath(".//h3")])
        for part in parts
    ] == [("Upcoming", ["Soon"]), ("2021", ["Newer"]), ("2020", ["Old"])]


def test_sessions_of_one_series_are_listed_when_it_is_chosen(client, db):
    housing = make_series(slug="housing", title_en="Housing")
    make_session(series=housing, title_en="Rents")
    make_session(title_en="Water")

    tree = read(client, "/en/sessions/?series=housing")

    assert text(tree.xpath("//h1")[0]) == "Housing"
    assert [text(title) for title in tree.xpath("//main//section//h3")] == ["Rents"]
    assert tree.xpath("//nav[@class='filter']//a[@aria-current]/@href") == ["?series=housing"]


@pytest.mark.parametrize("slug", ["nothing", "hidden"])
def test_sessions_answer_404_when_the_series_is_not_known_to_the_public(client, db, slug):
    make_session(series=make_series(slug="hidden"), announced_at=None)

    read(client, f"/en/sessions/?series={slug}", status=404)


@pytest.mark.parametrize("page", ["2", "99", "x", "-1"])
def test_sessions_are_paged_and_any_page_number_is_answered(client, db, page):
    series = make_series(slug="long")
    for number in range(30):
        make_session(series=series, number=number + 1)

    tree = read(client, f"/en/sessions/?series=long&page={page}")

    rows = len(tree.xpath("//*[@class='session-row']"))
    assert rows == (24 if page == "x" else 6)
    links = tree.xpath("//nav[@class='pages']//a/@href")
    assert links == (["?series=long&page=2"] if page == "x" else ["?series=long&page=1"])


# --- One session ----------------------------------------------------------------------------------


def test_session_before_it_begins_tells_questions_and_how_to_take_part(client, db):
    series = make_series(contact="learning@example.org")
    series.conveners.add(make_organisation(name_en="World Table of Cities"))
    session = ahead(series=series, guiding_questions_en="- What did *you* do?")

    tree = read(client, f"/en/sessions/{session.slug}/")

    assert text(tree.xpath("//section[@aria-labelledby='questions']//li")[0]) == "What did you do?"
    assert "Register" in text(tree.xpath("//section[@aria-labelledby='take-part']")[0])
    facts = text(tree.xpath("//aside[@class='facts']")[0])
    assert "learning@example.org" in facts
    assert "World Table of Cities" in facts
    assert tree.xpath("//section[@aria-labelledby='recording']") == []


def test_session_never_shows_its_link_to_join(client, db):
    session = ahead(join_link="https://meet.example.org/secret-room")

    for path in (f"/en/sessions/{session.slug}/", f"/en/sessions/{session.slug}/session.ics"):
        assert b"secret-room" not in client.get(path).content


def test_session_after_it_says_that_the_note_is_being_written_until_there_is_one(client, db):
    session = make_session(recording="https://example.org/recording")
    path = f"/en/sessions/{session.slug}/"

    waiting = read(client, path)
    make_edition(session=session)
    noted = read(client, path)

    assert "The note of this session is being written" in text(waiting)
    assert waiting.xpath("//a[@href='https://example.org/recording']")
    assert noted.xpath("//main//a[@class='button']/@href") == [f"{path}briefing/"]
    assert "being written" not in text(noted)


def test_session_under_way_says_so(client, db):
    session = make_session(starts_at=now() - timedelta(minutes=10))

    assert "under way now" in text(read(client, f"/en/sessions/{session.slug}/"))


def test_session_says_in_which_language_its_texts_are_when_they_are_not_translated(client, db):
    session = make_session(title_ar="", guiding_questions_en="Why?")

    tree = read(client, f"/ar/sessions/{session.slug}/")

    assert tree.xpath("//h1/span[1]/@lang") == ["en"]
    assert tree.xpath("//section[@aria-labelledby='questions']//div[@lang]/@lang") == ["en"]


@pytest.mark.parametrize("page", ["", "session.ics", "briefing/", "briefing.pdf"])
def test_session_is_not_found_when_it_is_not_announced_or_does_not_exist(client, db, page):
    hidden = make_session(announced_at=None)

    read(client, f"/en/sessions/{hidden.slug}/{page}", status=404)
    read(client, f"/en/sessions/nothing/{page}", status=404)


def test_calendar_entry_tells_when_what_and_where_to_read_on(client, db):
    session = make_session(
        slug="launch",
        starts_at=datetime(2031, 3, 25, 14, tzinfo=UTC),
        duration=75,
        time_zone="Europe/Madrid",
        title_fr="Le lancement; première, séance",
    )

    response = client.get("/fr/sessions/launch/session.ics")
    event = Calendar.from_ical(response.content).walk("VEVENT")[0]

    assert response["Content-Type"].startswith("text/calendar")
    assert str(event["SUMMARY"]) == session.title_fr
    assert event["DTSTART"].dt == datetime(2031, 3, 25, 14, tzinfo=UTC)
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=75)
    assert str(event["URL"]) == "http://testserver/fr/sessions/launch/"
    assert str(event["UID"]) == session.calendar_uid


@pytest.mark.parametrize("path", ["/en/", "/en/sessions/", "/en/sessions/launch/"])
def test_reading_pages_refuse_to_be_written_to(client, db, path):
    make_session(slug="launch")

    assert client.post(path).status_code == 405


# --- The note's page ------------------------------------------------------------------------------


def test_note_says_when_it_is_read_in_another_language_than_asked_for(client, db):
    make_edition(session=make_session(slug="launch"), documents=[make_document("fr")])

    tree = read(client, "/ar/sessions/launch/briefing/")

    assert tree.get("lang") == "ar"
    assert tree.xpath("//article[@lang='fr'][@dir='ltr']")
    assert "الفرنسية" in text(tree.xpath("//p[@class='notice']")[0])


def test_note_marks_the_languages_that_it_has_not_been_published_in(client, db):
    make_edition(session=make_session(slug="launch"))

    tree = read(client, "/en/sessions/launch/briefing/")

    absent = tree.xpath("//nav[@class='languages']//li[@class='absent']/a/@hreflang")
    assert absent == ["fr", "es"]
    assert tree.xpath("//link[@rel='alternate']/@hreflang") == ["en", "ar", "x-default"]


def test_superseded_edition_says_so_and_leads_to_the_current_one(client, db):
    session = make_session(slug="launch")
    make_edition(session=session)
    make_edition(session=session)

    old = read(client, "/en/sessions/launch/briefing/editions/1/")
    current = read(client, "/en/sessions/launch/briefing/editions/2/")

    address = "/en/sessions/launch/briefing/"
    assert old.xpath("//p[@class='notice']/a/@href") == [
        address,
        f"{address}editions/1/differences/2/",
        f"{address}editions/",
    ]
    assert old.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert current.xpath("//p[@class='notice']") == []
    assert current.xpath("//link[@rel='canonical']/@href") == [
        "http://testserver/en/sessions/launch/briefing/"
    ]


def test_note_page_keeps_its_own_address_when_the_edition_was_read_first(client, db):
    make_edition(session=make_session(slug="launch"))

    for path in ("sessions/launch/briefing/editions/1/", "sessions/launch/briefing/"):
        tree = read(client, f"/en/{path}")
        assert tree.xpath("//nav[@class='languages']//a[@lang='ar']/@href") == [f"/ar/{path}"]


def test_note_offers_its_files_a_mail_and_how_to_cite_it(client, db):
    session = make_session(slug="launch")
    for edition in (make_edition(session=session), make_edition(session=session)):
        for document in edition.documents.all():
            add_files(document, *FORMATS)

    def links(path):
        return read(client, path).xpath("//ul[@class='downloads']//a/@href")

    current = read(client, "/en/sessions/launch/briefing/")
    assert links("/en/sessions/launch/briefing/") == [
        *(f"/en/sessions/launch/briefing{made.file_ending}" for made in list(FORMATS.values())[:4]),
        "/en/sessions/launch/briefing/files/",
    ]
    old = links("/en/sessions/launch/briefing/editions/1/")
    edition = "/en/sessions/launch/briefing/editions/1/"
    assert (old[0], old[-1]) == (f"{edition}briefing.pdf", f"{edition}files/")
    assert current.xpath("//a[starts-with(@href, 'mailto:?subject=')]")
    citation = text(current.xpath("//*[@class='citation']")[0])
    assert citation.startswith("WTC, Alliance for Local Water: ")
    assert citation.endswith("http://testserver/en/sessions/launch/briefing/editions/2/")


def add_files(document, *formats):
    for name in formats:
        document.files.create(format=name, file=f"editions/{name}", size=1, checksum=f"{name:x>64}")


def test_edition_that_has_no_file_of_a_format_does_not_offer_it(client, db):
    edition = make_edition(session=make_session(slug="launch"))
    for document in edition.documents.all():
        add_files(document, "pdf", "json")

    page = read(client, "/en/sessions/launch/briefing/files/")

    made = [name for name, one in FORMATS.items() if one.on_request]
    offered = [name for name in FORMATS if name in {"pdf", "json", *made}]
    assert page.xpath("//section[.//@id='files-en']//a/@href") == [
        f"/en/sessions/launch/briefing{FORMATS[name].file_ending}" for name in offered
    ]
    for path in ("briefing.docx", "briefing/editions/1/briefing.md"):
        assert client.get(f"/en/sessions/launch/{path}").status_code == 404


@pytest.mark.parametrize("page", ["", "briefing.pdf"])
def test_there_is_no_edition_zero(client, db, page):
    make_edition(session=make_session(slug="launch"))

    assert client.get(f"/en/sessions/launch/briefing/editions/0/{page}").status_code == 404


@pytest.mark.parametrize("page", ["", "session.ics"])
def test_session_of_a_published_note_has_its_page_though_nobody_announced_it(client, db, page):
    make_edition(session=make_session(slug="launch", announced_at=None))

    assert client.get(f"/en/sessions/launch/{page}").status_code == 200


def test_note_page_holds_nothing_of_one_reader(client, db, admin_user):
    make_edition(session=make_session(slug="launch"))
    client.force_login(admin_user)

    page = client.get("/en/sessions/launch/briefing/?from=newsletter").content.decode()

    assert admin_user.email not in page
    assert "newsletter" not in page
    assert "csrf" not in page


# --- When something is wrong ----------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_missing_page_is_answered_in_the_look_and_leads_home(client, db, language):
    tree = read(client, f"/{language}/no/such/page/", status=404)

    assert tree.get("lang") == language
    assert f"/{language}/" in tree.xpath("//main//a/@href")


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html"])
def test_refusal_is_explained(name, db):
    request = RequestFactory().get("/en/")

    tree = html.fromstring(render_to_string(name, {}, request))

    assert text(tree.xpath("//h1")[0])
    assert text(tree.xpath("//main//p")[1])


@pytest.mark.parametrize("name", ["400.html", "500.html"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_failure_is_answered_without_request_database_or_manifest(name, language):
    with translation.override(language):
        tree = html.fromstring(render_to_string(name))

    assert tree.get("lang") == language
    assert tree.xpath("//link[@rel='stylesheet']/@href") == ["/static/css/core/base.css"]
    assert len(tree.xpath("//h1")) == 1


@pytest.mark.parametrize("days", [-1, 5], ids=["after", "before"])
@pytest.mark.parametrize(
    ("state", "closed_hall", "linked"),
    [
        ("draft", False, False),
        ("open", False, True),
        ("open", True, False),
        ("closed", False, False),
    ],
)
def test_session_leads_to_the_vote_while_it_is_open(client, db, days, state, closed_hall, linked):
    session = make_session(starts_at=now() + timedelta(days=days))
    make_consultation(session=session, code="rain5", state=state, is_closed_hall=closed_hall)

    page = client.get(f"/en/sessions/{session.slug}/")

    assert ("/v/rain5/" in page.content.decode()) == linked


# --- Cancelled ------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [9, 0, -9], ids=["ahead", "under-way", "over"])
def test_page_of_a_cancelled_session_says_so_and_why(client, db, days):
    session = make_session(
        starts_at=now() + timedelta(days=days) - timedelta(minutes=5), open_call=True
    )
    session.cancel("The hall *is* flooded.")

    tree = read(client, session.get_absolute_url())

    assert text(tree.xpath("//section[@aria-labelledby='cancelled']")[0]) == (
        "This session is cancelled. The hall is flooded."
    )
    assert not tree.xpath("//*[@id='take-part']")
    assert not tree.xpath("//main//a[contains(@href, '/contribute/')]")
    assert "under way" not in text(tree)


def test_cancelled_session_is_not_the_next_one_and_is_marked_in_the_list(client, db):
    session = make_session(starts_at=now() + timedelta(days=1))
    later = make_session(starts_at=now() + timedelta(days=2))
    session.cancel()

    home, listed = read(client, "/en/"), read(client, "/en/sessions/")

    assert later.title in text(home)
    assert session.title not in text(home)
    rows = [text(row) for row in listed.xpath("//*[@class='session-row']")]
    assert [("Cancelled" in row) for row in rows] == [True, False]
