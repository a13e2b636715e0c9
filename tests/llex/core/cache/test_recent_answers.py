"""Answers of the shared cache that a process keeps for a moment."""

from itertools import count

import pytest

from llex.core.cache import recent_answers
from llex.core.cache.recent_answers import RecentAnswers


@pytest.fixture
def clock(monkeypatch):
    """A clock that is set by hand, in seconds."""
    monkeypatch.setattr(recent_answers, "SECONDS", 0.2)
    now = [100.0]
    monkeypatch.setattr(recent_answers.time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def asking():
    """Ask *recent* for a key; each answer is the number of the question."""
    numbers = count(1)
    return lambda recent, key="edition": recent.get(key, lambda: next(numbers))


def test_answer_is_asked_for_again_when_it_is_too_old(clock, asking):
    recent = RecentAnswers()

    assert [asking(recent), asking(recent)] == [1, 1]
    clock[0] += 0.21
    assert asking(recent) == 2


def test_keys_have_answers_of_their_own_and_one_is_forgotten(clock, asking):
    recent = RecentAnswers()
    assert [asking(recent, "a"), asking(recent, "b")] == [1, 2]

    recent.forget("a")

    assert [asking(recent, "a"), asking(recent, "b")] == [3, 2]


def test_number_of_answers_is_bounded(clock, asking):
    recent = RecentAnswers()
    for number in range(2500):
        asking(recent, f"session-{number}")

    assert len(recent._answers) <= 1000
