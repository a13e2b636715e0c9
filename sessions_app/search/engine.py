"""The engine that finds rows by their words: OpenSearch where the site has it, or the database.

Both are asked the same: for candidates, which are ranked here, and for numbers by filter. Whatever
else is shown is read from the database, which has every row and answers, too, while OpenSearch does
not.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
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


def candidates(asked: Asked, most: int) -> list[Candidate]:
    """Return some of the rows that are *asked* for, *most* and one if there are more."""
    return _answer(
        lambda: opensearch.candidates(asked, most + 1),
        lambda: database.candidates(asked, most + 1),
    )


def count(asked: Asked) -> Counts:
    """Count what is *asked* for by the values of each filter, no more than `MOST` and one."""
    return _answer(lambda: opensearch.count(asked), lambda: database.count(asked.rows(), MOST + 1))


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
