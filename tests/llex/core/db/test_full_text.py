"""Conditions on the words of an index, as the databases are asked for them."""

from itertools import combinations

import pytest

from llex.core.db.full_text import at_least
from sessions_app.models import SearchDocument

WORDS = tuple("abcdefgh")


@pytest.mark.django_db
@pytest.mark.services
@pytest.mark.parametrize("parts", range(1, 6))
def test_rows_with_so_many_of_the_words_are_found(parts):
    words = WORDS[:parts]
    sets = [have for size in range(parts + 1) for have in combinations(words, size)]
    SearchDocument.objects.bulk_create(
        SearchDocument(
            kind="measure",
            key=f"measure-{number}",
            readers="en",
            language="en",
            title=" ".join(have),
            words=" ".join(have),
            day="2026-01-01",
            year=2026,
        )
        for number, have in enumerate(sets)
    )

    for number in range(1, parts + 1):
        found = SearchDocument.objects.filter(words__matches=at_least(number, words))
        wanted = {" ".join(have) for have in sets if len(have) >= number}
        assert set(found.values_list("title", flat=True)) == wanted
