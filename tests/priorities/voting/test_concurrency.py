"""Many at once, on PostgreSQL: SQLite has one writer at a time, so nothing there can cross."""

import threading
from time import monotonic

import pytest
from django.db import connection, transaction

from priorities.models import Ballot, Consultation, Rating, VotingLink
from priorities.voting.answers import Answers
from priorities.voting.casting import LinkSpent, NotTakingVotes, Voter, cast, digest
from tests.concurrency import together
from tests.factories import make_consultation, make_service

pytestmark = pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="Only PostgreSQL has several writers."
)


def anything(hall):
    """An answer to the first question."""
    return Answers(ratings={hall.items.values_list("pk", flat=True)[0]: 3})


@pytest.fixture
def hall(transactional_db):
    return make_consultation(services=[make_service(), make_service()], state="open")


def test_ballot_that_crosses_the_closing_waits_and_is_refused(hall):
    begun, may_end = threading.Event(), threading.Event()

    def close():
        with transaction.atomic():
            Consultation.objects.get(pk=hall.pk).close()
            begun.set()
            assert may_end.wait(10)

    def vote():
        assert begun.wait(10)
        threading.Timer(0.3, may_end.set).start()
        return cast(hall.code, Voter("ana", "es"), anything(hall))

    _closed, refusal = together(close, vote)

    assert isinstance(refusal, NotTakingVotes)
    assert Ballot.objects.count() == Consultation.objects.get().results["ballots"] == 0


def test_closing_waits_for_a_ballot_that_is_being_cast_and_counts_it(hall):
    begun, may_end = threading.Event(), threading.Event()

    def vote():
        with transaction.atomic():
            cast(hall.code, Voter("ana", "es"), anything(hall))
            begun.set()
            assert may_end.wait(10)

    def close():
        assert begun.wait(10)
        threading.Timer(0.3, may_end.set).start()
        Consultation.objects.get(pk=hall.pk).close()

    assert together(vote, close) == [None, None]

    assert Consultation.objects.get().results["ballots"] == 1


def test_what_was_acknowledged_during_closing_is_counted_and_closing_is_not_kept_waiting(hall):
    items = list(hall.items.values_list("pk", flat=True))
    acknowledged, taken = [], []
    running = threading.Event()

    def crowd(number):
        for turn in range(100_000):
            try:
                cast(
                    hall.code,
                    Voter(f"{number}-{turn}", "en"),
                    Answers(ratings=dict.fromkeys(items, 5)),
                )
            except NotTakingVotes:
                return
            acknowledged.append(turn)
            running.set()

    def close():
        assert running.wait(10)
        threading.Event().wait(0.5)
        begun = monotonic()
        Consultation.objects.get(pk=hall.pk).close()
        taken.append(monotonic() - begun)

    assert set(together(close, *[lambda n=n: crowd(n) for n in range(8)])) == {None}

    results = Consultation.objects.get().results
    assert results["ballots"] == len(acknowledged) == Ballot.objects.count()
    assert {item["answers"] for item in results["items"]} == {len(acknowledged)}
    assert taken[0] < 2


def test_ballots_of_one_voter_at_once_are_never_mixed(hall):
    first, second = hall.items.values_list("pk", flat=True)
    papers = [{first: 1}, {second: 2}, {first: 3, second: 3}, {}]
    for turn in range(15):
        voter = Voter(f"ana-{turn}", "en")

        together(*[lambda p=p, v=voter: cast(hall.code, v, Answers(ratings=p)) for p in papers * 2])

        ballot = Ballot.objects.get(voter_key=voter.key)
        assert dict(ballot.ratings.values_list("item", "score")) in papers


def test_same_words_at_once_are_kept_once_and_never_deadlock(transactional_db):
    hall = make_consultation(kind="words", state="open")
    words = ["water", "bread", "roses"]

    done = together(
        *[
            lambda n=n: cast(
                hall.code, Voter(f"v{n}", "en"), Answers(words=words[n % 3 :] + words[: n % 3])
            )
            for n in range(12)
        ]
    )

    assert [d for d in done if isinstance(d, Exception)] == []
    assert sorted(hall.words.values_list("text", flat=True)) == sorted(words)
    assert {w.answers.count() for w in hall.words.all()} == {12}


def test_link_gives_one_vote_to_many_at_once(transactional_db):
    hall = make_consultation(services=[make_service()], is_closed_hall=True, state="open")
    VotingLink.objects.create(consultation=hall, token_digest=digest("one"))

    done = together(
        *[
            lambda n=n: cast(hall.code, Voter(f"v{n}", "en", link=digest("one")), anything(hall))
            for n in range(6)
        ]
    )

    assert sum(isinstance(result, LinkSpent) for result in done) == 5
    assert Ballot.objects.count() == 1


def test_versions_of_rows_do_not_join_links_with_ballots(transactional_db):
    """PostgreSQL keeps with each row which transaction wrote it."""
    hall = make_consultation(services=[make_service()], is_closed_hall=True, state="open")
    for name in ("one", "two", "three"):
        VotingLink.objects.create(consultation=hall, token_digest=digest(name))
    cast(hall.code, Voter("ana", "en", link=digest("one")), anything(hall))
    cast(hall.code, Voter("ben", "en", link=digest("two")), anything(hall))

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT xmin::text) FROM priorities_votinglink")
        assert cursor.fetchone() == (1,)
    assert Rating.objects.count() == 2
