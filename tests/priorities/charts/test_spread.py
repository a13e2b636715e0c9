"""The strip of answers per score."""

import pytest
from django.utils.translation import override

from priorities.charts.spread import opacity, segments, signed, spread_text


def test_parts_follow_each_other_and_fill_the_strip():
    parts = segments([1, 0, 2, 4])
    assert [(one.score, one.count) for one in parts] == [(1, 1), (3, 2), (4, 4)]
    assert [one.x for one in parts] == [0, 14.3, 42.9]
    assert parts[-1].x + parts[-1].width == pytest.approx(100)
    assert parts[-1].opacity == 1 > parts[0].opacity


@pytest.mark.parametrize("distribution", [[], [0, 0, 0]])
def test_without_answers_there_is_no_part(distribution):
    assert segments(distribution) == []
    assert spread_text(distribution) == "no answer"


def test_spread_is_told_in_words():
    assert spread_text([1, 3]) == "Answers per score: 1: 25%, 2: 75%"


@pytest.mark.parametrize("scale", range(1, 11))
def test_each_score_is_darker_than_the_one_below(scale):
    shades = [opacity(score, scale) for score in range(1, scale + 1)]
    assert shades == sorted(set(shades))
    assert 0 < shades[0] <= shades[-1] <= 1


def test_changes_have_their_sign_in_front():
    assert [signed(one) for one in (0.5, -0.25, 0.0)] == ["\u200e+0.50", "\u200e−0.25", "0.00"]
    with override("fr"):
        assert signed(1.5) == "\u200e+1,50"
