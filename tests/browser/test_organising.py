"""An organiser at work: log in, correct what a city said, publish, and see what the public sees."""

import pytest
from django.urls import reverse

from cities.models import Contribution
from sessions_app.briefing.editions import publish
from tests.makers import PASSWORD, make_contribution, make_full_session, make_user


@pytest.fixture
def session(transactional_db):
    """A session whose first edition is out."""
    session = make_full_session(slug="launch")
    publish(session)
    return session


@pytest.fixture
def organiser(transactional_db):
    return make_user(email="organiser@example.org", is_staff=True, is_superuser=True)


def log_in(reader, user):
    page = reader.open("/en/accounts/login/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    reader.follow(page.locator("main").get_by_role("button", name="Sign in"))
    assert page.url.endswith("/en/admin/")
    return page


def test_correction_is_published_as_a_new_edition_and_the_old_one_stays(reader, session, organiser):
    response = session.contributions.first().responses.first()
    page = log_in(reader, organiser)

    reader.open(reverse("admin:cities_policyresponse_change", args=[response.pk]))
    page.locator("[name=text_en]").fill("We opened the stadium to the homeless")
    reader.follow(page.locator("[name=_save]"))
    reader.open(reverse("admin:sessions_app_learningsession_publish", args=[session.pk]))
    page.locator("[name=note]").fill("The stadium was missing.")
    reader.follow(page.get_by_role("button", name="Publish", exact=True))
    assert page.url.endswith(f"/{session.pk}/change/")

    current = reader.open("/en/sessions/launch/briefing/").locator("main").inner_text()
    assert "We opened the stadium to the homeless" in current
    assert "The stadium was missing." in current
    assert "Edition 2" in current
    old = reader.open("/en/sessions/launch/briefing/editions/1/").locator("main").inner_text()
    assert "We opened the stadium to the homeless" not in old
    assert "superseded by edition 2" in old


def test_what_was_typed_in_a_review_is_not_left_by_another_button(reader, organiser):
    contribution = make_contribution(state="submitted")
    log_in(reader, organiser)
    page = reader.open(reverse("admin:cities_contribution_review", args=[contribution.pk]))
    asked = []
    page.on("dialog", lambda dialog: asked.append(dialog.type) or dialog.dismiss())
    wording = page.locator(".review-wording textarea").first

    wording.fill("Typed with care")
    page.get_by_role("button", name="Accept").click()
    assert asked == ["beforeunload"]
    assert wording.input_value() == "Typed with care"
    assert Contribution.objects.get().state == "submitted"

    reader.follow(page.get_by_role("button", name="Save wording"))
    reader.follow(page.get_by_role("button", name="Accept"))
    assert asked == ["beforeunload"]
    assert Contribution.objects.get().state == "accepted"


def test_account_pages_have_no_barrier(reader, organiser):
    log_in(reader, organiser)

    for path in ("2fa/", "password/change/", "logout/"):
        reader.open(f"/en/accounts/{path}")
        assert reader.violations() == [], path
        assert reader.overflow() == 0, path
