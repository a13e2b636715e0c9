"""The database as the engine of the search."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any, Final

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
# What they are called while they are counted.
_NAMES: Final = ",".join(f"c{place}" for place in range(len(_COLUMNS)))
_STATUS: Final = _COLUMNS.index("status")
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
    one_by_one = connection.vendor == "sqlite"
    counting = _one_by_one() if one_by_one else _at_once()
    with connection.cursor() as cursor:
        cursor.execute(f"WITH m({_NAMES}) AS MATERIALIZED ({sql}) {counting}", params)
        counted = cursor.fetchall()
    if not one_by_one:
        counted = [found for row in counted if (found := _column(row))[2]]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for place, value, number in counted:
        name = _COLUMNS[place]
        if name in _LISTS:
            counts[_LISTS[name]].update(dict.fromkeys(str(value).split(), number))
        elif name == "status":
            counts[name][value or NOT_ASKED] += number
        elif value:
            counts[name][str(value)] = number
    return counts


def _one_by_one() -> str:
    """Return the statement that counts the values of each column: its place, a value, a number."""
    return " UNION ALL ".join(
        f"SELECT {place}, CAST(c{place} AS text), COUNT(*) FROM m{_only(name)} GROUP BY c{place}"  # noqa: S608 - names of ours
        for place, name in enumerate(_COLUMNS)
    )


def _only(name: str) -> str:
    """Return the condition of what has a value at all."""
    return f" WHERE c0 = '{SearchDocument.Kind.MEASURE}'" if name == "status" else ""


def _at_once() -> str:
    """Return the statement that counts all columns in one pass, which SQLite cannot do.

    A row has the value of one column; that of the status has the kind, too.
    """
    sets = ",".join(
        f"(c0,c{place})" if name == "status" else f"(c{place})"
        for place, name in enumerate(_COLUMNS)
    )
    return f"SELECT {_NAMES}, COUNT(*) FROM m GROUP BY GROUPING SETS ({sets})"  # noqa: S608 - names of ours


def _column(row: tuple[Any, ...]) -> tuple[int, str, int]:
    """Return the place of the column that was counted, its value and the number."""
    *values, number = row
    status = values[_STATUS]
    if status is not None:
        # Of what is no measure there is nothing to count.
        return _STATUS, str(status), number if values[0] == SearchDocument.Kind.MEASURE else 0
    place = next(place for place, value in enumerate(values) if value is not None)
    return place, str(values[place]), number
