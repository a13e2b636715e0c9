"""The engine that finds rows by a condition on their words: the database, or OpenSearch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db.models import QuerySet

from llex.core.db.full_text import Condition
from sessions_app.models import SearchDocument

# Beyond as many matches is said "more than": no reader looks at them all, and counting them costs.
MOST: Final = 10_000


def matching(rows: QuerySet[SearchDocument], condition: Condition) -> QuerySet[SearchDocument]:
    """Return those of *rows* whose words fulfil a condition, in no order."""
    return rows.filter(words__matches=condition)


def index(rows: Iterable[SearchDocument]) -> None:
    """Tell the engine of rows that were written; the database knows them already."""
