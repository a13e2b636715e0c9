"""The database as the engine of the search."""

from __future__ import annotations

from collections import Counter
from typing import Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from sessions_app.models import COUNTED, SearchDocument
from sessions_app.search.asking import Asked, Candidate, Counts
from sessions_app.search.filters import NOT_ASKED

# Columns of several slugs, and the filter that each of them is a value of.
_LISTS: Final = {"services": "service", "challenges": "challenge"}
# How a database puts texts together, each on a line of its own.
_LINES: Final = {
    "postgresql": "string_agg(choices, E'\\n')",
    "sqlite": "group_concat(choices, char(10))",
}


def candidates(asked: Asked, most: int) -> list[Candidate]:
    """Return *most* of the rows that are asked for. One query."""
    found = asked.rows().order_by().values_list("pk", "kind", "day", "words")[:most]
    return [Candidate.read(*row) for row in found]


def count(rows: QuerySet[SearchDocument], most: int) -> Counts:
    """Count *most* of the rows by the values of each filter. One query.

    Their values come as one text and are counted here: ten groupings of as many rows, or one with
    ten grouping sets, take the database twice as long.
    """
    first = rows.order_by().values_list("choices")[:most]
    try:
        sql, params = first.query.sql_with_params()
    except EmptyResultSet:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found(choices) AS ({sql}) SELECT {_LINES[connection.vendor]} FROM found",  # noqa: S608 - names of ours
            params,
        )
        (lines,) = cursor.fetchone()
    return _counted(lines) if lines else {}


def _counted(lines: str) -> Counts:
    """Count the values of each column of *lines*, which are those of `SearchDocument.choices`."""
    columns = zip(*(line.split("\t") for line in lines.split("\n")), strict=True)
    values = dict(zip(COUNTED, columns, strict=True))
    measures = Counter(
        status or NOT_ASKED
        for kind, status in zip(values["kind"], values["status"], strict=True)
        if kind == SearchDocument.Kind.MEASURE
    )
    counts = {name: Counter(found) for name, found in values.items()} | {"status": measures}
    for column, name in _LISTS.items():
        counts[name] = Counter()
        for slugs, number in counts.pop(column).items():
            counts[name].update(dict.fromkeys(slugs.split(), number))
    for found in counts.values():
        del found[""]
    return counts
