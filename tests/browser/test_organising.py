"""An organiser at work: log in, correct what a city said, publish, and see what the public sees."""

import pytest
from django.urls import reverse

from cities.models import City, Contribution
from sessions_app.briefing.editions import publish
from sessions_app.models import LearningSession
from tests.factories import PASSWORD, make_contribution, make_full_session, make_user
from tests.factories_cities import make_place


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
    page.get_by_label("E-mail address").fill(user.email)
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
    page.locator("[name=note_en]").fill("The stadium was missing.")
    # The translations of what was changed are outdated.
    page.locator("[name=override]").fill("The translations follow tomorrow.")
    reader.follow(page.get_by_role("button", name="Publish now in spite of the errors"))
    assert page.url.endswith(f"/learningsession/{session.pk}/")

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

    reader.follow(page.get_by_role("button", name="Save text"))
    reader.follow(page.get_by_role("button", name="Accept"))
    assert asked == ["beforeunload"]
    assert Contribution.objects.get().state == "accepted"


def test_account_pages_have_no_barrier(reader, organiser):
    log_in(reader, organiser)

    for path in ("2fa/", "password/change/", "logout/"):
        reader.open(f"/en/accounts/{path}")
        assert reader.violations() == [], path
        assert reader.overflow() == 0, path


LAPTOP = {"viewport": {"width": 1366, "height": 768}}
SAVE_BAR = 65  # stays at the bottom of the window
LONG = "Why we met, in a long text. " * 40


@pytest.mark.parametrize(
    ("reader", "language"),
    [(LAPTOP, "en"), (LAPTOP, "ar"), (LAPTOP | {"java_script_enabled": False}, "en")],
    indirect=["reader"],
)
def test_two_who_changed_the_same_text_see_both_and_the_choice_at_once(
    reader, session, organiser, language
):
    rows = LearningSession.objects.filter(pk=session.pk)
    field = f"introduction_{language}"
    rows.update(**{field: LONG})
    log_in(reader, organiser)
    address = f"/{language}/admin/sessions_app/learningsession/{session.pk}/change/"
    page = reader.open(address)
    page.locator(f"[name={field}]").fill(f"{LONG} Mine.")
    page.locator("[name=capacity]").fill("300")
    rows.update(**{field: f"{LONG} Theirs."}, closing_text_en="The other’s end.")

    reader.follow(page.locator("[name=_continue]").first)

    texts = page.locator(".conflict-text")
    mine, theirs = texts.all_inner_texts()
    assert "Mine" in mine
    assert "Theirs" in theirs
    choices = page.locator(".conflicts input[type=radio]")
    for shown in (texts.first, texts.last, choices.first, choices.last):
        box = shown.bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 768 - SAVE_BAR
    choices.last.check()
    reader.follow(page.locator(".conflicts-save"))

    session.refresh_from_db()
    assert getattr(session, field) == f"{LONG} Theirs."
    assert (session.capacity, session.closing_text_en) == (300, "The other’s end.")


def test_city_looked_up_in_a_pop_up_comes_back_chosen(reader, organiser):
    make_place("Sevilla", "ES", 686_741)
    log_in(reader, organiser)
    page = reader.open(reverse("admin:cities_contribution_add"))
    page.locator("[data-id=related-widget-wrapper-city] [x-ref]").click()

    with page.expect_popup() as opened:
        page.locator("#add_id_city").click()
    window = opened.value
    window.locator("#look-up-city").fill("Sevilla")
    with window.expect_navigation():
        window.locator(".lookup-option").first.click()
    with window.expect_event("close"):
        window.locator("[name=_save]").click()

    reader.wait_until("document.querySelector('#id_city').selectedOptions.length === 1")
    assert page.locator("#id_city").input_value() == str(City.objects.get(geoname_id__gt=0).pk)


@pytest.mark.parametrize(
    ("model", "group"),
    [("priorities/consultation", "items"), ("cities/contribution", "responses")],
)
def test_tab_is_no_longer_called_empty_once_a_row_was_added(reader, organiser, model, group):
    log_in(reader, organiser)
    page = reader.open(f"/en/admin/{model}/add/#{group}")
    none = page.locator(f"#{group}-group .inline-none")
    none.wait_for()

    page.locator(f"#{group}-group").get_by_text("Add another").click()

    none.wait_for(state="hidden")
    assert page.locator(f"#{group}-group .template:not(.empty-form)").count() == 1


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_menu_of_the_tabs_stays_inside_a_phones_page(reader, session, organiser, language):
    reader.page.set_viewport_size({"width": 360, "height": 740})
    log_in(reader, organiser)
    page = reader.open(f"/{language}/admin/sessions_app/learningsession/{session.pk}/change/")
    reader.wait_until("document.querySelector('#tabs-items + div').offsetWidth > 0")

    edges = "(part) => { const { left, right } = part.getBoundingClientRect();"
    edges += " return [left, right]; }"
    content = page.locator("#content").evaluate(edges)
    menu = page.locator("#tabs-items + div").evaluate(edges)
    assert content[0] <= menu[0]
    assert menu[1] <= content[1]
    assert reader.overflow() == 0
