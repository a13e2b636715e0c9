"""Results by language and by region: only what gives away no small group of voters."""

import pytest

from priorities.models import Selection
from tests.factories import make_ballot, make_choice, make_consultation, make_service


def make_closed(by_language, **overrides):
    """A closed consultation on two services; *by_language* are lists of scores by language."""
    services = [make_service(slug="health"), make_service(slug="water")]
    consultation = make_consultation(services=services, state="open", **overrides)
    for code, ballots in by_language.items():
        for scores in ballots:
            make_ballot(consultation=consultation, scores=scores, language=code)
    consultation.close()
    return consultation


def test_large_groups_have_their_own_means(db):
    consultation = make_closed({"en": [[5, 3]] * 6, "fr": [[3, 4]] * 4 + [[4, 4]]})

    assert consultation.results["groups"] == [
        {"by": "language", "codes": ["en"], "ballots": 6, "values": {"health": 5.0, "water": 3.0}},
        {"by": "language", "codes": ["fr"], "ballots": 5, "values": {"health": 3.2, "water": 4.0}},
    ]


def test_small_groups_are_told_together(db):
    consultation = make_closed({"en": [[5, 3]] * 6, "fr": [[1, 1]] * 3, "ar": [[2, 2]] * 2})

    (large, small) = consultation.results["groups"]
    assert (large["codes"], small["codes"], small["ballots"]) == (["en"], ["ar", "fr"], 5)
    assert small["values"] == {"health": 1.4, "water": 1.4}


@pytest.mark.parametrize(
    "by_language",
    [
        {"en": [[5, 3]] * 9},
        {"en": [[5, 3]] * 6, "fr": [[1, 1]] * 4},
        {"en": [[5, 3]] * 2, "fr": [[1, 1]] * 2},
    ],
)
def test_a_group_that_could_be_calculated_is_not_split(db, by_language):
    assert make_closed(by_language).results["groups"] == []


def test_a_service_that_few_of_a_group_rated_is_not_split(db):
    """Four French answers about water could be calculated from the others and the total."""
    french = [[3, 4]] * 4 + [[3, None]]
    consultation = make_closed({"en": [[5, 3]] * 6, "fr": french, "es": [[2, 2]] * 7})

    assert [sorted(group["values"]) for group in consultation.results["groups"]] == [["health"]] * 3


def test_nothing_is_split_where_voting_was_opened_again(db):
    consultation = make_closed({"en": [[5, 3]] * 6, "fr": [[3, 4]] * 6})
    consultation.reopen("A room had no network.")
    make_ballot(consultation=consultation, scores=[1, 1], language="fr")
    consultation.close()

    assert consultation.results["groups"] == []


def test_choices_have_their_shares_by_language(db):
    services = [make_service(slug="health"), make_service(slug="water")]
    consultation = make_choice(services=services, max_choices=1)
    items = list(consultation.items.all())
    for code, place, number in (("en", 0, 6), ("en", 1, 2), ("fr", 1, 5)):
        for _ in range(number):
            ballot = make_ballot(consultation=consultation, language=code)
            Selection.objects.create(ballot=ballot, item=items[place])
    consultation.close()

    (english, french) = consultation.results["groups"]
    assert english["values"] == {"health": 75.0, "water": 25.0}
    assert french["values"] == {"health": 0.0, "water": 100.0}


# --- By region ------------------------------------------------------------------------------------


def make_by_region(by_region, **overrides):
    """A closed consultation that asked for regions; *by_region* are lists of scores by region."""
    services = [make_service(slug="health"), make_service(slug="water")]
    settings = {"asks_region": True} | overrides
    consultation = make_consultation(services=services, state="open", **settings)
    for code, ballots in by_region.items():
        for scores in ballots:
            make_ballot(consultation=consultation, scores=scores, region=code)
    consultation.close()
    return consultation


def regions_of(consultation):
    groups = [group for group in consultation.results["groups"] if group["by"] == "region"]
    return {tuple(group["codes"]): group["values"] for group in groups}


def test_regions_have_their_own_means_and_those_not_said_are_one_of_them(db):
    consultation = make_by_region({"AF": [[5, 3]] * 6, "EU": [[3, 4]] * 5, "": [[4, 4]] * 7})

    assert regions_of(consultation) == {
        ("AF",): {"health": 5.0, "water": 3.0},
        ("EU",): {"health": 3.0, "water": 4.0},
        ("",): {"health": 4.0, "water": 4.0},
    }


def test_small_region_is_told_with_others_and_not_what_remains_of_the_total(db):
    consultation = make_by_region({"AF": [[5, 3]] * 6, "EU": [[3, 4]] * 3, "": [[4, 4]] * 2})

    assert set(regions_of(consultation)) == {("AF",), ("", "EU")}


@pytest.mark.parametrize(
    "by_region",
    [
        {"AF": [[5, 3]] * 9},
        {"": [[5, 3]] * 9},
        {"AF": [[5, 3]] * 9, "EU": [[1, 1]] * 4},
        {"AF": [[5, 3]] * 9, "": [[1, 1]] * 4},
    ],
)
def test_region_that_could_be_calculated_is_not_told(db, by_region):
    assert regions_of(make_by_region(by_region)) == {}


def test_regions_are_not_told_where_they_were_not_asked_for(db):
    consultation = make_by_region({"AF": [[5, 3]] * 6, "EU": [[3, 4]] * 6}, asks_region=False)

    assert regions_of(consultation) == {}


def test_regions_are_not_told_where_voting_was_opened_again(db):
    consultation = make_by_region({"AF": [[5, 3]] * 6, "EU": [[3, 4]] * 6})
    consultation.reopen("A room had no network.")
    consultation.close()

    assert consultation.results["groups"] == []
