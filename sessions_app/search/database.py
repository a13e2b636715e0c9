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
# How a database puts texts together.
_JOINED: Final = {"postgresql": "string_agg", "sqlite": "group_concat"}


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
    joined = f"{_JOINED[connection.vendor]}(choices, '\t')"
    with connection.cursor() as cursor:
        cursor.execute(f"WITH found(choices) AS ({sql}) SELECT {joined} FROM found", params)  # noqa: S608 - names of ours
        (values,) = cursor.fetchone()
    return _counted(values.split("\t")) if values else {}


def _counted(flat: list[str]) -> Counts:
    """Count the values of columns, which follow each other for each row.

    One list of them all: a list for each row, of thousands, would set the collector to work.
    """
    values = {name: flat[place :: len(COUNTED)] for place, name in enumerate(COUNTED)}
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
