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
# What is read of rows that are counted.
_READ: Final = ("choices", "session")
_KIND, _STATUS = COUNTED.index("kind"), COUNTED.index("status")
# How a database puts texts together.
_JOINED: Final = {"postgresql": "string_agg", "sqlite": "group_concat"}


def candidates(asked: Asked, most: int) -> list[Candidate]:
    """Return *most* of the rows that are asked for. One query."""
    found = asked.rows().order_by().values_list("pk", "kind", "day", "words")[:most]
    return [Candidate.read(*row) for row in found]


def count(rows: QuerySet[SearchDocument], most: int) -> Counts:
    """Count *most* of the rows by the values of each filter. One query.

    Their values come as texts and are counted here: ten groupings of as many rows, or one with ten
    grouping sets, take the database longer.
    """
    first = rows.order_by().values_list(*_READ)[:most]
    try:
        sql, params = first.query.sql_with_params()
    except EmptyResultSet:
        return {}
    choices, sessions = (f"{_JOINED[connection.vendor]}({name}, '\n')" for name in _READ)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found(choices, session) AS ({sql}) SELECT {choices}, {sessions} FROM found",  # noqa: S608 - names of ours
            params,
        )
        found = cursor.fetchone()
    return _counted(*(text.split("\n") for text in found)) if found[0] else {}


def _counted(choices: list[str], sessions: list[str]) -> Counts:
    """Count the values of rows, which are given by their *choices* and their *sessions*."""
    by_column: dict[str, Counter[str]] = {name: Counter() for name in (*COUNTED, *_LISTS.values())}
    counters = [by_column[name] for name in COUNTED]
    for line, number in Counter(choices).items():
        values = line.split("\t")
        if values[_KIND] == SearchDocument.Kind.MEASURE:
            values[_STATUS] = values[_STATUS] or NOT_ASKED
        for counter, value in zip(counters, values, strict=True):
            counter[value] += number
    for column, name in _LISTS.items():
        for slugs, number in by_column.pop(column).items():
            by_column[name].update(dict.fromkeys(slugs.split(), number))
    by_column["session"] = Counter(sessions)
    for counter in by_column.values():
        del counter[""]
    return by_column
