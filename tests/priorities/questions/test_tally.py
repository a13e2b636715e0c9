"""Counting, against figures worked out by hand and against a count that is as plain as can be."""

from collections import Counter
from fractions import Fraction
from random import Random

import pytest

from priorities.models import Ballot, Rating, Word, WordAnswer
from priorities.questions.tally import tally
from priorities.results.scales import mean
from priorities.voting.answers import Answers
from priorities.voting.casting import Voter, cast
from tests.factories import (
    make_ballot,
    make_consultation,
    make_service,
    make_word_ballot,
    make_word_consultation,
)


@pytest.mark.parametrize(
    ("distribution", "expected"),
    [
        ([0, 0, 0, 0, 0], None),
        ([1, 0, 0, 0, 0], 1.0),
        ([0, 0, 0, 7, 1], 4.13),  # 33 / 8 = 4.125, which a float would round to 4.12
        ([0, 0, 2, 9, 41], 4.75),
        ([1, 1, 1], 2.0),
        ([0, 1, 2], 2.67),
        ([2, 1, 0], 1.33),
    ],
)
def test_mean_is_rounded_half_up_to_two_decimals(distribution, expected):
    assert mean(distribution) == expected


@pytest.mark.parametrize("seed", range(8))
def test_tally_of_ratings_is_what_a_plain_count_says(db, seed):
    chance = Random(seed)  # noqa: S311
    scale = chance.randint(2, 10)
    services = [make_service() for _ in range(chance.randint(1, 6))]
    consultation = make_consultation(services=services, state="open", scale=scale)
    make_consultation(services=services, ballots=[[1] * len(services)] * 3, state="open")
    languages, origins, scores = Counter(), Counter(), {service.slug: [] for service in services}
    for _ in range(chance.randint(0, 40)):
        language, origin = (
            chance.choice(["en", "fr", "es", "ar"]),
            chance.choice(["phone", "clerk"]),
        )
        languages[language] += 1
        origins[origin] += 1
        given = [chance.choice([None, *range(1, scale + 1)]) for _ in services]
        ballot = make_ballot(consultation=consultation, language=language, origin=origin)
        for item, score in zip(consultation.items.all(), given, strict=True):
            if chance.random() < 0.8:
                Rating.objects.create(ballot=ballot, item=item, score=score)
                scores[item.service.slug].append(score)

    counted = tally(consultation)

    assert counted["ballots"] == sum(languages.values())
    assert counted["by_language"] == languages
    assert counted["by_origin"] == origins
    assert {item["service"] for item in counted["items"]} == set(scores)
    for item in counted["items"]:
        given = [score for score in scores[item["service"]] if score is not None]
        assert item["answers"] == len(given)
        assert item["dont_know"] == scores[item["service"]].count(None)
        assert item["distribution"] == [given.count(score) for score in range(1, scale + 1)]
        exact = Fraction(sum(given), len(given)) if given else None
        assert item["mean"] == (exact and int(exact * 100 + Fraction(1, 2)) / 100)
        better = [i for i in counted["items"] if (i["mean"] or 0) > (item["mean"] or 0)]
        assert item["rank"] == (len(better) + 1 if given else None)
    means = [item["mean"] or 0 for item in counted["items"]]
    assert means == sorted(means, reverse=True)


def test_tally_lets_the_order_of_the_questions_decide_between_equals(db):
    services = [make_service() for _ in range(3)]
    consultation = make_consultation(services=services, ballots=[[4, 4, 4]])

    found = [(item["service"], item["rank"]) for item in tally(consultation)["items"]]

    assert found == [(service.slug, 1) for service in services]


@pytest.mark.parametrize(("state", "expected"), [("draft", 2), ("open", 1), ("paused", 1)])
def test_rehearsal_counts_only_in_a_draft(db, state, expected):
    consultation = make_consultation(services=[make_service()], state=state)
    make_ballot(consultation=consultation, scores=[5])
    make_ballot(consultation=consultation, scores=[1], origin=Ballot.Origin.REHEARSAL)

    counted = tally(consultation)

    assert counted["ballots"] == counted["items"][0]["answers"] == expected


def test_tally_of_words_counts_ballots_once_and_lists_spellings(db):
    consultation = make_word_consultation(
        ["Housing", "housing", "care"], ["housing"], ["homes", "Care"], ["rude"], ["care"]
    )
    words = {word.text: word for word in consultation.words.all()}
    for spelling in ("housing", "homes"):
        Word.objects.filter(pk=words[spelling].pk).update(merged_into=words["Housing"])
    Word.objects.filter(pk=words["rude"].pk).update(is_hidden=True)

    counted = tally(consultation)

    assert counted["kind"] == "words"
    assert counted["items"] == []
    assert counted["words"] == [
        {"id": words["care"].pk, "word": "care", "rank": 1, "count": 3, "spellings": []},
        {"id": words["Housing"].pk, "word": "Housing", "rank": 1, "count": 3,
         "spellings": ["homes", "housing"]},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (["Rent freeze", "rent freeze", "Rent freeze"], "Rent freeze"),
        (["RENT FREEZE", "rent freeze"], "rent freeze"),
        (["rent  freeze", "rentfreeze", "rent freeze"], "rent freeze"),
        (["Médiation", "médiation", "médiation"], "médiation"),
        (["Médiation", "me\u0301diation"], "Médiation"),
        (["STRASSE", "Straße"], "Straße"),
        (["السكن", "الس\u200bكن", "السكن "], "السكن"),
        (["ＣＡＲＥ", "care", "care"], "care"),
    ],
)
def test_words_that_differ_in_case_or_spaces_are_one_shown_as_most_wrote_them(db, typed, shown):
    consultation = make_word_consultation()
    for number, text in enumerate(typed):
        cast(consultation.code, Voter(f"v{number}", "en"), Answers(words=[text]))

    (found,) = tally(consultation)["words"]

    assert (found["word"], found["count"], found["spellings"]) == (shown, len(typed), [])


def test_words_that_differ_in_more_stay_apart(db):
    consultation = make_word_consultation(["médiation", "mediation"], ["rent-freeze"], ["rent"])

    assert {word["count"] for word in tally(consultation)["words"]} == {1}
    assert len(tally(consultation)["words"]) == 4


def test_ballot_with_one_word_in_two_cases_counts_once(db):
    consultation = make_word_consultation(["Care", "care"], ["care"])

    (found,) = tally(consultation)["words"]

    assert (found["word"], found["count"]) == ("care", 2)


@pytest.mark.parametrize("seed", range(6))
def test_tally_of_words_is_what_a_plain_count_says(db, seed):
    chance = Random(seed)  # noqa: S311
    consultation = make_word_consultation()
    typed = [f"word {number}" for number in range(12)]
    ballots = [chance.sample(typed, chance.randint(0, 3)) for _ in range(30)]
    for words in ballots:
        make_word_ballot(consultation, *words)
    known = {word.text: word for word in consultation.words.all()}
    shown_as = {text: text for text in known}
    for text in sorted(known)[:6]:
        root = chance.choice(sorted(known)[6:])
        shown_as[text] = root
        Word.objects.filter(pk=known[text].pk).update(merged_into=known[root])

    counted = {word["word"]: word["count"] for word in tally(consultation)["words"]}

    plain = Counter(root for words in ballots for root in {shown_as[text] for text in words})
    assert counted == plain


@pytest.mark.parametrize("kind", ["ratings", "words"])
def test_tally_makes_three_queries_at_most(db, kind, django_assert_max_num_queries):
    if kind == "words":
        consultation = make_word_consultation(*[[f"a{n}", f"b{n}"] for n in range(5)])
    else:
        services = [make_service() for _ in range(6)]
        consultation = make_consultation(services=services, ballots=[[5] * 6] * 3)

    with django_assert_max_num_queries(3):
        tally(consultation)


def test_words_of_another_consultation_do_not_count(db):
    make_word_consultation(["care"])
    consultation = make_word_consultation(["care"])

    assert tally(consultation)["words"][0]["count"] == 1
    assert WordAnswer.objects.count() == 2
