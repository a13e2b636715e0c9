"""A person registers on a phone in French, comes, cancels; the first who waits moves up."""

import re
import time

import pytest
from icalendar import Calendar

from llex.core.models import Mail
from sessions_app.models import Participant
from sessions_app.registration import robots, signed_links
from tests.factories_registration import JOIN_LINK, make_open_session, make_registration

PHONE = {"viewport": {"width": 360, "height": 740}}
PLAIN = PHONE | {"java_script_enabled": False}


@pytest.fixture
def session(transactional_db, monkeypatch):
    # A browser in a test types faster than people do.
    monkeypatch.setattr(robots, "FASTEST_SECONDS", 1)
    return make_open_session(capacity=2)


def link_to(email, kind):
    text = Mail.objects.filter(recipient=email, kind=kind).latest("pk").text
    return "/" + re.search(r"https?://[^/\s]+/(\S+/registration/\S+)", text)[1]


def register(reader, session, name, email):
    page = reader.open(f"/fr/sessions/{session.slug}/register/")
    page.get_by_label("Votre nom", exact=False).first.fill(name)
    page.get_by_label("Votre adresse électronique", exact=False).fill(email)
    time.sleep(1.1)
    reader.follow(page.locator("form[data-registration] button[type=submit]"))
    assert "Consultez votre messagerie" in page.inner_text("h1")
    page = reader.open(link_to(email, "registration_confirm"))
    reader.follow(page.get_by_role("button", name="Confirmer mon inscription"))
    return page


@pytest.mark.parametrize("reader", [PHONE, PLAIN], indirect=True, ids=["phone", "no-script"])
def test_person_registers_confirms_cancels_and_the_next_one_moves_up(reader, session):
    make_registration(session)
    page = register(reader, session, "Awa Sow", "awa@example.org")
    waiting = make_registration(session, email="next@example.org")

    assert "Vous avez une place." in page.inner_text("main")
    assert page.get_by_role("link", name="Rejoindre la session").get_attribute("href") == JOIN_LINK
    assert reader.overflow() == 0
    mail = Mail.objects.get(kind="registration_confirmed", recipient="awa@example.org")
    [event] = Calendar.from_ical(bytes(mail.attachment)).walk("VEVENT")
    assert (event["UID"], event["LOCATION"]) == (session.calendar_uid, JOIN_LINK)
    reader.follow(page.get_by_role("link", name="Annuler l’inscription"))
    reader.follow(page.get_by_role("button", name="Annuler mon inscription"))

    assert "Votre inscription est annulée." in page.inner_text("main")
    waiting.participant.refresh_from_db()
    assert waiting.participant.status == Participant.Status.REGISTERED
    assert Mail.objects.filter(kind="registration_moved_up", recipient="next@example.org").exists()


@pytest.mark.parametrize("reader", [PHONE], indirect=True, ids=["phone"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_have_no_barrier_and_fit_the_window(reader, session, language):
    registration = make_registration(session, question="Why?", spoken=["fr"])
    path = signed_links.personal_path(registration)
    for page in (
        f"/{language}/sessions/{session.slug}/register/",
        f"/{language}/sessions/{session.slug}/register/team/",
        f"/{language}/{path.split('/', 2)[2]}",
        f"/{language}/{path.split('/', 2)[2]}change/",
        f"/{language}/{path.split('/', 2)[2]}cancel/",
    ):
        reader.open(page)
        assert reader.violations() == []
        assert reader.overflow() == 0
