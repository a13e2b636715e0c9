"""Nothing about a group of fewer than five can be found out, not even by subtraction."""

from itertools import product

import pytest

from priorities.results.disclosure import LEAST, grouped, languages_told

CODES = ("ar", "en", "es", "fr")


@pytest.mark.parametrize(
    ("by_language", "expected"),
    [
        ({}, []),
        ({"en": 12}, []),
        ({"en": 31, "fr": 12}, [(("en",), 31), (("fr",), 12)]),
        ({"en": 31, "fr": 12, "ar": 2}, [(("en",), 31), (("ar", "fr"), 14)]),
        ({"en": 31, "fr": 12, "ar": 2, "es": 4}, [(("en",), 31), (("fr",), 12), (("ar", "es"), 6)]),
        ({"en": 31, "fr": 12, "ar": 2, "es": 1}, [(("en",), 31), (("ar", "es", "fr"), 15)]),
        ({"en": 31, "fr": 0}, []),
        ({"en": 3, "fr": 1}, []),
        ({"en": 5, "fr": 5}, [(("fr",), 5), (("en",), 5)]),
        # Taken with the smaller of the two only, 4 could be worked out from the rule.
        ({"en": 7, "es": 7, "fr": 4}, []),
        # Two of one size would each be half of their sum.
        ({"en": 5, "es": 4, "fr": 4, "ar": 9}, [(("en", "es", "fr"), 13), (("ar",), 9)]),
    ],
)
def test_grouped_tells_small_groups_together(by_language, expected):
    assert sorted(grouped(by_language)) == sorted(expected)


@pytest.mark.parametrize("ballots", range(1, 19))
def test_no_small_group_can_be_derived(ballots):
    """Whoever knows the rule, the total and the languages that are named is left with a choice."""
    alike = {}
    for first, second, third in product(range(ballots + 1), repeat=3):
        counts = (first, second, third, ballots - first - second - third)
        if min(counts) >= 0:
            split = {code: count for code, count in zip(CODES, counts, strict=True) if count}
            alike.setdefault((tuple(grouped(split)), languages_told(split)), []).append(split)

    assert len(alike) >= 1
    for splits in alike.values():
        for code in CODES:
            sizes = {split.get(code, 0) for split in splits}
            assert len(sizes) > 1 or not 0 < min(sizes) < LEAST, (splits, code)


def test_no_group_under_five_is_told():
    for counts in product(range(9), repeat=4):
        told = grouped(dict(zip(CODES, counts, strict=True)))
        assert all(group.ballots >= LEAST for group in told)
        assert sum(group.ballots for group in told) in {0, sum(counts)}


@pytest.mark.parametrize(("by_language", "told"), [({"en": 3, "ar": 1}, ()), ({"ar": 5}, ("ar",))])
def test_languages_are_told_from_five_ballots(by_language, told):
    assert languages_told(by_language) == told
