"""Reading: wide and on a phone, by night, with the keyboard, without scripts, on paper."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.factories import make_edition, make_series, make_session
from tests.factories_document import make_document

LANGUAGES = ("en", "fr", "es", "ar")
NOTE = "sessions/launch/briefing/"
PAGES = ("", "sessions/", "sessions/launch/", "sessions/next/", NOTE, "accounts/login/")
WIDE = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True}
ENLARGED = {"viewport": {"width": 320, "height": 256}}  # a window of 1280 at 400 %
DARK = {"color_scheme": "dark"}
EMPHASIS = """() => {
  const passage = document.querySelector(".prose p").appendChild(document.createElement("em"));
  const { fontStyle, fontWeight } = getComputedStyle(passage);
  return [fontStyle, fontWeight];
}"""


@pytest.fixture
def site(transactional_db):
    """A published note in three languages, an older edition of it, and a next session."""
    series = make_series(slug="learning", contact="learning@example.org")
    launch = make_session(slug="launch", series=series, number=1, recording="https://example.org/r")
    make_session(
        slug="next",
        series=series,
        starts_at=now() + timedelta(days=5),
        time_zone="Asia/Kolkata",
        guiding_questions_en="- What did you do?",
    )
    codes = ("en", "fr", "ar")
    make_edition(session=launch, documents=[make_document(code, languages=codes) for code in codes])
    make_edition(session=launch, documents=[make_document(code, languages=codes) for code in codes])


@pytest.mark.parametrize("reader", [WIDE, PHONE], indirect=True, ids=["wide", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_have_no_barrier_and_fit_the_window(site, reader, language):
    for path in PAGES:
        page = reader.open(f"/{language}/{path}")
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")

        assert reader.violations() == [], path
        assert reader.overflow() == 0, path


@pytest.mark.parametrize("reader", [DARK], indirect=True, ids=["dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages_have_no_barrier_by_night(site, reader, language):
    for path in PAGES:
        reader.open(f"/{language}/{path}")

        assert reader.violations() == [], path


@pytest.mark.parametrize("language", LANGUAGES)
def test_superseded_edition_and_missing_page_have_no_barrier(site, reader, language):
    reader.open(f"/{language}/{NOTE}editions/1/")
    assert reader.violations() == []

    response = reader.page.goto(f"{reader.site}/{language}/no/such/page/")
    assert response.status == 404
    assert reader.violations() == []
    reader.errors.clear()  # the browser logs the 404 that we asked for


def test_city_table_has_a_head_that_stays_in_sight(site, reader):
    page = reader.open(f"/en/{NOTE}")

    page.evaluate("document.querySelector('#city-sousse').scrollIntoView({behavior: 'instant'})")
    reader.wait_until(
        "Math.abs(document.querySelector('.cities thead th').getBoundingClientRect().top) < 1"
    )

    row = page.locator("#city-athina")
    assert row.evaluate("e => getComputedStyle(e).display") == "table-row"


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_city_table_becomes_cards_on_a_phone_and_is_still_read_as_a_table(site, reader):
    page = reader.open(f"/en/{NOTE}")

    row = page.locator("#city-lodz")
    row.get_by_role("cell").nth(1).locator("summary").first.click()
    cells = [
        row.get_by_role("rowheader"),
        *(row.get_by_role("cell").nth(i).locator(".entry") for i in (0, 1)),
    ]
    city, response, challenge = (cell.first.bounding_box() for cell in cells)

    assert city["y"] < response["y"] < challenge["y"]
    assert response["width"] > 300
    assert challenge["width"] > 300
    assert page.get_by_role("columnheader", name="Policy responses").count() == 1
    assert page.get_by_role("rowheader", name="Łódź").count() == 1


def test_bars_grow_from_where_the_language_begins(site, reader):
    starts = {}
    for language in ("en", "ar"):
        page = reader.open(f"/{language}/{NOTE}")
        track = page.locator(".ratings .rating-bar").last.bounding_box()
        bar = page.locator(".ratings .rating-bar .bar").last.bounding_box()
        starts[language] = (round(bar["x"] - track["x"]), bar["width"] < track["width"])

    assert starts["en"] == (0, True)
    assert starts["ar"][0] > 50


def test_emphasis_is_bold_in_arabic_and_slanted_elsewhere(site, reader):
    looks = []
    for language in ("en", "ar"):
        page = reader.open(f"/{language}/{NOTE}")
        looks.append(page.evaluate(EMPHASIS))

    assert looks == [["italic", "400"], ["normal", "650"]]


def test_language_switch_stays_on_the_page(site, reader):
    page = reader.open(f"/en/{NOTE}")

    reader.follow(page.get_by_role("link", name="العربية"))

    assert page.url == f"{reader.site}/ar/{NOTE}"
    assert page.evaluate("document.dir") == "rtl"


def test_note_is_read_with_the_keyboard_alone(site, reader):
    page = reader.open(f"/en/{NOTE}")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    for _stop in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    assert page.locator("table.numbers").first.is_visible()


def test_contents_lead_to_their_section(site, reader):
    page = reader.open(f"/en/{NOTE}")

    page.locator(".contents").get_by_role("link", name="Shared vision").click()

    reader.wait_until("document.querySelector('#vision').getBoundingClientRect().top < 200")
    assert page.url.endswith("#vision")


@pytest.mark.parametrize("reader", [{"java_script_enabled": False}], indirect=True)
def test_note_is_whole_without_scripts(site, reader):
    page = reader.open(f"/en/{NOTE}")

    assert page.locator("h2").count() > 5
    assert page.locator("[data-copy]").is_hidden()
    assert page.locator(".address").first.is_visible()


@pytest.mark.parametrize(
    "reader", [{"permissions": ["clipboard-read", "clipboard-write"]}], indirect=True
)
def test_address_is_copied_on_request(site, reader):
    page = reader.open(f"/en/{NOTE}")

    page.get_by_role("button", name="Copy the address").click()

    page.get_by_text("Copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{reader.site}/en/{NOTE}editions/2/"


def test_paper_leaves_out_what_is_only_for_the_screen_and_opens_the_figures(site, reader):
    page = reader.open(f"/en/{NOTE}")

    page.emulate_media(media="print")

    assert page.locator(".site-head").is_hidden()
    assert page.locator(".note-tools").is_hidden()
    assert page.locator("table.numbers").first.is_visible()
    assert page.locator("h1").is_visible()


@pytest.mark.parametrize("reader", [ENLARGED], indirect=True, ids=["400 %"])
def test_pages_may_be_enlarged_four_times_without_scrolling_sideways(site, reader):
    for path in PAGES:
        reader.open(f"/fr/{path}")

        assert reader.overflow() == 0, path


def test_wrong_password_is_told_beside_the_form_and_what_was_typed_stays(site, reader):
    page = reader.open("/fr/accounts/login/")

    page.locator("[name=login]").fill("nobody@example.org")
    page.locator("[name=password]").fill("wrong")
    reader.follow(page.locator("main button[type=submit]"))

    assert page.locator(".error-summary").is_visible()
    assert page.locator("[name=login]").input_value() == "nobody@example.org"
    assert reader.violations() == []
