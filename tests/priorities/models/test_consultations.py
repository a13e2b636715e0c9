import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from llex.core.states import WrongState
from priorities.live import notify
from priorities.models import Ballot, Consultation, Incomplete, Word
from tests.factories import make_ballot, make_consultation, make_service, make_session

BEGUN = {"open", "paused", "closed"}
# From where each verb moves, and to where; None stays.
VERBS = {
    "open": ({"draft"}, "open"),
    "pause": ({"open"}, "paused"),
    "resume": ({"paused"}, "open"),
    "close": ({"open", "paused"}, "closed"),
    "reopen": ({"closed"}, "open"),
    "reveal": (BEGUN, None),
    "hide": (BEGUN, None),
    "reset": ({"draft"}, None),
}


def apply(consultation, verb):
    getattr(consultation, verb)(*(["A box was found"] if verb == "reopen" else []))


@pytest.mark.parametrize("state", list(Consultation.State))
@pytest.mark.parametrize("verb", VERBS)
def test_verb_moves_only_from_its_states(db, state, verb):
    consultation = make_consultation(state=state)
    allowed, target = VERBS[verb]

    if state in allowed:
        apply(consultation, verb)
        assert Consultation.objects.get().state == (target or state)
    else:
        before = Consultation.objects.values().get()
        with pytest.raises(WrongState):
            apply(consultation, verb)
        assert Consultation.objects.values().get() == before


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(verbs=st.lists(st.sampled_from(sorted(VERBS)), max_size=12))
def test_any_sequence_of_verbs_follows_the_table(db, verbs):
    consultation = make_consultation()
    state = "draft"
    for verb in verbs:
        allowed, target = VERBS[verb]
        if state in allowed:
            apply(consultation, verb)
            state = target or state
        else:
            with pytest.raises(WrongState):
                apply(consultation, verb)
        stored = Consultation.objects.get(pk=consultation.pk)
        assert (stored.state, stored.results is None) == (state, state != "closed")


@pytest.mark.parametrize("verb", VERBS)
def test_verb_tells_the_live_stream(db, verb, django_capture_on_commit_callbacks):
    allowed, _target = VERBS[verb]
    consultation = make_consultation(state=min(allowed))
    before = notify.version(consultation.pk)

    with django_capture_on_commit_callbacks(execute=True):
        apply(consultation, verb)

    assert notify.version(consultation.pk) > before


def test_reopening_takes_a_reason_and_gives_up_the_frozen_results(db):
    consultation = make_consultation(services=[make_service()], ballots=[[4]], state="closed")
    consultation.reveal()
    with pytest.raises(ValueError, match="reason"):
        consultation.reopen(" ")

    consultation.reopen(" A box was found ")

    stored = Consultation.objects.get()
    assert (stored.state, stored.reopen_reason, stored.results) == ("open", "A box was found", None)
    assert stored.reopened_at
    assert stored.closed_at
    assert stored.revealed_at is None
    assert stored.ballots.count() == 1


def test_every_reason_for_reopening_is_kept(db):
    consultation = make_consultation(state="closed")

    consultation.reopen("A box was found")
    consultation.close()
    Consultation.objects.get().reopen("Two phones failed")

    assert Consultation.objects.get().reopen_reason == "A box was found · Two phones failed"


def test_opening_is_refused_while_texts_lack_a_language(db):
    bare = make_service(name_ar="", name_fr=" ")
    session = make_session(languages=["en", "ar"])
    consultation = make_consultation(
        session=session, services=[make_service(), bare], question_ar="", low_en="less", high_es="x"
    )

    with pytest.raises(Incomplete) as refusal:
        consultation.open()

    assert Consultation.objects.get().state == "draft"
    assert len(refusal.value.missing) == 3
    assert "missing in Arabic" in refusal.value.missing[0]
    assert str(bare) in refusal.value.missing[2]


@pytest.mark.parametrize(
    ("kind", "services", "reason"),
    [("ratings", 0, "no service to rate"), ("words", 1, "asks for words")],
)
def test_what_nobody_could_answer_is_not_opened_whatever_the_reason(db, kind, services, reason):
    asked = [make_service() for _ in range(services)]
    consultation = make_consultation(kind=kind, services=asked)

    for override in ("", "We open it anyway"):
        with pytest.raises(Incomplete, match=reason):
            consultation.open(override)

    assert Consultation.objects.get().state == "draft"


def test_what_was_voted_on_elsewhere_is_recorded_as_closed(db):
    consultation = make_consultation(services=[])

    consultation.record("Voted on in another tool")

    stored = Consultation.objects.get()
    assert (stored.state, stored.open_override) == ("closed", "Voted on in another tool")
    assert stored.results["ballots"] == 0
    with pytest.raises(WrongState):
        consultation.record("Once more")


def test_opening_with_gaps_keeps_the_reason(db):
    consultation = make_consultation(question_ar="")

    consultation.open(override=" Nobody reads Arabic today ")

    assert Consultation.objects.get().open_override == "Nobody reads Arabic today"


@pytest.mark.parametrize(("verb", "kept"), [("open", {"phone"}), ("reset", set())])
def test_ballots_of_a_rehearsal_are_removed(db, verb, kept):
    consultation = make_consultation()
    make_ballot(consultation=consultation)
    make_ballot(consultation=consultation, origin="rehearsal")
    Word.objects.create(consultation=consultation, text="trial")

    getattr(consultation, verb)()

    assert set(Ballot.objects.values_list("origin", flat=True)) == kept
    assert not Word.objects.exists()


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
    from priorities.questions.tally import tally

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


@pytest.mark.parametrize("shown", list(Consultation.Shown))
@pytest.mark.parametrize("state", list(Consultation.State))
def test_showing_results_agrees_with_its_twin(db, state, shown):
    consultation = make_consultation(state=state, results_shown=shown)

    def twins():
        stored = Consultation.objects.get()
        assert stored.shows_results == Consultation.objects.showing_results().exists()
        return stored.shows_results

    begun = state != "draft"
    assert twins() == (begun and (shown == "live" or (shown, state) == ("after_close", "closed")))
    if begun:
        consultation.reveal()
        assert twins()


def test_one_ballot_per_voter_is_held_by_the_database(db):
    from django.db import IntegrityError

    consultation = make_consultation()
    make_ballot(consultation=consultation, voter_key="same")

    with pytest.raises(IntegrityError):
        make_ballot(consultation=consultation, voter_key="same")
