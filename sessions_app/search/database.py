"""The database as the engine of the search."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from sessions_app.models import SearchDocument
from sessions_app.search.asking import Asked, Candidate, Counts
from sessions_app.search.filters import NOT_ASKED

_COLUMNS: Final = (
    *("kind", "services", "challenges", "region", "country", "size", "session", "year", "status"),
    "language",
)
# Columns of several slugs, and the filter that each of them is a value of.
_LISTS: Final = {"services": "service", "challenges": "challenge"}


def candidates(asked: Asked, most: int) -> list[Candidate]:
    """Return *most* of the rows that are asked for. One query."""
    found = asked.rows().order_by().values_list("pk", "kind", "day", "words")[:most]
    return [Candidate.read(*row) for row in found]


def count(rows: QuerySet[SearchDocument], most: int) -> Counts:
    """Count *most* of the rows by the values of each filter. One query."""
    first = rows.order_by().values_list(*_COLUMNS)[:most]
    try:
        sql, params = first.query.sql_with_params()
    except EmptyResultSet:
        return {}
    named = ",".join(f"c{place}" for place in range(len(_COLUMNS)))
    parts = [
        f"SELECT {place}, CAST(c{place} AS text), COUNT(*) FROM m{_only(name)} GROUP BY c{place}"  # noqa: S608 - names of ours
        for place, name in enumerate(_COLUMNS)
    ]
    with connection.cursor() as cursor:
        counting = f"WITH m({named}) AS MATERIALIZED ({sql}) " + " UNION ALL ".join(parts)
        cursor.execute(counting, params)
        counted = cursor.fetchall()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for place, value, number in counted:
        name = _COLUMNS[place]
        if name in _LISTS:
            counts[_LISTS[name]].update(dict.fromkeys(str(value).split(), number))
        elif name == "status":
            counts[name][value or NOT_ASKED] = number
        elif value:
            counts[name][str(value)] = number
    return counts


def _only(name: str) -> str:
    """Return the condition of what has a value at all."""
    return f" WHERE c0 = '{SearchDocument.Kind.MEASURE}'" if name == "status" else ""
