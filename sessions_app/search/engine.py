"""The engine that finds rows by their words: OpenSearch where the site has it, or the database.

Both are asked the same: for candidates, which are ranked here, and for numbers by filter. Whatever
else is shown is read from the database, which has every row and answers, too, while OpenSearch does
not.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from typing import Final, TypeVar

from django.conf import settings
from django.db import transaction

from sessions_app.models import SearchDocument
from sessions_app.search import database, opensearch
from sessions_app.search.asking import Asked, Candidate, Counts

Answer = TypeVar("Answer")
logger = logging.getLogger(__name__)

# Beyond as many matches is said "more than": no reader looks at them all, and counting them costs.
MOST: Final = 10_000


class Question:
    """A question with what it *asked*: the rows are looked up once, whatever is wanted of them."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._rows = database.Rows(asked.rows(), MOST + 1)

    def candidates(self, most: int, part: int) -> tuple[list[Candidate], bool]:
        """Return the rows and True, or if they are more than *most*, *part* of them and False."""
        return _answer(lambda: self._by_opensearch(most, part), lambda: self._rows_of(most, part))

    def count(self, kind: str = "") -> Counts:
        """Count the rows, of a *kind* if given, by each filter, no more than `MOST` and one."""
        asked = replace(self.asked, kind=kind)
        return _answer(lambda: opensearch.count(asked), lambda: self._count_rows(asked))

    def count_among(self, keys: Collection[int]) -> Counts:
        """Count the rows with *keys*, which were among the candidates."""
        if not settings.SEARCH_URL:
            return self._rows.count_among(frozenset(keys))
        return database.Rows(SearchDocument.objects.filter(pk__in=keys), MOST).count()

    def _by_opensearch(self, most: int, part: int) -> tuple[list[Candidate], bool]:
        found = opensearch.candidates(self.asked, most + 1)
        return (found, True) if len(found) <= most else (found[:part], False)

    def _count_rows(self, asked: Asked) -> Counts:
        if asked.kind and len(self._rows) > MOST:
            return database.Rows(asked.rows(), MOST + 1).count()
        return self._rows.count(asked.kind)

    def _rows_of(self, most: int, part: int) -> tuple[list[Candidate], bool]:
        return self._rows.candidates(most, part), len(self._rows) <= most


def candidates(asked: Asked, most: int) -> list[Candidate]:
    """Return *most* of the rows that are asked for."""
    return _answer(
        lambda: opensearch.candidates(asked, most), lambda: database.candidates(asked, most)
    )


def index(written: Iterable[SearchDocument], gone: Iterable[int]) -> None:
    """Tell the engine of rows that were written, and of the keys of those that are gone."""
    if settings.SEARCH_URL:
        keys, former = [row.pk for row in written], list(gone)
        transaction.on_commit(lambda: opensearch.index.enqueue(keys, former))


def rebuild() -> None:
    """Have the engine read all rows anew; the database needs nothing."""
    if settings.SEARCH_URL:
        opensearch.rebuild()


def _answer(ask: Callable[[], Answer], otherwise: Callable[[], Answer]) -> Answer:
    if not settings.SEARCH_URL:
        return otherwise()
    try:
        return ask()
    except opensearch.Unavailable:
        logger.exception("OpenSearch does not answer; the database is asked.")
        return otherwise()
