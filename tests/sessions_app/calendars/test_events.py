"""A session as an event: known again, changed, cancelled, at the right hour, private to join."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from django.utils.timezone import now
from icalendar import Calendar

from sessions_app.calendars.events import EventAttendee
from sessions_app.calendars.files import (
    personal_feed,
    personal_file,
    public_feed,
    session_file,
)
from sessions_app.models import LearningSession
from tests.factories import make_edition, make_series, make_session

JOIN = "https://meet.example.org/j/1?pwd=secret"
PAGE = "https://llex.example.org/en/registrations/abc/"
ANA = EventAttendee("Ana Ñandú", "ana@example.org", PAGE)


def coming(**values):
    return make_session(
        **{
            "starts_at": datetime(2031, 3, 25, 14, tzinfo=UTC),
            "time_zone": "Europe/Madrid",
            "join_link": JOIN,
        }
        | values
    )


def parsed(content):
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def event_of(session):
    return parsed(session_file(session))[1]


# --- Known again ----------------------------------------------------------------------------------


def test_public_and_personal_event_have_one_identifier(db):
    session = coming()

    public, personal = event_of(session), parsed(personal_file(session, ANA).content)[1]

    assert str(public["UID"]) == str(personal["UID"]) == session.calendar_uid


def test_identifier_stays_when_everything_else_changes(db):
    session = coming()
    uid = str(event_of(session)["UID"])

    session.slug, session.title_en, session.starts_at = "other", "Other", now() + timedelta(days=3)
    session.save()

    assert str(event_of(session)["UID"]) == uid


def test_two_sessions_have_two_identifiers(db):
    assert coming().calendar_uid != coming().calendar_uid


# --- Changed --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"starts_at": datetime(2031, 3, 26, 14, tzinfo=UTC)},
        {"duration": 120},
        {"time_zone": "Europe/Paris"},
        {"title_en": "Another title"},
        {"title_ar": "عنوان آخر"},
        {"join_link": "https://meet.example.org/j/2"},
    ],
    ids="-".join,
)
def test_sequence_rises_with_what_calendars_show(db, change):
    session = LearningSession.objects.get(pk=coming().pk)

    for name, value in change.items():
        setattr(session, name, value)
    session.save(update_fields=list(change))

    session.refresh_from_db()
    assert session.calendar_sequence == 1
    assert event_of(session)["SEQUENCE"] == 1


def test_sequence_stays_when_calendars_show_the_same(db):
    session = coming()

    session.capacity, session.introduction_en = 500, "Another introduction"
    session.save()
    LearningSession.objects.get(pk=session.pk).save()

    session.refresh_from_db()
    assert session.calendar_sequence == 0


def test_change_of_a_session_that_was_saved_before_calendars_counted_is_seen(db):
    session = coming()
    LearningSession.objects.update(calendar_digest="")

    session = LearningSession.objects.get(pk=session.pk)
    session.starts_at += timedelta(days=1)
    session.save()

    assert session.calendar_sequence == 1


# --- Cancelled ------------------------------------------------------------------------------------


def test_cancelled_session_is_cancelled_in_calendars_with_its_reason(db):
    session = coming()

    session.cancel("The speakers cannot come.")

    event = event_of(session)
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 1)
    assert "The speakers cannot come." in str(event["DESCRIPTION"])
    session.reinstate()
    event = event_of(session)
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CONFIRMED", 2)
    assert "speakers" not in str(event["DESCRIPTION"])


@pytest.mark.parametrize("announced_at", [None, datetime(2031, 1, 1, tzinfo=UTC)])
def test_session_that_is_announced_no_longer_is_cancelled_for_those_who_have_it(db, announced_at):
    session = coming(announced_at=announced_at)

    calendar, event = parsed(personal_file(session, ANA).content)

    assert str(event["STATUS"]) == "CANCELLED"
    assert str(calendar["METHOD"]) == "CANCEL"
    assert JOIN not in personal_file(session, ANA).content.decode()


# --- At the right hour ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "local"),
    [
        (datetime(2031, 3, 29, 14, tzinfo=UTC), (15, timedelta(hours=1))),
        (datetime(2031, 3, 30, 14, tzinfo=UTC), (16, timedelta(hours=2))),
        (datetime(2031, 10, 25, 14, tzinfo=UTC), (16, timedelta(hours=2))),
        (datetime(2031, 10, 26, 14, tzinfo=UTC), (15, timedelta(hours=1))),
    ],
    ids=["last-winter-day", "first-summer-day", "last-summer-day", "first-winter-day"],
)
def test_hour_is_right_on_both_sides_of_a_clock_change(db, moment, local):
    calendar, event = parsed(session_file(coming(starts_at=moment)))

    starts = event["DTSTART"].dt
    assert (starts.hour, starts.utcoffset()) == local
    assert starts == moment
    assert event["DTEND"].dt == moment + timedelta(minutes=90)
    assert [str(zone["TZID"]) for zone in calendar.timezones] == ["Europe/Madrid"]


def test_session_that_the_clocks_change_during_ends_when_it_does(db):
    starts = datetime(2031, 3, 30, 0, 30, tzinfo=UTC)

    _calendar, event = parsed(session_file(coming(starts_at=starts, duration=90)))

    assert event["DTSTART"].dt.hour == 1
    assert event["DTEND"].dt == datetime(2031, 3, 30, 2, tzinfo=UTC)
    assert event["DTEND"].dt.hour == 4


def test_session_in_utc_needs_no_definition_of_its_zone(db):
    calendar, event = parsed(session_file(coming(time_zone="UTC")))

    assert event["DTSTART"].to_ical() == b"20310325T140000Z"
    assert calendar.timezones == []


def test_feed_over_winter_and_summer_defines_each_zone_once(db):
    sessions = [
        coming(starts_at=datetime(2031, month, 10, 14, tzinfo=UTC), time_zone=zone)
        for month in (1, 7)
        for zone in ("Europe/Madrid", "America/Santiago")
    ]

    calendar = Calendar.from_ical(public_feed("All sessions", sessions))

    assert [str(zone["TZID"]) for zone in calendar.timezones] == [
        "America/Santiago",
        "Europe/Madrid",
    ]
    for session, event in zip(sessions, calendar.walk("VEVENT"), strict=True):
        assert event["DTSTART"].dt == session.starts_at
        local = session.starts_at.astimezone(ZoneInfo(session.time_zone))
        assert event["DTSTART"].dt.replace(tzinfo=None) == local.replace(tzinfo=None)


# --- In the language ------------------------------------------------------------------------------


def test_event_is_in_the_language_of_its_reader(db):
    session = coming(
        title_fr="Le logement; première, séance",
        number=3,
        guiding_questions_fr="Comment *loger* ?",
        series=make_series(title_fr="Après l'inondation"),
    )

    with translation.override("fr"):
        event = event_of(session)

    assert str(event["SUMMARY"]) == "Le logement; première, séance"
    description = str(event["DESCRIPTION"])
    assert description.startswith("Après l'inondation · Session 3\n\nmardi 25 mars 2031")
    assert "Comment loger ?" in description
    assert description.endswith(f"http://testserver/fr/sessions/{session.slug}/")


# --- For those who are registered -----------------------------------------------------------------


def test_way_to_join_is_in_the_personal_event_alone(db):
    session = coming()

    event = parsed(personal_file(session, ANA).content)[1]

    assert str(event["LOCATION"]) == JOIN
    assert JOIN in str(event["DESCRIPTION"])
    assert [one.uri for one in event.conferences] == [JOIN]
    assert str(event["URL"]) == PAGE
    for public in (session_file(session), public_feed("All", [session])):
        assert "meet.example.org" not in public.decode().replace("\r\n ", "")
        assert "ana@example.org" not in public.decode().replace("\r\n ", "")


def test_event_without_a_link_yet_leads_to_the_personal_page(db):
    event = parsed(personal_file(coming(join_link=""), ANA).content)[1]

    assert str(event["LOCATION"]) == PAGE
    assert event.conferences == []


def test_attendee_has_answered_already_so_that_no_program_asks(db):
    file = personal_file(coming(series=make_series(contact="team@example.org")), ANA)
    calendar, event = parsed(file.content)

    assert file.content_type == "text/calendar; method=REQUEST; charset=utf-8"
    assert str(calendar["METHOD"]) == "REQUEST"
    assert str(event["ATTENDEE"]) == "mailto:ana@example.org"
    assert dict(event["ATTENDEE"].params) == {
        "CN": "Ana Ñandú",
        "PARTSTAT": "ACCEPTED",
        "RSVP": "FALSE",
    }
    assert str(event["ORGANIZER"]) == "mailto:team@example.org"


def test_person_who_cancels_is_cancelled_alone(db):
    session = coming()
    gone = EventAttendee("Ana", "ana@example.org", PAGE, revision=1, is_cancelled=True)

    file = personal_file(session, gone)
    event = parsed(file.content)[1]

    assert file.content_type == "text/calendar; method=CANCEL; charset=utf-8"
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 1)
    assert JOIN not in file.content.decode().replace("\r\n ", "")
    assert str(event_of(session)["STATUS"]) == "CONFIRMED"


def test_name_with_line_breaks_adds_no_property(db):
    rude = EventAttendee('Ana"\r\nX-EVIL:1', "ana@example.org", PAGE)

    content = personal_file(coming(title_en="A\r\nX-EVIL:1"), rude).content

    assert not [line for line in content.splitlines() if line.startswith(b"X-EVIL")]


def test_personal_feed_holds_each_session_of_the_person(db):
    first, second = coming(), coming()

    calendar = Calendar.from_ical(personal_feed("Ana", [(first, ANA), (second, ANA)]))

    assert {str(event["UID"]) for event in calendar.walk("VEVENT")} == {
        first.calendar_uid,
        second.calendar_uid,
    }
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert calendar["X-PUBLISHED-TTL"].to_ical() == b"PT1H"


def test_note_published_session_keeps_its_event(db):
    session = coming()
    make_edition(session=session)

    assert str(event_of(session)["STATUS"]) == "CONFIRMED"
