"""Looking a city up in a real browser: by keyboard, by pointer, and without the script."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from cities.models import OpenCallApplication
from tests.browser.test_organising import log_in
from tests.factories import make_published_city, make_session, make_user
from tests.factories_cities import make_place

PHONE = {"viewport": {"width": 360, "height": 740}}
CALL = "/contribute/open/housing/"


@pytest.fixture
def places(transactional_db):
    make_session(slug="housing", open_call=True)
    make_published_city(name_en="Rome", country="IT", population=2_318_895)
    return [
        make_place("Rome", "US", 36_323),
        make_place("Romeral", "CL", 8_295),
        make_place("Xi’an", "CN", 6_501_190, spellings=["西安", "Xian"]),
    ]


def come_to_the_city(reader, language="en"):
    page = reader.open(f"/{language}{CALL}")
    page.locator("[name=email]").fill("ana@valencia.example")
    page.locator("[name=name]").fill("Ana Ruiz")
    page.locator("[name=position]").fill("Head of housing")
    reader.follow(page.locator("main form button[type=submit]"))
    assert page.url.endswith("/code/")
    page.locator("[name=code]").fill(re.search(r"\d{3} \d{3}", mail.outbox[-1].body)[0])
    reader.follow(page.locator(".call-code button"))
    assert page.url.endswith("/city/")
    return page


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_city_is_chosen_by_keyboard_on_a_phone(reader, places):
    page = come_to_the_city(reader)
    field = page.get_by_role("combobox")
    field.press_sequentially("rom")
    page.get_by_role("option").first.wait_for()

    assert field.get_attribute("aria-expanded") == "true"
    assert page.get_by_role("option").count() == 3
    assert "known to us" in page.get_by_role("option").first.inner_text()
    assert page.get_by_role("status").inner_text() == (
        "Cities found: 3. Choose one with the arrow keys."
    )
    field.press("ArrowDown")
    field.press("ArrowDown")
    active = field.get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    assert reader.violations() == []
    assert reader.overflow() == 0
    field.press("Enter")

    assert field.input_value() == "Rome"
    assert field.get_attribute("aria-expanded") == "false"
    assert "United States" in page.locator(".lookup-chosen").inner_text()
    reader.follow(page.get_by_role("button", name="Send my request"))
    assert page.url.endswith("/sent/")
    assert OpenCallApplication.objects.get().place == places[0]
    assert reader.violations() == []


def test_choice_ends_when_the_text_is_changed_and_escape_closes_the_list(reader, places):
    page = come_to_the_city(reader)
    field, choice = page.get_by_role("combobox"), page.locator("[name=choice]")
    field.press_sequentially("西安")
    page.get_by_role("option").click()
    assert choice.input_value() == "place:" + str(places[2].geoname_id)

    field.press("Backspace")
    assert choice.input_value() == ""
    page.get_by_role("option").first.wait_for()
    field.press("Escape")

    assert page.get_by_role("listbox").count() == 0
    assert field.input_value() != ""


def test_nothing_found_is_said_aloud(reader, places):
    page = come_to_the_city(reader)
    page.get_by_role("combobox").press_sequentially("qqq")

    reader.wait_until("document.querySelector('.lookup-status').textContent.length > 0")
    assert "No city is found" in page.get_by_role("status").inner_text()


@pytest.mark.parametrize("reader", [PHONE | {"java_script_enabled": False}], indirect=True)
def test_city_is_chosen_from_a_list_without_the_script(reader, places):
    page = come_to_the_city(reader)
    page.locator("[name=city]").fill("Xian")
    reader.follow(page.get_by_role("button", name="Send my request"))
    page.get_by_role("radio").check()
    reader.follow(page.get_by_role("button", name="Send my request"))

    assert page.url.endswith("/sent/")
    assert OpenCallApplication.objects.get().place == places[2]


def test_pages_of_the_call_have_no_barrier_in_arabic(reader, places):
    page = reader.open(f"/ar{CALL}")
    assert reader.violations() == []
    page = come_to_the_city(reader, "ar")
    page.locator("[name=city]").press_sequentially("rom")
    page.get_by_role("option").first.wait_for()

    assert page.locator("html").get_attribute("dir") == "rtl"
    assert reader.violations() == []
    assert reader.overflow() == 0


def test_organiser_fills_a_new_city_from_the_look_up(reader, places):
    page = log_in(reader, make_user(email="o@example.org", is_staff=True, is_superuser=True))
    reader.open(reverse("admin:cities_city_add"))
    field = page.get_by_role("combobox", name="Look up the city")
    field.press_sequentially("西")
    field.press_sequentially("安")
    page.get_by_role("option").first.wait_for()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**place=*")

    assert page.locator("[name=name_en]").input_value() == "Xi’an"
    assert page.locator("[name=slug]").input_value() == "xian"
