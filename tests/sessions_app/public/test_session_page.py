"""A session's page from its announcement to its note: which phase it is in, and what it shows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now
from lxml import html

from sessions_app.models import AgendaItem
from sessions_app.public.session_page import agenda_of, page_phase
from tests.factories import (
    in_all,
    make_city,
    make_consultation,
    make_contribution,
    make_edition,
    make_participant,
    make_person,
    make_session,
)

SECOND = timedelta(seconds=1)


def coming(**values):
    return make_session(**{"starts_at": now() + timedelta(days=9)} | values)


def add_item(session, title, minutes, *speakers):
    order = session.agenda.count()
    item = AgendaItem.objects.create(
        session=session, minutes=minutes, order=order, **in_all("title", title)
    )
    item.speakers.set(speakers)
    return item


def page(client, session, language="en"):
    answer = client.get(f"/{language}/sessions/{session.slug}/")
    assert answer.status_code == 200
    return html.fromstring(answer.content)


def text(tree):
    return " ".join(tree.text_content().split())


def parts(tree):
    return set(tree.xpath("//main//h2/@id"))


# --- Phases ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since_start", "expected"),
    [
        (-timedelta(days=1) - SECOND, "registration"),
        (-timedelta(days=1), "soon"),
        (-SECOND, "soon"),
        (timedelta(0), "live"),
        (timedelta(minutes=90) - SECOND, "live"),
        (timedelta(minutes=90), "over"),
    ],
    ids=["before", "a-day-before", "a-second-before", "begins", "a-second-left", "ends"],
)
def test_phase_changes_to_the_second(db, since_start, expected):
    session = coming(duration=90)

    assert page_phase(session, session.starts_at + since_start) == expected


def test_session_whose_registration_is_closed_is_announced(db):
    session = coming(registration_closes_at=now() - SECOND)

    assert page_phase(session) == "announced"


@pytest.mark.parametrize("days", [-9, 0, 9])
def test_cancelled_session_is_cancelled_at_any_time(db, days):
    session = coming()
    session.cancel()

    assert page_phase(session, session.starts_at + timedelta(days=days)) == "cancelled"


# --- Agenda ---------------------------------------------------------------------------------------


def test_hours_of_the_agenda_follow_from_the_minutes_also_over_a_clock_change(client, db):
    starts = datetime(2100, 3, 28, 0, 30, tzinfo=UTC)
    session = make_session(starts_at=starts, time_zone="Europe/Madrid")
    for title, minutes in (("Welcome", 20), ("Cities", 30), ("Close", 10)):
        add_item(session, title, minutes)

    hours = [(one.item.title_en, one.starts_at - starts) for one in agenda_of(session)]
    shown = page(client, session).xpath("//*[@class='agenda']//time/text()")

    minutes = [timedelta(minutes=number) for number in (0, 20, 50)]
    assert hours == list(zip(("Welcome (en)", "Cities (en)", "Close (en)"), minutes, strict=True))
    assert shown == ["01:30", "01:50", "03:20"]


def test_agenda_names_only_speakers_who_agree_to_be_listed(client, db):
    session = coming()
    named = make_participant(session=session, person=make_person(name="Ana Named"))
    hidden = make_participant(
        session=session, person=make_person(name="Bo Hidden"), consents_to_listing=False
    )
    add_item(session, "Talks", 10, named, hidden)

    shown = text(page(client, session))

    assert "Ana Named" in shown
    assert "Bo Hidden" not in shown


# --- What is shown --------------------------------------------------------------------------------


def test_page_before_the_session_says_all_that_is_announced(client, db):
    session = coming(
        spoken_languages=["en", "sw"],
        interpretation=["fr"],
        join_link="https://meet.example.org/secret",
        **in_all("announcement", "Come and *tell*."),
        **in_all("guiding_questions", "What did you do?"),
    )
    add_item(session, "Welcome", 10)
    make_contribution(session=session, city=make_city(name_en="Mzuzu"))
    make_contribution(session=session, city=make_city(name_en="Absent"), state="invited")

    tree = page(client, session)

    assert parts(tree) == {"about", "agenda", "questions", "cities", "take-part"}
    shown = text(tree)
    assert "English and Swahili" in shown
    assert "Interpretation: French" in shown
    assert "Mzuzu" in shown
    assert "Absent" not in shown
    assert "secret" not in html.tostring(tree).decode()
    # The introduction belongs to the note, which is not published.
    assert "Why we met" not in shown


def test_page_during_the_session_names_the_vote_by_its_question(client, db):
    session = coming(starts_at=now() - timedelta(minutes=5))
    vote = make_consultation(session=session, state="open", **in_all("question", "What first?"))

    tree = page(client, session)

    assert "live" in parts(tree)
    assert "take-part" not in parts(tree)
    assert "What first?" in text(tree)
    assert vote.code not in text(tree)
    assert "personal page" in text(tree)


def test_page_after_the_session_leads_to_recording_note_and_contributions(client, db):
    session = make_session(recording="https://video.example.org/1")
    make_contribution(session=session)
    make_edition(session=session)

    tree = page(client, session)

    assert {"note", "recording", "contributions"} <= parts(tree)
    assert "cities" not in parts(tree)


def test_page_makes_as_many_queries_for_three_of_each(client, db, django_assert_max_num_queries):
    sessions = [coming(), coming()]
    for session, rows in zip(sessions, (1, 3), strict=True):
        for number in range(rows):
            speaker = make_participant(session=session)
            add_item(session, f"Item {number}", 10, speaker)
            make_contribution(session=session)
    counts = []
    for session in sessions:
        with django_assert_max_num_queries(12) as made:
            page(client, session)
        counts.append(len(made))

    assert counts[0] == counts[1]
