import re

import pytest

from priorities.live import screen
from priorities.live.stream import aggregate
from priorities.questions.question_texts import question_texts
from priorities.questions.registry import kind_named, kind_of
from tests.factories import make_ballot, make_consultation, make_service


@pytest.fixture
def services(db):
    names = {"name_en": "Housing", "name_fr": "Logement", "name_ar": "السكن"}
    return [make_service(slug="healthcare"), make_service(slug="housing", **names)]


def shown(poll, codes):
    items = list(poll.items.all())
    words = question_texts(poll, items)
    content = aggregate.content_of(poll)
    return kind_of(poll).screen(poll, items, words, codes, content["results"])


@pytest.fixture
def poll(services):
    return make_consultation(code="halls", services=services, state="open", ballots=[[2, 5]])


def test_screen_tells_how_to_vote(client, poll, settings):
    settings.SITE_URL = "https://llex.example.org"

    page = client.get("/v/halls/screen/").content.decode()

    assert 'dir="ltr">llex.example.org/v/<wbr>halls</p>' in page
    assert "<svg" in page
    assert 'data-live="/v/halls/stream" data-poll="/v/halls/state.json"' in page


def test_screen_of_a_closed_hall_shows_no_code_that_gives_no_vote(client, services):
    make_consultation(code="halls", services=services, state="open", is_closed_hall=True)

    page = client.get("/v/halls/screen/?lang=en,fr").content.decode()

    assert "In this hall everybody votes with a link of their own." in page
    assert "qr" not in page
    assert "/v/<wbr>halls" not in page


def test_screen_hides_the_results_until_they_are_revealed(client, poll):
    before = client.get("/v/halls/screen/").content.decode()
    poll.reveal()
    after = client.get("/v/halls/screen/").content.decode()

    assert re.search(r"data-results hidden", before)
    assert 'data-share width="0.0"' in before
    assert 'data-share width="100.0"' not in before
    assert "data-results hidden" not in after
    assert 'data-share width="100.0"' in after


def test_screen_orders_the_services_by_mean(client, poll):
    poll.reveal()

    page = client.get("/v/halls/screen/").content.decode()

    assert re.findall(r'<li data-service="(\w+)"', page) == ["housing", "healthcare"]


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("fr", ["fr"]),
        ("fr,ar", ["fr", "ar"]),
        ("AR,fr", ["ar", "fr"]),
        ("fr,fr", ["fr"]),
        ("fr,ar,es", ["fr", "ar"]),
        ("xx,<b>,fr", ["fr"]),
        ("", ["en"]),
        ("xx", ["en"]),
    ],
)
def test_screen_takes_one_or_two_languages_that_exist(asked, codes):
    assert screen.wanted(asked) == codes


@pytest.mark.parametrize(
    ("codes", "queries"),
    [
        (["fr"], {"en": "fr,en", "fr": "fr", "ar": "fr,ar"}),
        (["fr", "ar"], {"en": "fr,en", "fr": "ar", "ar": "fr"}),
    ],
)
def test_language_is_added_to_the_screen_or_taken_away(codes, queries):
    offered = screen.choices(["en", "fr", "ar"], codes)

    assert {choice.code: choice.query for choice in offered} == queries
    assert [choice.code for choice in offered if choice.is_shown] == codes


def test_screen_in_two_languages_gives_each_its_direction(client, poll):
    page = client.get("/v/halls/screen/?lang=ar,fr").content.decode()

    assert '<html lang="ar" dir="rtl">' in page
    assert '<span class="said" lang="ar" dir="rtl">السكن</span>' in page
    assert '<span class="said" lang="fr" dir="ltr">Logement</span>' in page


def test_text_that_lacks_a_language_is_shown_once_in_another(services, poll):
    housing = services[1]
    housing.name_es = housing.name_fr = ""
    housing.save()

    rows = shown(poll, ["es", "fr"])

    assert [said.language for said in rows[1].names] == ["en"]


@pytest.mark.parametrize(
    ("scores", "language", "mean"),
    [([5, 4, 4, 4], "en", "4.25"), ([5, 4, 4, 4], "fr", "4,25"), ([], "en", "–")],
)
def test_mean_has_two_decimals_as_the_language_writes_it(services, scores, language, mean):
    poll = make_consultation(services=services, state="open", results_shown="live")
    for score in scores:
        make_ballot(consultation=poll, scores=[score])

    rows = shown(poll, [language])

    assert [row.mean for row in rows if row.service == "healthcare"] == [mean]


def test_words_are_sized_by_how_often_they_were_given():
    given = [("water", 1, 40), ("trust", 2, 20), ("soap", 3, 1)]
    words = [{"word": word, "rank": rank, "count": count} for word, rank, count in given]

    shown = kind_named("words").screen(None, [], None, ["en"], {"words": words})

    assert [(word.text, word.size) for word in shown] == [("water", 5), ("trust", 3), ("soap", 1)]


def test_screen_is_found_however_the_code_is_written(client, poll):
    assert client.get("/v/HALLS/screen/").status_code == 200


def test_screen_of_an_unknown_code_is_not_found(client, db):
    assert client.get("/v/nobody/screen/").status_code == 404


def test_screen_cannot_be_posted_to(client, poll):
    assert client.post("/v/halls/screen/").status_code == 405


def test_screen_costs_the_same_for_one_service_and_for_three(
    client, poll, django_assert_num_queries
):
    client.get("/v/halls/screen/")
    with django_assert_num_queries(5):
        client.get("/v/halls/screen/")
    three = make_consultation(
        code="three", state="open", services=[make_service() for _ in range(3)]
    )
    with django_assert_num_queries(5):
        client.get(f"/v/{three.code}/screen/")
