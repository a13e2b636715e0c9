"""Ballots: exactly the rows that were sent, or nothing."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from priorities.models import Ballot, Consultation, Rating, VotingLink, Word
from priorities.voting.answers import Answers, BadAnswers
from priorities.voting.casting import LinkSpent, NoLink, NotTakingVotes, Voter, cast, digest
from tests.factories import make_choice, make_consultation, make_service

ANA = Voter(key="ana", language="es")
BEN = Voter(key="ben", language="ar")


@pytest.fixture
def hall(db):
    return make_consultation(
        services=[make_service(), make_service(), make_service()], state="open"
    )


@pytest.fixture
def word_hall(db):
    return make_consultation(kind="words", state="open")


@pytest.fixture
def closed_hall(db):
    hall = make_consultation(services=[make_service()], is_closed_hall=True, state="open")
    for token in ("one", "two"):
        VotingLink.objects.create(consultation=hall, token_digest=digest(token))
    return hall


def items(hall):
    return list(hall.items.values_list("pk", flat=True))


def rows():
    """Everything that is stored of ballots."""
    return {
        (b.voter_key, b.language, b.origin): dict(b.ratings.values_list("item", "score"))
        for b in Ballot.objects.all()
    }


def test_first_ballot_is_stored_as_it_was_sent(hall):
    first, second, _third = items(hall)

    moment = cast(hall.code, ANA, Answers(ratings={first: 5, second: None}))

    assert rows() == {("ana", "es", "phone"): {first: 5, second: None}}
    assert Ballot.objects.get().cast_at == moment


def test_last_ballot_of_a_voter_wins(hall):
    first, second, third = items(hall)
    cast(hall.code, ANA, Answers(ratings={first: 5, second: None}))
    cast(hall.code, BEN, Answers(ratings={first: 1}))

    cast(hall.code, Voter(key="ana", language="fr"), Answers(ratings={second: 2, third: 3}))

    assert rows() == {
        ("ana", "fr", "phone"): {second: 2, third: 3},
        ("ben", "ar", "phone"): {first: 1},
    }


@pytest.mark.parametrize("voted", [False, True], ids=["first", "changed"])
def test_untouched_ballot_is_none(hall, voted):
    if voted:
        cast(hall.code, ANA, Answers(ratings={items(hall)[0]: 3}))
    before = rows()

    with pytest.raises(BadAnswers, match="Rate at least one"):
        cast(hall.code, ANA, Answers())

    assert rows() == before


def test_i_dont_know_is_an_answer(hall):
    cast(hall.code, ANA, Answers(ratings={items(hall)[0]: None}))

    assert rows() == {("ana", "es", "phone"): {items(hall)[0]: None}}


@pytest.mark.parametrize("words", [[], [""], [" ", "\u00a0"], ["\u200b", "\u202c\u00ad"]])
def test_ballot_without_a_word_is_none(word_hall, words):
    with pytest.raises(BadAnswers, match="Give at least one word"):
        cast(word_hall.code, ANA, Answers(words=words))

    assert (rows(), Word.objects.count()) == ({}, 0)


def test_first_ballot_is_one_statement_on_postgresql(hall, django_assert_num_queries):
    if connection.vendor != "postgresql":
        pytest.skip("Only PostgreSQL can write a ballot in one statement.")
    answers = Answers(ratings=dict.fromkeys(items(hall), 4))

    with django_assert_num_queries(1):
        cast(hall.code, ANA, answers)


def test_statement_of_a_first_ballot_is_planned_once(hall):
    if connection.vendor != "postgresql":
        pytest.skip("Only PostgreSQL can write a ballot in one statement.")
    for voter in (ANA, BEN):
        cast(hall.code, voter, Answers(ratings=dict.fromkeys(items(hall), 4)))

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements"
            " WHERE statement LIKE '%%INSERT INTO priorities_ballot%%'",
            [],
        )
        assert cursor.fetchall() == [(2,)]


def _answers(scores):
    return any(score != "" for score in scores)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    papers=st.lists(
        st.tuples(
            st.sampled_from(["ana", "ben", "eve"]),
            st.lists(st.sampled_from(["", None, 1, 2, 3, 4, 5]), min_size=3, max_size=3).filter(
                _answers
            ),
        ),
        max_size=8,
    )
)
def test_after_any_ballots_the_last_of_each_voter_is_what_is_stored(hall, papers):
    Ballot.objects.all().delete()
    expected = {}
    for voter, scores in papers:
        given_scores = {i: s for i, s in zip(items(hall), scores, strict=True) if s != ""}
        cast(hall.code, Voter(voter, "en"), Answers(ratings=given_scores))
        expected[voter, "en", "phone"] = given_scores

    assert rows() == expected


@pytest.mark.parametrize("score", [0, 6, -1, 11, 99_999])
@pytest.mark.parametrize("voted", [False, True], ids=["first", "changed"])
def test_score_out_of_range_is_refused(hall, score, voted):
    first, second, _third = items(hall)
    if voted:
        cast(hall.code, ANA, Answers(ratings={first: 3}))
    before = rows()

    with pytest.raises(BadAnswers, match="between 1 and 5"):
        cast(hall.code, ANA, Answers(ratings={first: 4, second: score}))

    assert rows() == before


@pytest.mark.parametrize("foreign", ["other", 0, -1, 2**70])
def test_item_of_another_consultation_is_refused(hall, foreign):
    other = make_consultation(services=[make_service()], state="open")
    item = items(other)[0] if foreign == "other" else foreign

    with pytest.raises(BadAnswers, match="not part of the question"):
        cast(hall.code, ANA, Answers(ratings={items(hall)[0]: 4, item: 3}))

    assert rows() == {}


@pytest.mark.parametrize("state", ["draft", "paused", "closed"])
def test_ballot_is_refused_unless_open(db, state):
    hall = make_consultation(services=[make_service()], state=state)

    with pytest.raises(NotTakingVotes):
        cast(hall.code, ANA, Answers(ratings={items(hall)[0]: 4}))

    assert rows() == {}


@pytest.mark.parametrize("state", ["open", "paused", "closed"])
def test_rehearsal_is_refused_unless_draft(db, state):
    hall = make_consultation(services=[make_service()], state=state)

    with pytest.raises(NotTakingVotes):
        cast(hall.code, Voter("ana", "es", origin="rehearsal"), Answers())

    assert rows() == {}


def test_unknown_code_is_told(db):
    with pytest.raises(Consultation.DoesNotExist):
        cast("nosuch", ANA, Answers())


def test_words_are_kept_exactly_but_for_white_space(word_hall):
    cast(word_hall.code, ANA, Answers(words=["  Agua\u00a0 limpia ", "", "agua limpia"]))
    cast(word_hall.code, BEN, Answers(words=["Agua limpia", "ماء", "Agua limpia"]))

    given = {
        b.voter_key: sorted(b.word_answers.values_list("word__text", flat=True))
        for b in Ballot.objects.all()
    }
    assert given == {"ana": ["Agua limpia", "agua limpia"], "ben": ["Agua limpia", "ماء"]}
    assert Word.objects.count() == 3


def test_words_are_changed_with_the_ballot(word_hall):
    cast(word_hall.code, ANA, Answers(words=["water", "bread"]))

    cast(word_hall.code, ANA, Answers(words=["bread", "roses"]))

    texts = Ballot.objects.get().word_answers.values_list("word__text", flat=True)
    assert sorted(texts) == ["bread", "roses"]


@pytest.mark.parametrize("words", [["a", "b", "c", "d"], ["x" * 61]], ids=["four", "long"])
def test_too_much_of_words_is_refused(word_hall, words):
    with pytest.raises(BadAnswers, match="at most"):
        cast(word_hall.code, ANA, Answers(words=words))

    assert (rows(), Word.objects.count()) == ({}, 0)


def test_answers_of_the_other_kind_are_refused(hall, word_hall):
    with pytest.raises(BadAnswers):
        cast(hall.code, ANA, Answers(words=["water"]))
    with pytest.raises(BadAnswers):
        cast(word_hall.code, ANA, Answers(ratings={items(hall)[0]: 3}))

    assert rows() == {}


def test_closed_hall_refuses_without_a_link(closed_hall):
    for link in ("", digest("never given")):
        with pytest.raises(NoLink):
            cast(closed_hall.code, Voter("ana", "es", link=link), Answers())

    assert rows() == {}


def test_link_gives_one_vote_that_its_browser_may_change(closed_hall):
    (item,) = items(closed_hall)
    cast(closed_hall.code, Voter("ana", "es", link=digest("one")), Answers(ratings={item: 2}))

    with pytest.raises(LinkSpent):
        cast(closed_hall.code, Voter("eve", "es", link=digest("one")), Answers(ratings={item: 1}))
    cast(closed_hall.code, Voter("ana", "es", link=digest("one")), Answers(ratings={item: 3}))

    assert rows() == {("ana", "es", "phone"): {item: 3}}
    assert set(closed_hall.links.filter(is_spent=True)) == {
        VotingLink.objects.get(token_digest=digest("one"))
    }


def test_link_of_another_hall_is_refused(closed_hall):
    other = make_consultation(services=[make_service()], is_closed_hall=True, state="open")

    with pytest.raises(NoLink):
        cast(other.code, Voter("ana", "es", link=digest("one")), Answers())

    assert rows() == {}


def test_nothing_of_a_ballot_leads_to_a_person_or_a_link():
    """Secrecy is in the schema: whoever adds a column here has to think about it."""

    def columns(model):
        return {field.name for field in model._meta.get_fields() if field.concrete}

    assert columns(Ballot) == {
        "id",
        "consultation",
        "voter_key",
        "language",
        "origin",
        "region",
        "cast_at",
    }
    assert columns(Rating) == {"id", "ballot", "item", "score"}
    assert columns(VotingLink) == {"id", "consultation", "label", "token_digest", "is_spent"}
    assert columns(Ballot) & columns(VotingLink) == {"id", "consultation"}


# --- The region -----------------------------------------------------------------------------------


@pytest.fixture(params=["ratings", "words", "choice"])
def answered(request, db):
    """A consultation of each kind that asks for the region, and answers to it."""
    if request.param == "words":
        hall = make_consultation(kind="words", state="open", asks_region=True)
        return hall, Answers(words=["Trust"])
    if request.param == "choice":
        hall = make_choice(asks_region=True)
        return hall, Answers(choice=items(hall)[:1])
    hall = make_consultation(services=[make_service()], state="open", asks_region=True)
    return hall, Answers(ratings={items(hall)[0]: 4})


def test_region_is_kept_with_the_ballot_and_changed_with_it(answered):
    hall, answers = answered
    for region in ("AF", "EU", ""):
        cast(hall.code, Voter("ana", "en", region=region), answers)

        assert Ballot.objects.get().region == region


def test_region_is_not_kept_where_it_was_not_asked_for(answered):
    hall, answers = answered
    Consultation.objects.update(asks_region=False)

    for _first_and_changed in range(2):
        cast(hall.code, Voter("ana", "en", region="AF"), answers)

        assert Ballot.objects.get().region == ""


def test_first_ballot_with_a_region_is_one_statement_on_postgresql(hall, django_assert_num_queries):
    if connection.vendor != "postgresql":
        pytest.skip("Only PostgreSQL can write a ballot in one statement.")
    Consultation.objects.update(asks_region=True)
    answers = Answers(ratings={items(hall)[0]: 4})

    with django_assert_num_queries(1):
        cast(hall.code, Voter("ana", "en", region="OC"), answers)

    assert Ballot.objects.get().region == "OC"
