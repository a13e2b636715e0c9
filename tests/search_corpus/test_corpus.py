"""The corpus is consistent, and its sessions can be published."""

from collections import Counter
from dataclasses import replace

import pytest
from django.db import transaction

from cities.models import ContributionProjection
from priorities.catalogue import load_services
from tests.search_corpus.loading import (
    LANGUAGES,
    CorpusQuestion,
    find_faults,
    publish_corpus,
    read_questions,
    read_sessions,
)


@pytest.fixture(scope="module")
def published(django_db_setup, django_db_blocker):
    """The rows of the corpus by key, published once for all tests of the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield publish_corpus()
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_corpus_is_consistent():
    questions = [*read_questions(), *read_questions("unseen_questions")]
    assert find_faults(read_sessions(), questions, set(load_services())) == []


def test_corpus_is_large_enough_to_search_in():
    sessions = read_sessions()
    languages = Counter(question.language for question in read_questions())

    assert sum(len(session.responses) for session in sessions) >= 310
    assert sum(len(session.challenges) for session in sessions) >= 100
    assert all(8 <= len(session.contributions) <= 12 for session in sessions)
    assert languages == dict.fromkeys(LANGUAGES, 20)


@pytest.mark.django_db
def test_fault_is_found():
    first, *others = read_sessions()
    response = replace(first.responses[0], services=["magic"], answers=["nothing"], text={"xx": ""})
    contribution = replace(first.contributions[0], responses=[response, response])
    question = CorpusQuestion(language="xx", text="Where?", right=["gone"])

    faults = find_faults(
        [replace(first, contributions=[contribution]), *others], [question], set(load_services())
    )

    key = response.key
    assert set(faults) == {
        f"{key} is there twice.",
        f"{key}: no service magic.",
        f"{key} has a text that is empty or in an unknown language.",
        f"{key} is not there in the language of its city.",
        f"{key} answers nothing, which is not in the session.",
        f"{key} has not both title and text in some language.",
        "“Where?” has no right answer or an unknown language.",
        "“Where?”: no gone.",
    }


def test_every_row_is_published(published):
    sessions = read_sessions()
    entries = {one.key for session in sessions for one in (*session.responses, *session.challenges)}
    projected = ContributionProjection.objects.all()

    assert set(published) == entries
    assert sum(row.response_count for row in projected) == sum(len(s.responses) for s in sessions)
    assert sum(row.challenge_count for row in projected) == sum(len(s.challenges) for s in sessions)
    assert all(row.original for row in projected)
