"""Feeds: what is in them, and that an unchanged one is answered by 304."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory
from django.utils.timezone import now
from icalendar import Calendar
from lxml import html

from sessions_app.calendars.http import answer_file
from tests.factories import make_organisation, make_series, make_session

SERIES = "/fr/series/housing/calendar.ics"
ALL = "/fr/sessions/calendar.ics"


@pytest.fixture
def series(db):
    return make_series(slug="housing", title_fr="Après le séisme")


def coming(series, **values):
    defaults = {"starts_at": now() + timedelta(days=9), "time_zone": "Europe/Madrid"}
    return make_session(series=series, **defaults | values)


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content)


def uids(calendar):
    return {str(event["UID"]) for event in calendar.walk("VEVENT")}


def test_feed_of_a_series_has_its_announced_sessions(client, series):
    mine = coming(series)
    held = coming(series, starts_at=now() - timedelta(days=30))
    coming(series, announced_at=None)
    coming(series, starts_at=now() - timedelta(days=400))
    other = coming(make_series())

    assert uids(read(client, SERIES)) == {mine.calendar_uid, held.calendar_uid}
    everything = {mine.calendar_uid, held.calendar_uid, other.calendar_uid}
    assert uids(read(client, ALL)) == everything


def test_cancelled_session_stays_in_the_feed_as_cancelled(client, series):
    session = coming(series)
    client.get(SERIES)

    session.cancel("Storm")

    (event,) = read(client, SERIES).walk("VEVENT")
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 1)


def test_feed_is_read_in_place_with_its_name_and_how_often_to_ask(client, series):
    coming(series)

    answer = client.get(SERIES)
    calendar = Calendar.from_ical(answer.content)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'inline; filename="housing.ics"'
    assert answer["Cache-Control"] == "public, no-cache"
    assert str(calendar["NAME"]) == str(calendar["X-WR-CALNAME"]) == "Après le séisme"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert b"X-PUBLISHED-TTL:PT1H" in answer.content


def test_file_of_a_session_is_saved_under_its_name(client, series):
    session = coming(series, slug="launch")

    answer = client.get(f"/fr/sessions/{session.slug}/session.ics")

    assert answer["Content-Disposition"] == 'attachment; filename="launch.ics"'
    known = {"If-None-Match": answer["ETag"]}
    unchanged = client.get(f"/fr/sessions/{session.slug}/session.ics", headers=known)
    assert (unchanged.status_code, unchanged.content) == (304, b"")


@pytest.mark.parametrize("path", [SERIES, ALL])
def test_unchanged_feed_is_answered_by_304(client, series, path, django_assert_num_queries):
    session = coming(series)
    known = client.get(path)["ETag"]

    with django_assert_num_queries(1 if path == ALL else 2):
        answer = client.get(path, headers={"If-None-Match": known})
    assert (answer.status_code, answer.content) == (304, b"")

    session.starts_at += timedelta(hours=1)
    session.save()
    assert client.get(path, headers={"If-None-Match": known}).status_code == 200


def test_languages_have_feeds_of_their_own(client, series):
    coming(series, title_fr="Titre", title_en="Title")

    french, english = client.get(ALL), client.get(ALL.replace("/fr/", "/en/"))

    assert french["ETag"] != english["ETag"]
    assert b"SUMMARY:Titre" in french.content
    assert b"SUMMARY:Title" in english.content


@pytest.mark.parametrize("path", [SERIES, ALL])
def test_feed_makes_as_many_queries_for_three_sessions(
    client, series, path, django_assert_num_queries
):
    coming(series)
    with django_assert_num_queries(2 if path == ALL else 3):
        client.get(path)
    coming(series)
    coming(series)
    with django_assert_num_queries(2 if path == ALL else 3):
        client.get(path)


def test_winter_and_summer_are_right_in_one_feed(client, series):
    year = now().year + 1
    winter = coming(series, starts_at=datetime(year, 2, 3, 14, tzinfo=UTC))
    summer = coming(series, starts_at=datetime(year, 7, 3, 14, tzinfo=UTC))

    calendar = read(client, ALL)

    first, second = sorted(calendar.walk("VEVENT"), key=lambda event: event["DTSTART"].dt)
    starts = [event["DTSTART"].dt for event in (first, second)]
    assert starts == [winter.starts_at, summer.starts_at]
    assert [moment.hour for moment in starts] == [15, 16]
    assert len(calendar.timezones) == 1


@pytest.mark.parametrize("path", [SERIES, ALL, "/fr/series/housing/"])
def test_feed_refuses_to_be_written_to(client, series, path):
    coming(series)

    assert client.post(path).status_code == 405


@pytest.mark.parametrize("page", ["", "calendar.ics"])
def test_series_without_an_announced_session_is_not_found(client, series, page):
    coming(series, announced_at=None)

    assert client.get(f"/fr/series/housing/{page}").status_code == 404
    assert client.get(f"/fr/series/none/{page}").status_code == 404


def test_private_calendar_is_kept_by_its_reader_alone():
    request = RequestFactory().get("/")

    answer = answer_file(request, b"BEGIN:VCALENDAR", "ana.ics", is_feed=True, is_private=True)

    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Robots-Tag"] == "noindex"


# --- The page of a series -------------------------------------------------------------------------


def test_page_of_a_series_shows_its_sessions_and_leads_to_its_calendar(client, series):
    series.conveners.add(make_organisation(name_fr="Réseau"))
    ahead = coming(series, title_fr="À venir")
    held = coming(series, title_fr="Tenue", starts_at=now() - timedelta(days=5))
    coming(make_series(), title_fr="Autre série")

    tree = html.fromstring(client.get("/fr/series/housing/").content)

    assert tree.xpath("string(//h1)").strip() == "Après le séisme"
    assert [a.text_content() for a in tree.xpath("//h3/a")] == [ahead.title_fr, held.title_fr]
    assert tree.xpath("//a[starts-with(@href, 'webcal:')]/@href") == [
        "webcal://testserver/fr/series/housing/calendar.ics"
    ]
    assert "Réseau" in tree.text_content()


def test_page_of_a_series_makes_as_many_queries_for_three_sessions(
    client, series, django_assert_max_num_queries
):
    coming(series)
    with django_assert_max_num_queries(7):
        client.get("/fr/series/housing/")
    for _number in range(2):
        coming(series)
        coming(series, starts_at=now() - timedelta(days=5))
    with django_assert_max_num_queries(7):
        client.get("/fr/series/housing/")
