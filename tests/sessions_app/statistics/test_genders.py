"""Sums of self-declared gender: none from which a person can be told."""

from collections import Counter

import pytest

from sessions_app.statistics.genders import gender_sums, shown_sums
from tests.factories_registration import make_open_session, make_registration


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ({"woman": 5, "man": 9}, {"woman": 5, "man": 9}),
        ({"woman": 4, "man": 9}, {}),
        ({"woman": 4, "man": 9, "": 30}, {"not said": 30}),
        ({"woman": 3, "other": 2, "man": 9}, {"man": 9}),
        ({"other": 1, "woman": 20, "man": 20, "": 20}, {"man": 20, "": 20}),
        ({}, {}),
    ],
)
def test_small_sums_cannot_be_worked_out(counted, expected):
    shown = shown_sums(Counter(counted))

    if "" in expected:
        assert len(shown) == 2
        assert set(shown.values()) == {20}
    else:
        assert shown == expected


def test_only_those_with_a_place_are_counted(db):
    session = make_open_session(capacity=5)
    for _ in range(7):
        make_registration(session, gender="woman")

    assert gender_sums(session) == {"woman": 5}
