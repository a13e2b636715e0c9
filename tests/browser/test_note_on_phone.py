"""The note on a phone: its length, the contents, what is folded, and the filter by topic."""

from collections import Counter

import pytest
from django.core.management import call_command

PHONE = {"viewport": {"width": 360, "height": 800}, "has_touch": True}
WIDE = {"viewport": {"width": 1280, "height": 900}}
UNSCRIPTED = PHONE | {"java_script_enabled": False}
NOTE = "sessions/launch/briefing/"
SCREENS = 12
SHOWN = """() => [...document.querySelectorAll(".cities tbody tr")].filter(
  (row) => row.checkVisibility()).length"""


@pytest.fixture
def site(transactional_db):
    call_command("demo", no_places=True, verbosity=0)


@pytest.mark.parametrize("reader", [PHONE], indirect=True, ids=["phone"])
def test_note_is_read_in_a_dozen_screens_before_anything_is_opened(site, reader):
    for language in ("en", "fr", "es", "ar"):
        page = reader.open(f"/{language}/{NOTE}")

        height = page.evaluate("document.documentElement.scrollHeight")
        assert height <= SCREENS * 800, (language, height / 800)
        assert reader.overflow() == 0
        assert reader.violations() == []


@pytest.mark.parametrize("reader", [PHONE], indirect=True, ids=["phone"])
def test_city_table_stays_a_table_to_those_who_hear_it_when_css_makes_cards_of_it(site, reader):
    page = reader.open(f"/en/{NOTE}")

    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    roles = Counter(node.get("role", {}).get("value") for node in tree["nodes"])
    assert (roles["table"], roles["columnheader"], roles["rowheader"]) == (1, 3, 10)
    assert (roles["row"], roles["cell"]) == (11, 20)


@pytest.mark.parametrize("reader", [UNSCRIPTED], indirect=True, ids=["without scripts"])
def test_what_is_folded_is_one_tap_away_and_the_contents_stay_in_reach(site, reader):
    page = reader.open(f"/en/{NOTE}")
    row = page.locator("#city-bogota")

    assert not row.get_by_text("The most vulnerable groups").is_visible()
    row.get_by_text("3 more policy responses").click()
    assert row.get_by_text("The most vulnerable groups").is_visible()

    page.locator(".contents > summary").click()
    page.locator(".contents").get_by_role("link", name="Shared vision").click()
    assert page.locator(".contents > summary").bounding_box()["y"] < 10
    page.locator("#city-bogota .back").click()
    assert page.url.endswith("#cities")


@pytest.mark.parametrize("reader", [PHONE, WIDE], indirect=True, ids=["phone", "wide"])
def test_table_is_filtered_by_topic_with_the_keyboard(site, reader):
    page = reader.open(f"/en/{NOTE}")
    if page.viewport_size["width"] < 700:
        page.get_by_text("Filter by topic").click()
    assert page.evaluate(SHOWN) == 10
    choice = page.get_by_role("radio", name="Access to housing")
    said = choice.evaluate("one => one.closest('label').textContent")

    page.locator("#t0").focus()
    for _press in range(20):
        if choice.is_checked():
            break
        page.keyboard.press("ArrowDown")

    assert f" {page.evaluate(SHOWN)} cities" in " ".join(said.split())
    assert page.get_by_text("Nobody is evicted.").is_visible()
    assert not page.locator("#city-guangzhou").is_visible()
    assert reader.violations() == []


@pytest.mark.parametrize("reader", [WIDE], indirect=True, ids=["wide"])
def test_everything_is_open_where_there_is_room_and_on_paper(site, reader):
    page = reader.open(f"/en/{NOTE}")

    for media in ("screen", "print"):
        page.emulate_media(media=media)
        assert page.get_by_text("Nobody is evicted.").is_visible(), media
        assert page.locator(".people .person").first.is_visible(), media
        assert page.locator(".rest > summary:visible").count() == 0
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.get_by_text("Nobody is evicted.").is_visible()
