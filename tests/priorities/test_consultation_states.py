import pytest

from llex.states import WrongState
from priorities.models import Consultation
from tests.makers import make_ballot, make_consultation, make_service

VERBS = {"open": ({"draft"}, "open"), "close": ({"open"}, "closed")}


@pytest.mark.parametrize("state", list(Consultation.State))
@pytest.mark.parametrize("verb", VERBS)
def test_verb_moves_only_from_its_states(db, state, verb):
    consultation = make_consultation(state=state)
    allowed, target = VERBS[verb]

    if state in allowed:
        getattr(consultation, verb)()
        assert Consultation.objects.get().state == target
    else:
        with pytest.raises(WrongState):
            getattr(consultation, verb)()
        assert Consultation.objects.get().state == state


@pytest.mark.parametrize(("state", "allowed"), [("draft", False), ("open", True), ("closed", True)])
def test_reveal_is_refused_when_it_is_a_draft(db, state, allowed):
    consultation = make_consultation(state=state)

    if allowed:
        consultation.reveal()
    else:
        with pytest.raises(WrongState):
            consultation.reveal()

    assert (Consultation.objects.get().revealed_at is not None) == allowed
    assert Consultation.objects.get().state == state


def test_close_freezes_the_results(db):
    health, housing, culture = make_service(), make_service(), make_service()
    consultation = make_consultation(
        services=[housing, health, culture],
        ballots=[[3, 5, None], [4, 5, None], [4, 4, None]],
        state="open",
    )
    make_ballot(consultation=consultation, scores=[None, 5, None], language="ar")

    consultation.close()
    make_ballot(consultation=consultation, scores=[1, 1, 1])

    results = Consultation.objects.get().results
    assert results["ballots"] == 4
    assert results["by_language"] == {"ar": 1, "en": 3}
    assert [{key: item[key] for key in item if key != "name"} for item in results["items"]] == [
        {
            "service": health.slug,
            "mean": 4.75,
            "answers": 4,
            "dont_know": 0,
            "distribution": [0, 0, 0, 1, 3],
            "rank": 1,
        },
        {
            "service": housing.slug,
            "mean": 3.67,
            "answers": 3,
            "dont_know": 1,
            "distribution": [0, 0, 1, 2, 0],
            "rank": 2,
        },
        {
            "service": culture.slug,
            "mean": None,
            "answers": 0,
            "dont_know": 4,
            "distribution": [0, 0, 0, 0, 0],
            "rank": None,
        },
    ]


def test_tally_shares_a_rank_between_equal_means(db):
    first, second, third = make_service(), make_service(), make_service()

    consultation = make_consultation(
        services=[first, second, third], ballots=[[4, 5, 4]], state="closed"
    )

    ranks = [(item["service"], item["rank"]) for item in consultation.results["items"]]
    assert ranks == [(second.slug, 1), (first.slug, 2), (third.slug, 2)]


def test_tally_makes_the_same_queries_for_many_items(db, django_assert_num_queries):
    from priorities.tally import tally

    few = make_consultation(services=[make_service()], ballots=[[5]])
    many = make_consultation(services=[make_service() for _ in range(6)], ballots=[[5] * 6] * 3)

    for consultation in (few, many):
        with django_assert_num_queries(3):
            tally(consultation)


def test_taking_votes_agrees_with_its_twin(db):
    for state in Consultation.State:
        make_consultation(state=state)

    assert set(Consultation.objects.taking_votes()) == {
        c for c in Consultation.objects.all() if c.takes_votes
    }


def test_one_ballot_per_voter_is_held_by_the_database(db):
    from django.db import IntegrityError

    consultation = make_consultation()
    make_ballot(consultation=consultation, voter_key="same")

    with pytest.raises(IntegrityError):
        make_ballot(consultation=consultation, voter_key="same")
