"""The pages of cities in a real browser: wide, on a phone, in both directions, by the keyboard."""

import pytest
from django.utils.timezone import now

from tests.factories import (
    in_all,
    make_city,
    make_contribution,
    make_participant,
    make_published,
    make_quote,
    make_service,
    make_session,
)

WIDE = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True}
NIGHT = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"}
PATHS = ("cities/", "cities/?region=SA&service=water", "cities/bogota/", "")
PLACES = {
    "bogota": (4.6, -74.1, "CO"),
    "barranquilla": (10.9, -74.8, "CO"),
    "dakar": (14.7, -17.4, "SN"),
    "xian": (34.3, 108.9, "CN"),
    "suva": (-18.1, 178.4, "FJ"),
}


@pytest.fixture
def world(transactional_db):
    """Five cities around the world, one of which speaks in its own words too."""
    session = make_session(slug="launch")
    water = make_service(slug="water", **in_all("name", "Water"))
    for slug, (latitude, longitude, country) in PLACES.items():
        speaker = make_participant(session=session)
        make_quote(session=session, speaker=speaker)
        contribution = make_contribution(
            session=session,
            representative=speaker.person,
            original_language="ar",
            consented_at=now(),
            city=make_city(
                slug=slug,
                country=country,
                latitude=latitude,
                longitude=longitude,
                **in_all("name", slug.title()),
            ),
        )
        contribution.responses.get().services.add(water)
        contribution.responses.get().answers.add(contribution.challenges.get())
    make_published(session)


@pytest.mark.parametrize(
    "reader", [WIDE, PHONE, NIGHT], indirect=True, ids=["wide", "phone", "night"]
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_have_no_barrier_and_fit_the_window(world, reader, language):
    for path in PATHS:
        page = reader.open(f"/{language}/{path}")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

        assert reader.violations() == [], path
        assert reader.overflow() == 0, path


def test_land_is_drawn_and_points_are_reached_by_the_keyboard(world, reader):
    page = reader.open("/en/cities/")
    assert page.locator(".land").evaluate("e => e.getBBox().width") > 9_000

    page.locator(".world a").first.focus()
    label = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert label == "Xian (en), China: 1 measure, mostly on: Water (en)"
    focused = page.locator(".world a:focus-visible circle:not(.reach)").first
    assert focused.evaluate("e => getComputedStyle(e).strokeWidth") == "3px"

    page.keyboard.press("Enter")
    page.wait_for_url("**/en/cities/xian/")


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_map_fits_a_phone(world, reader, language):
    page = reader.open(f"/{language}/cities/")
    drawn = page.locator(".world")

    assert drawn.evaluate("(map) => map.scrollWidth <= map.clientWidth")
    points = drawn.locator(".point circle:not(.reach)")
    assert points.count()
    # Large enough to be seen, and within the window.
    for box in (point.bounding_box() for point in points.all()):
        assert box["width"] >= 5
        assert 0 <= box["x"] <= 360


def test_reader_goes_nearer_on_the_map_and_chooses_without_scripts(world, reader):
    page = reader.open("/en/cities/")

    reader.follow(page.locator(".world a.several"))
    assert "area=" in page.url
    assert page.locator(".countries li a").all_inner_texts() == ["Barranquilla (en)", "Bogota (en)"]

    reader.follow(page.get_by_role("link", name="Show the whole map"))
    page.get_by_label("Country").select_option("SN")
    reader.follow(page.get_by_role("button", name="Show"))
    assert "country=SN" in page.url
    assert page.locator(".countries li a").all_inner_texts() == ["Dakar (en)"]
