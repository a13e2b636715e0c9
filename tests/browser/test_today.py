"""Menu, breadcrumbs, Today and the search in a browser: nothing cut, no barrier, by keyboard."""

import pytest
from django.urls import reverse

from sessions_app.groups import ORGANISERS
from tests.browser.test_organising import log_in
from tests.factories import make_contribution, make_full_session, make_person, make_user

PHONE = {"viewport": {"width": 360, "height": 740}}
LAPTOP = {"viewport": {"width": 1366, "height": 768}}
NIGHT = LAPTOP | {"color_scheme": "dark"}
# The texts of the menu and of the breadcrumbs that do not fit their boxes.
CUT = """
[...document.querySelectorAll('#nav-sidebar-apps a, #nav-sidebar #site-name, .admin-crumbs li *')]
  .filter((one) => getComputedStyle(one).display !== 'inline')
  .filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.textContent.trim())
"""


@pytest.fixture
def session(transactional_db):
    session = make_full_session(rows=2)
    make_contribution(session=session, state="submitted", order=9)
    return session


@pytest.fixture
def organiser(transactional_db):
    return make_user(group=ORGANISERS, name="Ana Brandt")


@pytest.mark.parametrize("reader", [LAPTOP], indirect=True)
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_neither_menu_nor_breadcrumbs_are_cut(reader, session, organiser, language):
    log_in(reader, organiser)
    name = "admin:sessions_app_learningsession"
    for address in (
        reverse("admin:index"),
        reverse(f"{name}_change", args=[session.pk]),
        reverse(f"{name}_board", args=[session.pk]),
        reverse("admin:cities_contribution_change", args=[session.contributions.first().pk]),
    ):
        page = reader.open(address.replace("/en/", f"/{language}/", 1))

        assert page.evaluate(CUT) == []
        assert page.locator("#nav-sidebar-apps li:visible").count() == 6
        assert reader.overflow() == 0


@pytest.mark.parametrize(
    "reader", [LAPTOP, PHONE, NIGHT], indirect=True, ids=["laptop", "phone", "night"]
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_have_no_barrier_and_fit_the_window(reader, session, organiser, language):
    log_in(reader, organiser)
    for place, part in (
        ("", ".today"),
        ("settings/", ".page-of-lists"),
        ("search/?q=city", ".page-of-lists"),
        ("sessions_app/learningsession/notes/", ".page-of-lists"),
    ):
        reader.open(f"/{language}/admin/{place}")

        assert reader.violations(part) == []
        assert reader.violations(".admin-head") == []
        assert reader.overflow() == 0


def test_search_is_reached_and_used_by_keyboard(reader, organiser):
    make_person(name="José García")
    log_in(reader, organiser)
    page = reader.open(reverse("admin:sessions_app_person_changelist"))

    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "admin-search"
    page.keyboard.type("garcia jose")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.get_by_role("link", name="José García").is_visible()
    assert page.locator("#admin-search").input_value() == "garcia jose"
    page.locator("#admin-search").focus()
    page.keyboard.type("/")
    assert "/" in page.locator("#admin-search").input_value()
