"""Pages about editions by axe, wide, on a phone and in Arabic: withdrawn, quoted, approved."""

import pytest
from django.urls import reverse
from django.utils import translation

from sessions_app.briefing.checksums import document_checksum
from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.editions import publish
from sessions_app.briefing.note_approval import approve_note, ask_for_approval
from sessions_app.briefing.note_withdrawal import withdraw_note
from sessions_app.groups import ORGANISERS
from sessions_app.models import NoteApproval, Quote
from sessions_app.speakers.quote_clearing import ask_to_clear, quote_path
from tests.browser.test_organising import log_in
from tests.factories import make_full_session, make_user

LAPTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}}
# The pages of the admin have the frame of its theme around them.
ADMIN = ".publish"
pytestmark = [
    pytest.mark.usefixtures("empty_print_files"),
    pytest.mark.parametrize("reader", [LAPTOP, PHONE], indirect=True, ids=["laptop", "phone"]),
]


@pytest.fixture
def session(transactional_db):
    return make_full_session(slug="launch")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_page_of_a_withdrawn_note_has_no_barrier(reader, session, language):
    publish(session)
    withdraw_note(session, dict.fromkeys(session.languages, "A figure was wrong."), by=None)
    with translation.override(language):
        path = reverse("sessions_app:briefing", args=["launch"])

    assert reader.page.goto(reader.site + path).status == 410
    assert "A figure was wrong." in reader.page.content()
    assert reader.violations() == []
    assert reader.overflow() == 0
    # The browser reports the status of the page.
    reader.errors.clear()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_page_of_a_quotation_has_no_barrier(reader, session, language):
    quote = session.quotes.get()
    person = quote.speaker.person
    person.email = "ada@example.org"
    person.save()
    assert ask_to_clear(quote, by=make_user())
    quote.refresh_from_db()
    with translation.override(language):
        page = reader.open(quote_path(quote))

    assert reader.violations() == []
    assert reader.overflow() == 0
    reader.follow(page.locator("button[value=accept]"))
    assert reader.violations() == []
    quote.refresh_from_db()
    assert quote.clearing == Quote.Clearing.ACCEPTED


@pytest.mark.parametrize("language", ["en", "ar"])
def test_second_person_approves_what_is_asked(reader, session, settings, language):
    settings.FOUR_EYES = True
    asker = make_user(group=ORGANISERS, name="Wanda")
    second = make_user(group=ORGANISERS, name="Sami")
    words = {code: document_checksum(one) for code, one in compose_all(session).items()}
    some = {code: words[code] for code in ("en", "fr")}
    ask_for_approval(session, some, of=second, by=asker, remark="The figures are new.\n" * 3)
    approve_note(session, {"fr": words["fr"]}, by=second)
    log_in(reader, second)
    with translation.override(language):
        path = reverse("admin:sessions_app_learningsession_note_approval", args=[session.pk])
    page = reader.open(path)

    assert reader.violations(ADMIN) == []
    assert reader.overflow() == 0
    reader.follow(page.locator("button[value=approve]"))
    assert reader.violations(ADMIN) == []
    assert set(NoteApproval.objects.given().values_list("language", flat=True)) == {"en", "fr"}
