"""The page of a session in a browser: order by keyboard, two readers, languages, windows."""

import pytest
from django.urls import reverse

from sessions_app.groups import ORGANISERS
from sessions_app.models import LearningSession
from tests.browser.test_organising import log_in
from tests.factories import PASSWORD, make_contribution, make_full_session, make_user

PHONE = {"viewport": {"width": 360, "height": 740}}
LAPTOP = {"viewport": {"width": 1366, "height": 768}}
NIGHT = LAPTOP | {"color_scheme": "dark"}


@pytest.fixture
def session(transactional_db):
    session = make_full_session(rows=3, introduction_fr="")
    make_contribution(session=session, state="invited", order=9)
    return session


@pytest.fixture
def organiser(transactional_db):
    return make_user(group=ORGANISERS, name="Ana Brandt")


def at(session, language="en"):
    address = reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])
    return address.replace("/en/", f"/{language}/", 1)


def order_of(session):
    return list(session.contributions.order_by("order", "pk").values_list("pk", flat=True))


@pytest.mark.parametrize(
    "reader", [LAPTOP, PHONE, NIGHT], indirect=True, ids=["laptop", "phone", "night"]
)
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_page_has_no_barrier_and_fits_the_window(reader, session, organiser, language):
    log_in(reader, organiser)
    page = reader.open(at(session, language))
    page.evaluate("document.querySelectorAll('.cockpit details').forEach(d => d.open = true)")

    assert reader.violations(".cockpit") == []
    assert reader.overflow() == 0


def test_cities_are_put_in_order_by_arrow_keys(reader, session, organiser):
    before = order_of(session)
    log_in(reader, organiser)
    page = reader.open(at(session))

    first = page.locator(f"tr[data-key='{before[0]}'] [data-place]")
    first.focus()
    with page.expect_response("**/order/"):
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")

    assert first.inner_text() == "3"
    assert order_of(session) == [before[1], before[2], before[0], before[3]]
    page.get_by_text("The order is saved.").wait_for(state="attached")


def test_order_that_no_longer_fits_is_told_and_not_saved(reader, session, organiser):
    before = order_of(session)
    log_in(reader, organiser)
    page = reader.open(at(session))
    make_contribution(session=session, order=12)

    page.locator(f"tr[data-key='{before[0]}'] [data-place]").focus()
    page.keyboard.press("ArrowDown")

    page.get_by_text("The cities of the session have changed meanwhile.").wait_for()
    assert order_of(session)[:4] == before
    reader.errors.clear()


def test_two_organisers_see_each_other(reader, chromium, session, organiser):
    log_in(reader, organiser)
    reader.open(at(session))
    other = chromium.new_context(**LAPTOP)
    page = other.new_page()
    page.goto(reader.site + "/en/accounts/login/")
    page.get_by_label("E-mail address").fill(make_user(group=ORGANISERS, name="Noor").email)
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="Sign in").click()

    page.goto(reader.site + at(session))

    page.get_by_text("Ana Brandt").wait_for()
    other.close()


def test_finding_leads_into_its_field_in_its_language(reader, session, organiser):
    log_in(reader, organiser)
    page = reader.open(at(session))

    reader.follow(page.locator(".ck-findings a[href*='introduction_fr']"))

    field = page.locator("#id_introduction_fr")
    field.wait_for()
    assert field.is_visible()
    assert page.evaluate("document.activeElement.id") == "id_introduction_fr"


def test_text_is_saved_as_one_pauses_and_a_conflict_shows_both(reader, session, organiser):
    log_in(reader, organiser)
    page = reader.open(at(session))
    box = page.locator("[data-text='introduction'][data-language='en']")
    page.locator(".sections details").filter(has=box).locator("> summary").click()

    box.locator("textarea").fill("Why we really met")
    box.get_by_text("Saved", exact=True).wait_for()
    session.refresh_from_db()
    assert session.introduction_en == "Why we really met"

    LearningSession.objects.filter(pk=session.pk).update(introduction_en="Theirs")
    box.locator("textarea").fill("Mine")
    box.get_by_text("Theirs", exact=True).wait_for()
    session.refresh_from_db()
    assert session.introduction_en == "Theirs"
    box.get_by_role("button", name="Keep mine").click()
    box.get_by_text("Saved", exact=True).wait_for()
    session.refresh_from_db()
    assert session.introduction_en == "Mine"
    reader.errors.clear()
