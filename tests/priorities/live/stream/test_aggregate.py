import json

import pytest

from priorities.live.stream import aggregate
from priorities.models import Consultation
from tests.factories import make_ballot, make_consultation, make_service


@pytest.fixture
def services(db):
    return [make_service(slug="healthcare"), make_service(slug="housing")]


def content(consultation):
    return aggregate.read(consultation.code).content


def test_aggregate_says_state_and_ballots_and_nothing_by_language(services):
    poll = make_consultation(services=services, state="open", ballots=[[5, 1]])
    make_ballot(consultation=poll, scores=[4, 2], language="fr")

    found = aggregate.read(poll.code)

    assert found.consultation == poll.pk
    assert found.as_data() == {
        "version": found.version,
        "state": "open",
        "ballots": 2,
        "shown": False,
        "results": None,
    }


def test_unknown_code_has_no_aggregate(db):
    assert aggregate.read("nobody") is None


@pytest.mark.parametrize(
    ("shown", "state", "revealed", "visible"),
    [
        ("after_reveal", "open", False, False),
        ("after_reveal", "closed", False, False),
        ("after_reveal", "open", True, True),
        ("after_reveal", "closed", True, True),
        ("after_close", "open", False, False),
        ("after_close", "closed", False, True),
        ("live", "draft", False, False),
        ("live", "open", False, True),
    ],
)
def test_results_are_in_the_aggregate_only_when_they_may_be_seen(
    services, shown, state, revealed, visible
):
    poll = make_consultation(
        services=services, state=state, ballots=[[5, 1], [4, None]], results_shown=shown
    )
    if revealed:
        poll.reveal()

    found = content(poll)

    assert found["shown"] is visible
    if visible:
        assert found["results"]["scale"] == 5
        assert found["results"]["items"][0] == {
            "service": "healthcare",
            "rank": 1,
            "mean": 4.5,
            "answers": 2,
            "dont_know": 0,
            "distribution": [0, 0, 0, 1, 1],
        }
    else:
        assert found["results"] is None
        # Neither by another name.
        assert "healthcare" not in json.dumps(found)
        assert "4.5" not in json.dumps(found)


def test_results_are_gone_again_when_voting_is_taken_up_anew(services):
    poll = make_consultation(
        services=services, state="closed", ballots=[[5, 1]], results_shown="after_close"
    )
    assert content(poll)["results"]

    poll.reopen("The last row had no network.")

    assert content(poll)["results"] is None


def test_closed_consultation_shows_what_was_frozen(services):
    poll = make_consultation(
        services=services, state="closed", ballots=[[5, 1]], results_shown="after_close"
    )
    frozen = poll.results | {"ballots": 99}
    Consultation.objects.filter(pk=poll.pk).update(results=frozen)

    assert content(poll)["ballots"] == 99


def test_aggregate_costs_the_same_for_one_ballot_and_for_many(
    services, django_assert_max_num_queries
):
    poll = make_consultation(services=services, state="open", ballots=[[5, 1]] * 9)

    with django_assert_max_num_queries(4):
        content(poll)


def test_later_reading_never_has_a_smaller_version(services):
    poll = make_consultation(services=services, state="open")

    versions = [aggregate.read(poll.code).version for _time in range(3)]

    assert versions == sorted(versions)
    assert versions[0] > 1_700_000_000_000
