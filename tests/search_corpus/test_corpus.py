"""The corpus is consistent, and its sessions can be published."""

import pytest
from django.db import transaction

from cities.models import ContributionProjection
from priorities.catalogue import load_services
from tests.search_corpus.loading import (
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
    assert find_faults(read_sessions(), read_questions(), set(load_services())) == []


def test_every_row_is_published(published):
    sessions = read_sessions()
    entries = {one.key for session in sessions for one in (*session.responses, *session.challenges)}
    projected = ContributionProjection.objects.all()

    assert set(published) == entries
    assert sum(row.response_count for row in projected) == sum(len(s.responses) for s in sessions)
    assert sum(row.challenge_count for row in projected) == sum(len(s.challenges) for s in sessions)
    assert all(row.original for row in projected)
