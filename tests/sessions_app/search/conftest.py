"""What all tests of the search need."""

import pytest

from sessions_app.search import spelling


@pytest.fixture(autouse=True)
def new_words():
    """Forget the words of other tests: versions of the projection begin anew with each."""
    spelling._words.cache_clear()
