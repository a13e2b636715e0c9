"""What reaches a phone while people vote: untouched ballots, results, the end of a rehearsal."""

import contextlib

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from priorities.models import Ballot
from priorities.voting.answers import Answers
from priorities.voting.casting import Voter, cast
from sessions_app.groups import ORGANISERS
from tests.factories import (
    PASSWORD,
    in_all,
    make_ballot,
    make_consultation,
    make_service,
    make_user,
    make_word_consultation,
)

PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True}
phone = pytest.mark.parametrize("reader", [PHONE], indirect=True, ids=["phone"])


@pytest.fixture
def hall(transactional_db):
    ends = {**in_all("low", "less urgent"), **in_all("high", "most urgent")}
    return make_consultation(code="rain5", services=[make_service()], state="open", **ends)


def choose(page, value):
    page.locator(f"fieldset input[value='{value}']").check(force=True)


def follow(page, minutes, selector):
    """Let *minutes* of the page's clock pass, or fewer, until it shows what *selector* finds."""
    for _half in range(2 * minutes):
        page.clock.run_for(30_000)
        # The page's clock stands still meanwhile: only what it has asked for can come.
        with contextlib.suppress(PlaywrightTimeoutError):
            return page.locator(selector).wait_for(timeout=3000)
    return pytest.fail(f"never followed: {selector}")


@phone
def test_untouched_ballot_stays_on_the_page_and_i_dont_know_is_sent(hall, reader):
    page = reader.open("/v/rain5/?lang=en")
    page.locator("main .send").click()
    assert page.locator("#status").inner_text() == "Rate at least one."
    assert page.locator("#receipt").is_hidden()
    assert not Ballot.objects.exists()

    choose(page, "unknown")
    page.locator("main .send").click()
    page.locator("#receipt").wait_for()

    assert list(Ballot.objects.get().ratings.values_list("score", flat=True)) == [None]


@phone
def test_results_revealed_while_people_vote_come_first_and_are_announced(hall, reader):
    page = reader.open("/v/rain5/?lang=en")
    choose(page, "5")
    page.locator("main .send").click()
    page.locator("#receipt").wait_for()

    hall.reveal()
    page.locator("#results .bars li").wait_for(timeout=20_000)

    order = "[...document.querySelectorAll('#results, #receipt, #vote')].map((part) => part.id)"
    assert page.evaluate(order) == ["results", "receipt", "vote"]
    news = page.locator("#news")
    assert news.get_attribute("role") == "status"
    assert news.inner_text().startswith("The results are shown. First: ")
    assert news.inner_text().endswith(", 5.00.")
    assert reader.violations() == []


@phone
def test_reopening_reaches_a_phone_that_has_no_stream(hall, reader):
    make_ballot(consultation=hall, scores=[5])
    hall.close()
    hall.reveal()
    reader.page.clock.install()
    page = reader.open("/v/rain5/?lang=en")
    page.clock.run_for(3000)
    assert page.locator("#results").is_visible()
    page.wait_for_timeout(500)

    hall.reopen("A ballot came late.")
    follow(page, 4, "#vote")

    assert page.locator("#results").is_hidden()


def blocked(route):
    """Break the line as a firewall does: the browser tries it again for ever."""
    route.abort("connectionreset")


def kept_back(route):
    """Open the line and let nothing through, as a proxy does that waits for the end."""
    route.fulfill(status=200, content_type="text/event-stream", body="retry: 600000\n\n")


@phone
@pytest.mark.parametrize("hinder", [blocked, kept_back])
def test_phone_whose_stream_brings_nothing_follows_from_results_to_reopening(hall, reader, hinder):
    make_ballot(consultation=hall, scores=[5])
    reader.page.route("**/v/rain5/stream", hinder)
    reader.page.clock.install()
    page = reader.open("/v/rain5/?lang=en")
    page.wait_for_timeout(500)

    hall.reveal()
    follow(page, 1, "#results .bars li:first-child")
    hall.close()
    follow(page, 1, "#news:has-text('Voting has ended')")
    assert page.locator("#results .bars li").first.is_visible()
    hall.reopen("A ballot came late.")
    follow(page, 4, "#vote")
    # The browser logs each try of a line that is blocked.
    reader.errors.clear()


@phone
def test_receipt_of_a_rehearsal_goes_when_voting_begins(hall, reader):
    draft = make_consultation(code="draft", services=[make_service()])
    user = make_user(group=ORGANISERS)
    page = reader.open("/en/accounts/login/")
    page.locator("[name=login]").fill(user.email)
    page.locator("[name=password]").fill(PASSWORD)
    reader.follow(page.locator("main button[type=submit]"))
    page = reader.open("/v/draft/rehearsal/?lang=en")
    choose(page, "4")
    page.locator("main .send").click()
    page.locator("#receipt").wait_for()
    assert page.locator("#count").inner_text() in ("", "Ballots: 0")

    draft.open()

    page.get_by_text("Go to the voting page").wait_for(timeout=20_000)
    assert page.locator("#receipt").is_hidden()
    assert not draft.ballots.exists()


@phone
def test_long_word_breaks_neither_the_paper_nor_the_results(transactional_db, reader):
    poll = make_word_consultation(code="long", results_shown="live")
    cast(poll.code, Voter("ana", "en"), Answers(words=["W" * 60]))
    page = reader.open("/v/long/?lang=en")
    assert reader.overflow() == 0

    page.locator("[name=word]").first.fill("M" * 60)
    page.locator("main .send").click()
    page.locator("#receipt").wait_for()

    assert reader.overflow() == 0
