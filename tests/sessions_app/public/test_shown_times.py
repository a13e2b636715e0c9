"""Hours, zones and second dates of sessions and deadlines, wherever people read them."""

import io
import re
from datetime import UTC, datetime, timedelta

import docx
import pypdf
import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from lxml import html

from cities.invitations.sending import invitation_context
from llex.core.time_zones import moments
from sessions_app.briefing.compose.note import compose
from sessions_app.briefing.render import FORMATS
from sessions_app.calendars.files import session_file
from tests.factories import (
    make_contribution,
    make_invitation,
    make_officer,
    make_session,
    make_user,
)
from tests.factories_cities import grant


def shown(page):
    return " ".join(html.fromstring(page.content.decode()).text_content().split())


# --- Everywhere a session is announced ------------------------------------------------------------


def test_session_across_midnight_shows_both_dates_on_its_pages_and_in_its_calendar_file(client, db):
    session = make_session(
        time_zone="Europe/Madrid", starts_at=datetime(2100, 3, 25, 21, 30, tzinfo=UTC), duration=120
    )

    page = shown(client.get(session.get_absolute_url()))
    home = shown(client.get("/en/"))
    entry = session_file(session).decode().replace("\r\n ", "")

    for text in (page, home):
        assert "Thursday 25 March – Friday 26 March 2100" in text
        assert "22:30 – 26 March, 00:30, Madrid time" in text
    assert "DTSTART;TZID=Europe/Madrid:21000325T223000" in entry
    assert "DTEND;TZID=Europe/Madrid:21000326T003000" in entry
    assert "22:30 – 26 March\\, 00:30\\, Madrid time" in entry


def text_of(kind, content):
    if kind == "pdf":
        return " ".join(pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text().split())
    if kind == "docx":
        return "\n".join(one.text for one in docx.Document(io.BytesIO(content)).paragraphs)
    return content.decode() if isinstance(content, bytes) else content


@pytest.mark.parametrize("kind", ["md", "html", "pdf", "docx"])
def test_note_of_a_session_across_midnight_shows_both_dates(db, kind):
    session = make_session(
        time_zone="Europe/Madrid", starts_at=datetime(2020, 3, 25, 21, 30, tzinfo=UTC), duration=120
    )

    note = FORMATS[kind].render(compose(session, "en"), None)

    assert "Wednesday 25 March – Thursday 26 March 2020" in text_of(kind, note)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_letters_tell_both_dates_of_a_session_and_the_hour_of_the_deadline(db, language):
    session = make_session(
        time_zone="Europe/Madrid",
        starts_at=datetime(2100, 3, 25, 21, 30, tzinfo=UTC),
        duration=120,
        contributions_due_at=datetime(2100, 3, 20, 22, 59, tzinfo=UTC),
    )
    contribution = make_contribution(session=session, state="invited")
    officer = make_officer(city=contribution.city, user=make_user(language=language))
    context = invitation_context(contribution, officer, None, "https://example.org")
    with translation.override(language):
        letter = render_to_string("mail/invitation.txt", context)
        day = moments.days_text(session.starts_at, session.ends_at, "Europe/Madrid")
        due = moments.moment_text(session.contributions_due_at, "Europe/Madrid")

    assert day in letter
    assert due in letter
    assert "23:59" in letter


@pytest.mark.parametrize("late", [False, True])
def test_officer_reads_hour_and_zone_of_each_deadline(client, db, late):
    due = now() + timedelta(days=-1 if late else 10)
    closes = now() + timedelta(days=20)
    session = make_session(
        time_zone="America/Bogota", contributions_due_at=due, contributions_close_at=closes
    )
    contribution = make_contribution(state="draft", session=session)
    grant(client, make_invitation(contribution=contribution))

    page = client.get(reverse("cities:contribution_edit", args=[contribution.pk])).content.decode()

    for moment in (due, closes) if late else (due,):
        assert moments.moment_text(moment, "America/Bogota") in page
        assert f'data-own-time="{moment.isoformat(timespec="seconds")}"' in page


@pytest.mark.parametrize("name", ["session", "open_call"])
def test_public_reads_hour_and_zone_of_the_deadline(client, db, name):
    due = now() + timedelta(days=10)
    session = make_session(
        time_zone="America/Bogota",
        starts_at=now() + timedelta(days=20),
        contributions_due_at=due,
        open_call=True,
    )
    address = (
        session.get_absolute_url()
        if name == "session"
        else reverse("cities:open_call", args=[session.slug])
    )

    page = client.get(address).content.decode()

    assert moments.moment_text(due, "America/Bogota") in page
    assert "js/core/own-time.js" in page


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("name", ["session", "open_call"])
def test_sentence_ends_with_its_deadline_so_that_the_readers_time_can_follow(
    client, db, name, language
):
    session = make_session(
        slug="evening",
        time_zone="America/Bogota",
        starts_at=now() + timedelta(days=20),
        contributions_due_at=now() + timedelta(days=10),
        open_call=True,
    )
    path = (
        f"/{language}/"
        + {
            "session": "sessions/evening/",
            "open_call": "contribute/open/evening/",
        }[name]
    )

    page = client.get(path).content.decode()

    due = re.escape(session.contributions_due_at.isoformat(timespec="seconds"))
    assert re.search(rf'data-own-time="{due}"[^>]*></span>\.</p>', page)
