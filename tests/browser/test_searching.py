"""The search in a real browser: suggestions by the keyboard, choices, Arabic, without scripts."""

import pytest
from playwright.sync_api import expect

from tests.factories import (
    in_all,
    make_city,
    make_contribution,
    make_published,
    make_response,
    make_service,
    make_session,
)

PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True}
NIGHT = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"}
PLAIN = {"java_script_enabled": False}


@pytest.fixture
def said(transactional_db, empty_print_files):
    """Measures of two cities about housing and water."""
    session = make_session(slug="launch")
    for slug, country in (("bogota", "CO"), ("dakar", "SN")):
        city = make_city(slug=slug, country=country, **in_all("name", slug.title()))
        contribution = make_contribution(session=session, city=city, responses=0)
        for topic, title in (("housing", "Rents are suspended"), ("water", "Taps stay open")):
            service = make_service(slug=f"{topic}-{slug}", **in_all("name", topic.title()))
            row = make_response(
                contribution=contribution, **in_all("title", title), **in_all("text", f"{title}.")
            )
            row.services.add(service)
    make_published(session)


def test_suggestion_is_chosen_by_the_keyboard(said, reader):
    page = reader.open("/en/search/")
    field = page.get_by_role("combobox")
    field.press_sequentially("bogo")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("Bogota")
    assert field.get_attribute("aria-expanded") == "true"
    assert reader.violations(".find") == []
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    with page.expect_navigation():
        field.press("Enter")

    assert page.url.endswith("/en/cities/bogota/")


def test_enter_without_a_choice_searches_and_choices_narrow(said, reader):
    page = reader.open("/en/search/")
    page.get_by_role("combobox").press_sequentially("rents")
    expect(page.get_by_role("option").first).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("combobox").press("Enter")
    assert page.locator(".found li").count() >= 2
    page.get_by_label("Colombia").check()
    reader.follow(page.get_by_role("button", name="Apply"))

    assert "country=CO" in page.url
    assert page.locator(".found li").count() == 1


@pytest.mark.parametrize("reader", [PLAIN], indirect=True)
def test_nothing_is_lost_without_scripts(said, reader):
    page = reader.open("/en/search/")
    page.locator("#q").fill("rents")
    reader.follow(page.locator(".find-large button"))

    assert page.locator(".found li").count() == 2


@pytest.mark.parametrize("reader", [PHONE, NIGHT], indirect=True, ids=["phone", "night"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_page_has_no_barrier_and_fits_the_window(said, reader, language):
    page = reader.open(f"/{language}/search/")
    page.get_by_role("combobox").press_sequentially("bogo")
    expect(page.get_by_role("option").first).to_be_visible()

    assert reader.violations() == []
    assert reader.overflow() <= 0
