"""Ballots that a clerk enters."""

import re

import pytest
from django.urls import reverse

from priorities.models import Ballot
from sessions_app.groups import ORGANISERS
from tests.factories import make_ballot, make_consultation, make_service, make_user


@pytest.fixture
def as_clerk(client, db):
    client.force_login(make_user(group=ORGANISERS))
    return client


@pytest.fixture
def hall(db):
    return make_consultation(services=[make_service() for _ in range(3)], state="open")


def where(name, hall):
    return reverse(f"admin:priorities_consultation_{name}", args=[hall.pk])


def enter(client, hall, *values, language="ar"):
    fields = {f"item-{i.pk}": v for i, v in zip(hall.items.all(), values, strict=False)}
    return client.post(where("clerk", hall), fields | {"language": language})


def test_ballot_is_marked_and_has_the_voters_language(as_clerk, hall):
    enter(as_clerk, hall, "5", "?", "")
    enter(as_clerk, hall, "1", language="fr")

    ballots = Ballot.objects.order_by("pk")
    assert [(b.origin, b.language) for b in ballots] == [("clerk", "ar"), ("clerk", "fr")]
    assert list(ballots[0].ratings.order_by("item").values_list("score", flat=True)) == [5, None]


@pytest.mark.parametrize(
    ("typed", "score"),
    [("٤", 4), ("۴", 4), ("４", 4), (" 4\u202c", 4), ("४", 4), ("؟", None), ("？", None)],
)
def test_figure_is_read_in_the_digits_of_any_keyboard(as_clerk, hall, typed, score):
    enter(as_clerk, hall, typed)

    assert list(Ballot.objects.get().ratings.values_list("score", flat=True)) == [score]


@pytest.mark.parametrize("typed", ["٦", "0", "4.5", "½", "x"])
def test_figure_outside_the_scale_is_refused(as_clerk, hall, typed):
    answer = enter(as_clerk, hall, typed)

    assert "Type 1 to 5, ? or nothing." in answer.content.decode()
    assert not Ballot.objects.exists()


def test_ballot_that_is_sent_twice_counts_once(as_clerk, hall):
    page = as_clerk.get(where("clerk", hall)).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    item = hall.items.first().pk
    form = {"key": key, "language": "fr", f"item-{item}": "5"}

    for _press in range(2):
        answer = as_clerk.post(where("clerk", hall), form, follow=True)

    assert Ballot.objects.count() == 1
    assert "This ballot was entered already" in answer.content.decode()
    assert key not in answer.content.decode()
    assert key not in enter(as_clerk, hall, "4").content.decode()
    assert Ballot.objects.count() == 2


def test_language_is_remembered_for_the_next(as_clerk, hall):
    enter(as_clerk, hall, "5")

    assert '<option value="ar" selected>' in as_clerk.get(where("clerk", hall)).content.decode()


@pytest.mark.parametrize("wrong", ["6", "0", "x", "55"])
def test_wrong_figure_is_told_beside_it_and_nothing_is_lost(as_clerk, hall, wrong):
    page = enter(as_clerk, hall, "4", wrong)

    text = page.content.decode()
    assert "Type 1 to 5, ? or nothing." in text or "at most 2" in text
    assert 'value="4"' in text
    assert f'value="{wrong}"' in text
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("state", ["draft", "paused", "closed"])
def test_ballot_is_refused_unless_open_and_still_there(as_clerk, db, state):
    hall = make_consultation(services=[make_service()], state=state)

    page = enter(as_clerk, hall, "4")

    assert page.status_code == 200
    assert 'value="4"' in page.content.decode()
    assert "clerk-error" in page.content.decode()
    assert not Ballot.objects.exists()


def test_last_ballot_is_taken_back_once_and_only_that(as_clerk, hall):
    make_ballot(consultation=hall)
    enter(as_clerk, hall, "5")
    enter(as_clerk, hall, "1")

    for _press in range(2):
        as_clerk.post(where("clerk_undo", hall))

    assert sorted(Ballot.objects.values_list("origin", flat=True)) == ["clerk", "phone"]
    assert Ballot.objects.filter(ratings__score=5).exists()


def test_ballot_is_not_taken_back_once_it_is_counted(as_clerk, hall):
    enter(as_clerk, hall, "5")
    hall.close()

    as_clerk.post(where("clerk_undo", hall))

    assert Ballot.objects.count() == 1


def test_words_are_entered(as_clerk, db):
    hall = make_consultation(kind="words", state="open")

    as_clerk.post(where("clerk", hall), {"language": "fr", "word-1": " eau  claire", "word-2": ""})

    texts = Ballot.objects.get().word_answers.values_list("word__text", flat=True)
    assert list(texts) == ["eau claire"]


def test_hall_of_links_is_refused(as_clerk, db):
    hall = make_consultation(services=[make_service()], is_closed_hall=True, state="open")

    page = enter(as_clerk, hall, "4")

    assert "link of their own" in page.content.decode()
    assert not Ballot.objects.exists()


def test_closed_hall_says_why_no_ballot_can_be_entered(as_clerk, db):
    hall = make_consultation(is_closed_hall=True, state="open")

    page = as_clerk.get(where("clerk", hall)).content.decode()

    assert "everyone votes with a link of their own" in page
    assert where("links", hall) in page
    assert 'id="clerk"' not in page
    enter(as_clerk, hall, "5")
    assert not Ballot.objects.exists()


@pytest.mark.parametrize("state", ["draft", "paused", "closed"])
def test_no_form_is_offered_while_no_ballot_is_taken(as_clerk, db, state):
    hall = make_consultation(state=state)

    page = as_clerk.get(where("clerk", hall)).content.decode()

    assert 'id="hindrance"' in page
    assert 'id="clerk"' not in page


@pytest.mark.parametrize("values", [(), ("", "", ""), (" ", "", "")])
def test_untouched_ballot_is_none_and_says_so(as_clerk, hall, values):
    page = enter(as_clerk, hall, *values)

    assert page.status_code == 200
    assert "Rate at least one." in page.content.decode()
    assert not Ballot.objects.exists()


def test_ballot_of_i_dont_know_alone_is_one(as_clerk, hall):
    enter(as_clerk, hall, "?")

    assert list(Ballot.objects.get().ratings.values_list("score", flat=True)) == [None]


def test_clerk_enters_the_region_where_it_is_asked_for(as_clerk, hall):
    assert "Where the voter lives" not in as_clerk.get(where("clerk", hall)).content.decode()
    type(hall).objects.update(asks_region=True)
    fields = {f"item-{hall.items.first().pk}": "3", "language": "fr"}

    assert "Where the voter lives" in as_clerk.get(where("clerk", hall)).content.decode()
    as_clerk.post(where("clerk", hall), fields | {"region": "SA"})
    as_clerk.post(where("clerk", hall), fields)
    refused = as_clerk.post(where("clerk", hall), fields | {"region": "XX"})

    assert list(Ballot.objects.order_by("pk").values_list("region", flat=True)) == ["SA", ""]
    assert "clerk-error" in refused.content.decode()
