"""From the letter to the form and home again, on a phone: the officer's pages have no barrier."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import TestCase
from django.utils.timezone import now

from cities.invitations import magic_links, sending
from tests.browser.test_reading import DARK, LANGUAGES, PHONE, WIDE
from tests.factories import (
    make_city,
    make_contribution,
    make_edition,
    make_invitation,
    make_officer,
    make_series,
    make_session,
    make_user,
)


@pytest.fixture
def invitation(transactional_db):
    """An officer with an invitation, a colleague, something accepted and a session that is open."""
    series = make_series(slug="learning", contact="learning@example.org")
    soon = now() + timedelta(days=5)
    session = make_session(series=series, starts_at=soon, contributions_due_at=soon)
    city = make_city()
    officer = make_officer(
        city=city, user=make_user(name="Awa Diouf", email="awa@example.org"), position="Adviser"
    )
    make_officer(city=city, user=make_user(name="Colleague"))
    make_edition(session=make_contribution(city=city).session)
    make_session(series=series, starts_at=soon, contributions_due_at=soon)
    contribution = make_contribution(state="invited", session=session, city=city)
    return make_invitation(contribution=contribution, officer=officer)


def sign_in(reader, language="en"):
    page = reader.open(f"/{language}/accounts/login/code/")
    page.fill("input[name=email]", "awa@example.org")
    reader.follow(page.locator("main form button").first)
    code = re.search(r"[A-Z0-9]{4,}(-[A-Z0-9]+)?$", mail.outbox[-1].subject).group()
    page.fill("input[name=code]", code)
    reader.follow(page.locator("main form button").first)
    return page


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_officer_comes_from_the_letter_to_the_form(invitation, reader):
    with TestCase.captureOnCommitCallbacks(execute=True):
        sending.resend(invitation)
    found = re.search(r"https?://\S+/invitations/\S+", mail.outbox[0].body).group()

    page = reader.page
    page.goto(found)
    assert reader.page.context.cookies() == [] or "sessionid" not in {
        cookie["name"] for cookie in page.context.cookies()
    }
    reader.follow(page.get_by_role("button", name="Begin to write"))

    assert page.url.endswith(f"/en/contribute/{invitation.contribution_id}/")
    invitation.contribution.refresh_from_db()
    assert invitation.contribution.state == "draft"


@pytest.mark.parametrize(
    "reader", [PHONE | {"viewport": {"width": 360, "height": 740}}], indirect=True
)
def test_button_to_begin_is_in_the_first_screen_of_a_phone(invitation, reader):
    invitation.contribution.city.name_en = "Metropolitan District of Quito"
    invitation.contribution.city.save()
    for language in LANGUAGES:
        reader.page.goto(magic_links.build_url(invitation, language))
        box = reader.page.locator("main .button").first.bounding_box()

        assert box["y"] + box["height"] <= 740, language


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_officer_declines_from_the_letter(invitation, reader):
    page = reader.page
    page.goto(magic_links.build_url(invitation, "en"))
    reader.follow(page.get_by_role("button", name="We cannot contribute this time"))
    page.get_by_label("Would you like to say why?").fill("Elections are near.")
    reader.follow(page.get_by_role("button", name="Tell the organisers"))

    assert "Thank you for telling us" in page.content()
    invitation.contribution.refresh_from_db()
    assert invitation.contribution.state == "declined"


@pytest.mark.parametrize("reader", [PHONE, WIDE], indirect=True, ids=["phone", "wide"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_of_officers_have_no_barrier_and_fit_the_window(invitation, reader, language):
    reader.page.goto(magic_links.build_url(invitation, language))
    assert (reader.violations(), reader.overflow()) == ([], 0)
    reader.follow(reader.page.locator("button[value=decline]"))
    assert (reader.violations(), reader.overflow()) == ([], 0)
    sign_in(reader, language)
    city = invitation.contribution.city.slug
    accepted = invitation.officer.city.contributions.get(state="accepted").pk
    for path in ("", f"cities/{city}/colleagues/", f"cities/{city}/hand-over/",
                 f"{accepted}/withdraw/"):  # fmt: skip
        reader.open(f"/{language}/contribute/{path}")
        assert (reader.violations(), reader.overflow()) == ([], 0), path


@pytest.mark.parametrize("reader", [DARK], indirect=True, ids=["dark"])
def test_home_has_no_barrier_by_night(invitation, reader):
    reader.page.goto(magic_links.build_url(invitation, "ar"))
    assert reader.violations() == []
    sign_in(reader)

    assert reader.violations() == []


def test_closed_link_has_no_barrier(invitation, reader):
    invitation.revoke()

    assert reader.page.goto(magic_links.build_url(invitation, "en")).status == 410
    assert reader.violations() == []
    reader.errors.clear()  # the browser logs the 410 that we asked for


def test_confirming_page_has_no_barrier(invitation, reader):
    page = reader.open("/en/accounts/login/code/")
    page.fill("input[name=email]", "awa@example.org")
    reader.follow(page.locator("main form button").first)

    assert reader.violations() == []
