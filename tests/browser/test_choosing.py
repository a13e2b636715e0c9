"""A choice of services on phones, on the wall, at the clerk's and when voting is opened again."""

import pytest
from django.urls import reverse

from priorities.models import Ballot, Consultation
from tests.browser.test_organising import log_in
from tests.browser.test_walls import OUT_OF_SIGHT, SCROLLS
from tests.factories import make_choice, make_service, make_user

PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True}
DARK = PHONE | {"color_scheme": "dark"}
BARE = PHONE | {"java_script_enabled": False, "locale": "ar-EG"}
NAMES = {
    "water": ("Water", "الماء"),
    "housing": ("Housing", "السكن"),
    "schools": ("Schools", "المدارس"),
    "parks": ("Parks", "الحدائق"),
}
phone = pytest.mark.parametrize("reader", [PHONE], indirect=True, ids=["phone"])


@pytest.fixture
def services(transactional_db):
    return [
        make_service(slug=slug, name_en=name, name_fr=name, name_es=name, name_ar=arabic)
        for slug, (name, arabic) in NAMES.items()
    ]


@pytest.fixture
def hall(services):
    return make_choice(code="three", services=services, max_choices=2)


def chosen():
    """Return the services on the only ballot there is."""
    ballot = Ballot.objects.get()
    items = ballot.selections.order_by("item__service__slug")
    return list(items.values_list("item__service__slug", flat=True))


def tap(page, name):
    page.locator(".choices label").filter(has_text=name).tap()


@phone
def test_two_services_are_chosen_by_touch_and_a_third_is_not_taken(hall, reader):
    page = reader.open("/v/three/?lang=en")
    assert page.locator("#chosen").inner_text() == "Chosen: 0 of 2"
    page.locator("main .send").tap()
    assert page.locator("#status").inner_text() == "Choose at least one."

    for name in ("Water", "Parks", "Schools"):
        tap(page, name)

    assert page.locator("#status").inner_text() == "Choose at most 2."
    assert page.locator(".choices input:checked").count() == 2
    assert page.locator("#chosen").inner_text() == "Chosen: 2 of 2"
    page.locator("main .send").tap()
    page.locator("#receipt").wait_for()
    assert chosen() == ["parks", "water"]
    assert page.locator("#sent dd").all_inner_texts() == ["Water", "Parks"]


@phone
def test_changed_choice_replaces_the_first_one(hall, reader):
    page = reader.open("/v/three/?lang=en")
    tap(page, "Water")
    page.locator("main .send").tap()
    page.locator("#receipt").wait_for()

    reader.open("/v/three/?lang=en")
    assert page.locator(".choices input:checked").count() == 1
    tap(page, "Water")
    tap(page, "Housing")
    page.locator("main .send").tap()

    page.locator("#sent").get_by_text("Housing").wait_for()
    assert page.locator("#sent dd").all_inner_texts() == ["Housing"]
    assert chosen() == ["housing"]


@pytest.mark.parametrize(("most", "keys"), [(1, ["ArrowDown"]), (2, ["Space", "Tab", "Space"])])
def test_services_are_chosen_by_keyboard_alone(services, reader, most, keys):
    make_choice(code="three", services=services, max_choices=most)
    page = reader.open("/v/three/?lang=en")

    page.locator(".choices input").first.focus()
    for key in keys:
        page.keyboard.press(key)
    page.keyboard.press("Enter")

    page.locator("#receipt").wait_for()
    assert chosen() == (["housing"] if most == 1 else ["housing", "water"])
    assert page.evaluate("document.activeElement.id") == "receipt"


@pytest.mark.parametrize("reader", [BARE], indirect=True, ids=["phone"])
def test_services_are_chosen_in_arabic_without_scripts(hall, reader):
    page = reader.open("/v/three/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    tap(page, "الماء")
    reader.follow(page.locator("main .send"))

    assert page.locator("#sent dd").all_inner_texts() == ["الماء"]
    assert chosen() == ["water"]
    for name in ("السكن", "المدارس"):
        tap(page, name)
    reader.follow(page.locator("main .send"))
    assert page.locator(".problem").is_visible()
    assert page.locator(".choices input:checked").count() == 3
    assert chosen() == ["water"]
    assert "422" in reader.errors.pop()


@pytest.mark.parametrize("reader", [PHONE, DARK], indirect=True, ids=["day", "night"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_choice_has_no_barrier_and_fits_the_phone(hall, reader, language):
    page = reader.open(f"/v/three/?lang={language}")
    assert reader.violations() == []
    assert reader.overflow() == 0

    for place in (0, 1):
        page.locator(".choices label").nth(place).tap()
    assert reader.violations() == []
    page.locator("main .send").tap()
    page.locator("#receipt").wait_for()
    assert reader.violations() == []
    assert reader.overflow() == 0

    hall.close()
    hall.reveal()
    page = reader.open(f"/v/three/?lang={language}")
    assert page.locator("#results .bars li").count() == 4
    assert reader.violations() == []
    assert reader.overflow() == 0


@phone
def test_results_of_a_choice_reach_the_phone_and_a_late_ballot_is_counted(services, reader):
    hall = make_choice(
        ["water"], ["water", "parks"], code="three", services=services, max_choices=2
    )
    page = reader.open("/v/three/?lang=en")
    page.evaluate("window.sameHere = true")
    hall.close()
    hall.reveal()

    first = page.locator("#results .bars li").first
    first.get_by_text("100%").wait_for(timeout=20_000)
    assert first.locator(".bar-name").inner_text() == "Water"
    assert page.locator("#vote").is_hidden()

    assert page.evaluate("window.sameHere")

    hall.reopen("A ballot came late.")
    reader.open("/v/three/?lang=en")
    assert page.locator("#results").is_hidden()
    tap(page, "Parks")
    page.locator("main .send").tap()
    page.locator("#receipt").wait_for()
    hall.close()
    assert [(row["service"], row["count"]) for row in hall.results["choices"][:2]] == [
        ("water", 2),
        ("parks", 2),
    ]


@pytest.mark.parametrize("languages", ["fr,ar", "ar", "en,fr"])
@pytest.mark.parametrize("size", [(1280, 720), (640, 360), (360, 740)], ids=str)
def test_screen_of_a_choice_has_no_barrier_and_is_all_in_view(services, reader, languages, size):
    hall = make_choice(["water"], ["water", "parks"], code="three", services=services)
    hall.reveal()
    reader.page.set_viewport_size({"width": size[0], "height": size[1]})

    page = reader.open(f"/v/three/screen/?lang={languages}")
    page.wait_for_timeout(100)

    assert reader.violations() == []
    assert reader.overflow() == 0
    first = page.locator("[data-rows] > li").first
    assert first.get_attribute("data-service") == "water"
    assert first.locator("[data-count]").inner_text() == "2"
    assert "100" in first.locator("[data-percentage]").text_content()
    if size[0] > size[1]:
        assert page.evaluate(SCROLLS) <= 0
        assert page.evaluate(OUT_OF_SIGHT) == []
    reader.errors.clear()


def test_clerk_enters_a_choice_by_keyboard(hall, reader):
    log_in(reader, make_user(email="clerk@example.org", is_staff=True, is_superuser=True))
    page = reader.open(reverse("admin:priorities_consultation_clerk", args=[hall.pk]))
    assert reader.violations(".console") == []
    page.locator("[name=choice]").first.focus()
    for key in ("Space", "Tab", "Tab", "Space"):
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert chosen() == ["schools", "water"]
    assert Ballot.objects.get().origin == Ballot.Origin.CLERK
    assert "Water Schools" in page.locator(".clerk-undo").inner_text()
    assert reader.violations(".console") == []
    reader.follow(page.get_by_role("button", name="Take it back"))
    assert not Ballot.objects.exists()
    assert Consultation.objects.get().state == "open"
