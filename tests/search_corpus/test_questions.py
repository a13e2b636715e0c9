"""Readers' questions find what an editor would name, within the first five results."""

from collections import defaultdict

import pytest
from django.db import transaction

from cities.models import Challenge
from sessions_app.search.filters import Filters
from sessions_app.search.finding import find
from tests.search_corpus.loading import LANGUAGES, publish_corpus, read_questions

SHOWN = 5
# Of the questions of a language, for so many the first results must be right.
FOUND = 18


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


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_are_answered_by_the_first_results(keys, language):
    missed = defaultdict(list)
    questions = [one for one in read_questions() if one.language == language]
    for question in questions:
        found = find(Filters(text=question.text), language, 1)
        first = [keys.get(row.key, row.key) for row in found.page("", 0, SHOWN)]
        if len(set(first) & set(question.right)) < needed(question.right):
            missed[question.text] = first
    for text, first in missed.items():
        print(f"{text}: {', '.join(first)}")

    assert len(questions) - len(missed) >= FOUND
