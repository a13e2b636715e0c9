"""Phones and the hall's screen at once, on a server of their own that may be killed."""

import pytest

from tests.browser.conftest import Reader
from tests.browser.hall import Hall
from tests.factories import in_all, make_ballot, make_consultation, make_service

WALL = {"viewport": {"width": 1280, "height": 720}}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
SOON = 15_000  # milliseconds: other tests may keep the machine busy


@pytest.fixture(scope="module")
def site(chromium, tmp_path_factory):
    hall = Hall(tmp_path_factory.mktemp("hall"))
    hall.start()
    yield hall
    hall.kill()


@pytest.fixture
def enter(chromium, site):
    """Open a page for somebody in the hall; nobody may reload it afterwards."""
    contexts = []

    def open_page(path, **options):
        context = chromium.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        reader = Reader(page, site.url, [])
        page.on("pageerror", lambda error: reader.errors.append(str(error)))
        reader.open(path)
        page.evaluate("window.sameHere = true")
        return reader

    yield open_page
    for context in contexts:
        context.close()


def rate(reader, healthcare, housing):
    for number, score in enumerate((healthcare, housing)):
        scores = reader.page.locator("fieldset[data-service]").nth(number)
        scores.locator(f"label:has(input[value='{score}'])").first.click()


def send(reader):
    reader.page.locator("button.send").click()


def wait_for(reader, selector, text):
    reader.page.locator(selector).get_by_text(text).first.wait_for(timeout=SOON)


def test_hall_votes_sees_and_ends_without_anybody_reloading(site, enter):
    site.do("make", "whole")
    screen = enter("/v/whole/screen/?lang=fr,ar", **WALL)
    first = enter("/v/whole/?lang=en", **PHONE)
    second = enter("/v/whole/?lang=ar", **PHONE)
    everybody = (screen, first, second)
    assert second.page.evaluate("document.dir") == "rtl"

    rate(first, 5, 2)
    send(first)
    first.page.locator("#receipt").wait_for(timeout=SOON)
    wait_for(screen, "[data-ballots]", "1")
    rate(second, 4, 5)
    send(second)
    wait_for(screen, "[data-ballots]", "2")
    assert screen.page.locator("[data-results]").is_hidden()
    assert first.page.locator("#results").is_hidden()

    site.do("reveal", "whole")
    screen.page.locator("[data-results]").wait_for(timeout=SOON)
    wait_for(screen, "[data-rows] [data-mean]", "4,50")
    for phone in (first, second):
        phone.page.locator("#results").wait_for(timeout=SOON)
    ranked = screen.page.locator("[data-rows] > li")
    assert "Soins de santé" in ranked.nth(0).inner_text()
    assert "الرعاية" in ranked.nth(0).inner_text()
    # The text for screen readers says the same as the drawing.
    table = screen.page.locator("[data-table] tbody tr")
    assert table.nth(0).locator("td").all_inner_texts() == [
        "4,50",
        "2",
        "0",
        "0",
        "0",
        "1",
        "1",
        "0",
    ]

    site.do("close", "whole")
    screen.page.locator("[data-while=closed]").first.wait_for(timeout=SOON)
    first.page.locator("#vote").wait_for(state="hidden", timeout=SOON)
    assert screen.page.locator("[data-join]").is_hidden()

    for somebody in everybody:
        assert somebody.page.evaluate("window.sameHere")
        assert somebody.errors == []


@pytest.mark.parametrize("languages", ["fr,ar", "ar", "en,fr"])
@pytest.mark.parametrize("size", [WALL, PHONE], ids=["wall", "phone"])
def test_screen_has_no_barrier_and_fits(site, enter, languages, size):
    code = f"axe{languages.replace(',', '')}{size['viewport']['width']}"[:12]
    site.do("make", code)
    for verb in ("count", "reveal", "pause", "close"):
        site.do(verb, code)
        screen = enter(f"/v/{code}/screen/?lang={languages}", **size)

        assert screen.violations() == [], verb
        assert screen.overflow() == 0, verb


WALLS = {"720p": (1280, 720), "beamer": (1024, 768), "full": (1920, 1080), "upright": (1080, 1920)}
# What stands on the wall, from above, and what of it reaches into the next; nothing should.
OVERLAPS = """() => {
  const box = (name) => document.querySelector(name)?.getBoundingClientRect();
  const foot = box(".hall-foot"), found = [];
  for (const name of [".hall-scale", ".hall-ratings li:last-child", ".hall-qr", ".hall-code"])
    if (box(name).bottom > foot.top) found.push(name);
  if (foot.bottom > innerHeight) found.push("the foot");
  if (box("h1").bottom > box(".hall-main").top + 1) found.push("h1");
  return found;
}"""


def test_nothing_on_a_wall_reaches_into_something_else(transactional_db, reader):
    question = "Please rate the importance of the following public services in the emergency"
    name = "Transport, walking and the safety of people in informal settlements"
    services = [
        make_service(slug=f"service-{n}", name_en=f"{n} {name}", name_ar=f"{n} النقل العام والمشي")
        for n in range(14)
    ]
    for code, some in (("few", services[:3]), ("many", services)):
        poll = make_consultation(
            code=code, services=some, state="open", question_en=question, **in_all("low", "none")
        )
        make_ballot(consultation=poll, scores=[4] * len(some))
        poll.reveal()
    for code in ("few", "many"):
        for wall, (width, height) in WALLS.items():
            reader.page.set_viewport_size({"width": width, "height": height})
            page = reader.open(f"/v/{code}/screen/?lang=en,ar")
            page.wait_for_timeout(100)

            assert page.evaluate(OVERLAPS) == [], (code, wall)
            assert reader.overflow() == 0, (code, wall)
    # The browser logs the 204 by which the server says that there is no stream.
    reader.errors.clear()


def test_address_grows_with_the_wall(transactional_db, reader):
    make_consultation(code="grows", state="open")
    page = reader.open("/v/grows/screen/?lang=en")
    sizes = []
    for width, height in ((1920, 1080), (3840, 2160)):
        page.set_viewport_size({"width": width, "height": height})
        size = "parseFloat(getComputedStyle(document.querySelector('.hall-address')).fontSize)"
        sizes.append(page.evaluate(size))

    assert sizes[1] == pytest.approx(2 * sizes[0], rel=0.01)
    reader.errors.clear()


def test_screen_says_each_state(site, enter):
    site.do("make", "states")
    screen = enter("/v/states/screen/?lang=en", **WALL)
    footer = screen.page.locator(".hall-state")
    assert footer.get_by_text("Voting is open.").is_visible()

    site.do("pause", "states")
    footer.get_by_text("Voting is paused.").wait_for(timeout=SOON)
    assert footer.get_by_text("Voting is open.").is_hidden()
    site.do("close", "states")
    footer.get_by_text("Voting has ended.").wait_for(timeout=SOON)

    assert screen.page.locator("[data-announce]").inner_text().startswith("Voting has ended.")


def test_screen_is_whole_without_scripts(site, enter):
    site.do("make", "plain")
    site.do("reveal", "plain")

    screen = enter("/v/plain/screen/?lang=en", **WALL, java_script_enabled=False)

    assert screen.page.locator("[data-rows] > li").count() == 2
    assert screen.page.locator(".qr").is_visible()
    assert screen.page.locator("[data-full]").is_hidden()
    assert screen.page.locator("meta[http-equiv=refresh]").count() == 1


def test_phone_that_slept_asks_at_once_when_it_wakes_up(site, enter):
    site.do("make", "sleep")
    phone = enter("/v/sleep/?lang=en", **PHONE)
    wait_for(phone, "#count", "0")

    # Its line may be dead, and its timers stood still; only the clock on the wall went on.
    with phone.page.expect_request("**/v/sleep/stream", timeout=SOON):
        phone.page.evaluate(
            "() => { const now = Date.now() + 600000; Date.now = () => now;"
            " document.dispatchEvent(new Event('visibilitychange')); }"
        )

    assert phone.errors == []


def test_phone_says_that_the_server_is_away_and_recovers_by_itself(site, enter):
    site.do("make", "fault")
    screen = enter("/v/fault/screen/?lang=en", **WALL)
    calm = enter("/v/fault/?lang=en", **PHONE)
    hasty = enter("/v/fault/?lang=en", **PHONE)
    rate(calm, 5, 3)
    send(calm)
    wait_for(screen, "[data-ballots]", "1")

    site.kill()
    rate(hasty, 1, 4)
    send(hasty)
    hasty.page.locator("#status").get_by_text("Your answers are kept on this phone").wait_for(
        timeout=SOON
    )
    screen.page.locator("[data-lost]").wait_for(timeout=SOON)
    assert hasty.page.locator("#receipt").is_hidden()

    site.start()
    hasty.page.locator("#receipt").wait_for(timeout=60_000)
    screen.page.locator("[data-ballots]").get_by_text("2").wait_for(timeout=60_000)
    screen.page.locator("[data-lost]").wait_for(state="hidden", timeout=SOON)
    assert site.do("count", "fault") == "2"
    for somebody in (screen, calm, hasty):
        assert somebody.page.evaluate("window.sameHere")


def test_screen_asks_from_time_to_time_where_there_is_no_stream(transactional_db, reader):
    poll = make_consultation(code="polls", services=[make_service()], state="open")
    page = reader.open("/v/polls/screen/?lang=en")

    make_ballot(consultation=poll, scores=[4])
    page.locator("[data-ballots]").get_by_text("1").wait_for(timeout=30_000)
    poll.reveal()
    page.locator("[data-results]").wait_for(timeout=30_000)

    assert page.locator("[data-rows] [data-mean]").inner_text() == "4.00"
    assert page.locator("[data-lost]").is_hidden()
    # The browser logs the 204 by which the server says that there is no stream.
    reader.errors.clear()
