"""Voting on a phone: in Arabic without scripts, without a network, by keyboard, for everybody."""

import pytest

from priorities.models import Ballot
from tests.factories import in_all, make_consultation, make_service

LANGUAGES = ("en", "fr", "es", "ar")
PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True}
BARE = PHONE | {"java_script_enabled": False, "locale": "ar-EG"}
DARK = PHONE | {"color_scheme": "dark"}


@pytest.fixture
def hall(transactional_db):
    ends = {**in_all("low", "less urgent"), **in_all("high", "most urgent")}
    services = [make_service(), make_service(), make_service()]
    return make_consultation(code="rain5", services=services, state="open", **ends)


def ratings():
    ballot = Ballot.objects.get()
    return list(ballot.ratings.order_by("item__order").values_list("score", flat=True))


def choose(page, item, value):
    page.locator("fieldset").nth(item).locator(f"input[value='{value}']").check(force=True)


@pytest.mark.parametrize("reader", [BARE], indirect=True, ids=["phone"])
def test_vote_on_a_phone_in_arabic_without_scripts(hall, reader):
    page = reader.open("/v/rain5/")
    assert page.locator("html").get_attribute("dir") == "rtl"

    choose(page, 0, "5")
    choose(page, 1, "unknown")
    reader.follow(page.locator("main .send"))

    assert page.locator("#receipt").is_visible()
    assert ratings() == [5, None]
    assert Ballot.objects.get().language == "ar"
    choose(page, 0, "3")
    reader.follow(page.locator("main .send"))
    assert ratings() == [3, None]
    page.go_back()
    reader.follow(page.locator("main .send"))
    assert Ballot.objects.count() == 1


@pytest.mark.parametrize("reader", [BARE], indirect=True, ids=["phone"])
def test_language_is_switched_without_scripts_and_without_losing_a_choice(hall, reader):
    page = reader.open("/v/rain5/")
    choose(page, 0, "4")

    reader.follow(page.locator("button[lang=fr]"))

    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("fieldset").nth(0).locator("input[value='4']").is_checked()
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("reader", [PHONE], indirect=True, ids=["phone"])
def test_vote_waits_for_the_network_and_is_sent_when_it_is_back(hall, reader):
    page = reader.open("/v/rain5/")
    choose(page, 0, "5")
    page.context.set_offline(True)

    page.locator("main .send").click()

    reader.wait_until("document.getElementById('status').textContent.includes('Waiting')")
    assert not Ballot.objects.exists()
    page.context.set_offline(False)
    reader.wait_until("!document.getElementById('receipt').hidden")
    assert ratings() == [5]
    reader.errors.clear()  # the browser logs that it was offline


@pytest.mark.parametrize("reader", [PHONE], indirect=True, ids=["phone"])
@pytest.mark.parametrize("is_counted", [False, True], ids=["ballot", "answer"])
def test_what_is_lost_on_the_way_before_the_closing_is_told_apart(hall, reader, is_counted):
    page = reader.open("/v/rain5/")
    choose(page, 0, "5")

    def lose(route):
        if is_counted:
            route.fetch()
        route.abort()

    page.route("**/v/rain5/", lose)
    page.locator("main .send").click()
    reader.wait_until("document.getElementById('status').textContent.includes('kept on this')")
    hall.close()
    page.unroute("**/v/rain5/")

    said = page.locator("#receipt" if is_counted else "#news").locator("visible=true")
    said.wait_for(timeout=20_000)
    if is_counted:
        assert ratings() == [5]
    else:
        assert "What had not been sent by then is not counted." in said.inner_text()
        page.reload()
        assert "not counted" in page.locator("#news").inner_text()
    reader.errors.clear()  # the browser logs what was lost and refused


@pytest.mark.parametrize("reader", [PHONE], indirect=True, ids=["phone"])
def test_old_phone_uses_the_page_as_it_is(hall, reader):
    # Without it no script can tell the button that sends from one that changes the language.
    reader.page.add_init_script("delete SubmitEvent.prototype.submitter")
    page = reader.open("/v/rain5/")
    choose(page, 0, "4")

    reader.follow(page.locator("button[lang=fr]"))
    assert not Ballot.objects.exists()
    reader.follow(page.locator("main .send"))

    assert page.locator("#receipt").is_visible()
    assert ratings() == [4]


@pytest.mark.parametrize("reader", [PHONE], indirect=True, ids=["phone"])
def test_choices_survive_a_page_that_is_closed_before_they_are_sent(hall, reader):
    page = reader.open("/v/rain5/")
    choose(page, 2, "2")

    again = page.context.new_page()
    page.close()
    again.goto(f"{reader.site}/v/rain5/")

    assert again.locator("fieldset").nth(2).locator("input[value='2']").is_checked()
    assert again.locator("#status").inner_text().startswith("Not sent yet")
    again.locator("main .send").click()
    again.locator("#receipt").wait_for()
    assert ratings() == [2]
    reader.page = again


@pytest.mark.parametrize("reader", [PHONE], indirect=True, ids=["phone"])
def test_two_taps_and_two_tabs_are_one_ballot(hall, reader):
    page = reader.open("/v/rain5/")
    choose(page, 0, "1")
    other = page.context.new_page()
    other.goto(f"{reader.site}/v/rain5/")
    page.locator("main .send").dblclick()
    page.locator("#receipt").wait_for()

    choose(other, 0, "4")
    other.locator("main .send").click()
    other.locator("#receipt").wait_for()

    assert ratings() == [4]


def test_vote_by_keyboard_alone(hall, reader):
    page = reader.open("/v/rain5/")

    page.locator("fieldset").nth(0).locator("input:checked").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    page.locator("#receipt").wait_for()
    assert ratings() == [1]
    assert page.evaluate("document.activeElement.id") == "receipt"


@pytest.mark.parametrize("reader", [PHONE], indirect=True, ids=["phone"])
def test_closing_and_revealing_reach_the_phone_without_a_new_page(hall, reader):
    page = reader.open("/v/rain5/")
    page.evaluate("window.untouched = true")
    choose(page, 0, "5")
    page.locator("main .send").click()
    page.locator("#receipt").wait_for()

    hall.close()
    hall.reveal()

    page.locator("#results .bars li").first.wait_for(timeout=20_000)
    assert page.locator("#results .bars li").count() == 3
    assert "5.00" in page.locator("#results .bars li").first.inner_text()
    assert page.locator("#vote").is_hidden()
    assert page.evaluate("window.untouched")


@pytest.mark.parametrize("reader", [PHONE, DARK], indirect=True, ids=["day", "night"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_voting_page_has_no_barrier_and_fits_the_phone(hall, reader, language):
    page = reader.open(f"/v/rain5/?lang={language}")
    assert reader.violations() == []
    assert reader.overflow() == 0

    choose(page, 0, "5")
    page.locator("main .send").click()
    page.locator("#receipt").wait_for()
    assert reader.violations() == []
    assert reader.overflow() == 0

    hall.close()
    hall.reveal()
    reader.open(f"/v/rain5/?lang={language}")
    assert reader.violations() == []
    reader.open(f"/v/?lang={language}")
    assert reader.violations() == []


@pytest.mark.parametrize("reader", [PHONE], indirect=True, ids=["phone"])
def test_words_page_has_no_barrier_and_takes_three(transactional_db, reader):
    make_consultation(code="rain5", kind="words", state="open")
    page = reader.open("/v/rain5/")
    assert reader.violations() == []

    page.locator("[name=word]").nth(0).fill("water")
    page.locator("[name=word]").nth(2).fill("bread")
    page.keyboard.press("Enter")
    page.locator("#receipt").wait_for()

    texts = Ballot.objects.get().word_answers.values_list("word__text", flat=True)
    assert sorted(texts) == ["bread", "water"]
    assert page.locator("#sent bdi").all_inner_texts() == ["water", "bread"]
