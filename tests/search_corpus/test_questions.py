"""Readers' questions find what an editor would name, within the first five results."""

import pytest
from django.db import transaction

from cities.models import Challenge
from sessions_app.search.filters import Filters
from sessions_app.search.finding import find
from tests.search_corpus.loading import LANGUAGES, publish_corpus, read_questions

SHOWN = 5
# For so many of the twenty questions of a language one of the first results must be right, and for
# so many half of them.
FOUND = 18
WELL_FOUND = 16
MANY = 95
# The part of those that were written before their results were looked at.
FOUND_UNSEEN = 0.94


@pytest.fixture(scope="module")
def keys(django_db_setup, django_db_blocker):
    """The keys of the corpus by those of the search, published once for all tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        rows = publish_corpus()
        yield {
            f"{'challenge' if isinstance(row, Challenge) else 'response'}-{row.pk}": key
            for key, row in rows.items()
        }
        transaction.set_rollback(True)


def needed(right):
    """Return how many of the first results must be right: half of those that there can be."""
    return max(1, -(-min(len(right), SHOWN) // 2))


def asked(keys, questions, language):
    """Return how many are answered, how many well, and the first results of the others."""
    answered, well_answered, missed = 0, 0, {}
    for question in (one for one in questions if one.language == language):
        found = find(Filters(text=question.text), language, 1)
        first = [keys.get(row.key, row.key) for row in found.page("", 0, SHOWN)]
        right = len(set(first) & set(question.right))
        answered += right > 0
        well_answered += right >= needed(question.right)
        if right < needed(question.right):
            missed[question.text] = first
    print(language, answered, well_answered)
    for text, first in missed.items():
        print(f"{text}: {', '.join(first)}")
    return answered, well_answered


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_are_answered_by_the_first_results(keys, language):
    answered, well_answered = asked(keys, read_questions(), language)

    assert answered >= FOUND
    assert well_answered >= WELL_FOUND


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_that_nothing_was_fitted_to_are_answered_as_well(keys, language):
    questions = [one for one in read_questions("unseen_questions") if one.language == language]
    answered, _well = asked(keys, questions, language)

    assert len(questions) > MANY
    assert answered >= FOUND_UNSEEN * len(questions)
