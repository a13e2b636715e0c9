"""The database as the engine of the search."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable
from functools import cached_property
from typing import Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from sessions_app.models import COUNTED, SearchDocument
from sessions_app.search.asking import Asked, Candidate, Counts
from sessions_app.search.filters import NOT_ASKED

# Columns of several slugs, and the filter that each of them is a value of.
_LISTS: Final = {"services": "service", "challenges": "challenge"}
# What is read of rows that are counted, and of those that are ranked.
_COUNTED: Final = ("pk", "choices", "session")
_RANKED: Final = ("pk", "kind", "day", "words")
_KIND, _STATUS = COUNTED.index("kind"), COUNTED.index("status")
# How a database puts texts together.
_JOINED: Final = {"postgresql": "string_agg", "sqlite": "group_concat"}


def candidates(asked: Asked, most: int) -> list[Candidate]:
    """Return *most* of the rows that are asked for. One query."""
    found = asked.rows().order_by().values_list(*_RANKED)[:most]
    return [Candidate.read(*row) for row in found]


class Rows:
    """The first *most* rows of a query set, found by one query for whatever is asked of them."""

    def __init__(self, rows: QuerySet[SearchDocument], most: int) -> None:
        self._rows = rows.order_by().values_list(*_COUNTED)[:most]

    def candidates(self, most: int, part: int) -> list[Candidate]:
        """Return the rows, or if they are more than *most*, *part* of them. One query more."""
        keys = self._found[0]
        keys = keys if len(keys) <= most else keys[:part]
        found = SearchDocument.objects.filter(pk__in=map(int, keys)).order_by()
        return [Candidate.read(*row) for row in found.values_list(*_RANKED)]

    def count(self, kind: str = "") -> Counts:
        """Count the rows, those of a *kind* if given, by the values of each filter."""
        _keys, choices, sessions = self._found
        if not kind:
            return _counted(choices, sessions)
        return self._count_at(p for p, one in enumerate(choices) if one.startswith(f"{kind}\t"))

    def count_among(self, wanted: Container[int]) -> Counts:
        """Count the rows with the keys *wanted*, likewise."""
        return self._count_at(p for p, key in enumerate(self._found[0]) if int(key) in wanted)

    def __len__(self) -> int:
        return len(self._found[0])

    def _count_at(self, places: Iterable[int]) -> Counts:
        _keys, choices, sessions = self._found
        rows = list(places)
        return _counted([choices[row] for row in rows], [sessions[row] for row in rows])

    @cached_property
    def _found(self) -> tuple[list[str], list[str], list[str]]:
        """Return the keys of the rows, their choices and their sessions. One query.

        They come as texts, and are counted here: ten groupings of as many rows, or one with ten
        grouping sets, take the database longer.
        """
        try:
            sql, params = self._rows.query.sql_with_params()
        except EmptyResultSet:
            return [], [], []
        joined = _JOINED[connection.vendor]
        texts = ",".join(f"{joined}(CAST({name} AS text), '\n')" for name in _COUNTED)
        # Only names of ours are put into it.
        statement = f"WITH found({','.join(_COUNTED)}) AS ({sql}) SELECT {texts} FROM found"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(statement, params)
            keys, choices, sessions = cursor.fetchone()
        if not keys:
            return [], [], []
        return keys.split("\n"), choices.split("\n"), sessions.split("\n")


def _counted(choices: list[str], sessions: list[str]) -> Counts:
    """Count the values of rows, which are given by their *choices* and their *sessions*."""
    counts: dict[str, dict[str, int]] = {name: {} for name in COUNTED}
    columns = list(counts.values())
    for line, number in Counter(choices).items():
        values = line.split("\t")
        if values[_KIND] == SearchDocument.Kind.MEASURE:
            values[_STATUS] = values[_STATUS] or NOT_ASKED
        # Plain dictionaries: for thousands of lines a Counter takes twice as long.
        for column, value in zip(columns, values, strict=True):
            column[value] = column.get(value, 0) + number
    for name, filtered in _LISTS.items():
        each: Counter[str] = Counter()
        for slugs, number in counts.pop(name).items():
            each.update(dict.fromkeys(slugs.split(), number))
        counts[filtered] = each
    counts["session"] = Counter(sessions)
    for column in counts.values():
        column.pop("", None)
    return counts
