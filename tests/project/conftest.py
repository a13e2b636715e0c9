"""Fixtures of the tests of the project as a whole."""

import pytest

from tests.project.migrating import migrate_to


@pytest.fixture
def migrate_on(transactional_db):
    """Bring the database to the present state; at the latest when the test ends."""
    yield migrate_to
    migrate_to()
