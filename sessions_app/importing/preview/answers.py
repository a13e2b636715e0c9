"""Answers: what the owner of an uploaded note put right, as posted and as stored.

Stored are ``{"blocks": {"12": "city"}, "columns": {"14": ["city", "responses"]}, "title": "…",
"date": "2020-03-25", "countries": {"14": "NP"}, "places": {"city-14-0": "city-7"}, "written":
"fr"}``: places of blocks from 1, columns by the first row of their table, countries by the row of
their city, what texts translate by their keys, and the language if it was confirmed.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any, Final

from django.utils.dateparse import parse_date

from llex.core.languages.countries import CODES
from sessions_app.importing.reading import Block, Row
from sessions_app.importing.recognising import Labels
from sessions_app.importing.recognising.labels import COLUMNS, Label
from sessions_app.importing.recognising.table_heads import Column, Columns

# What stands for a column that a session has no place for.
NO_COLUMN: Final = "none"
_LONGEST_TITLE: Final = 300
# Which text of a session a text of the note translates: `sessions_app.importing.translating`.
_PLACE: Final = "place-"
_KEY: Final = re.compile(r"[a-z0-9_-]{1,80}", re.ASCII)


def tables_of(blocks: list[Block]) -> Iterator[list[Row]]:
    """Yield the runs of rows that follow one another."""
    for is_row, run in groupby(blocks, key=lambda block: isinstance(block, Row)):
        if is_row:
            yield [row for row in run if isinstance(row, Row)]


def labels_of(answers: Mapping[str, Any], blocks: list[Block]) -> Labels:
    """Return stored *answers* as labels for the recogniser."""
    labels = {
        int(where): label
        for where, value in answers.get("blocks", {}).items()
        if (label := Label.parse(value))
    }
    columns: dict[int, Columns] = {}
    for rows in tables_of(blocks):
        if chosen := answers.get("columns", {}).get(str(rows[0].where)):
            named = tuple(_column(name) for name in chosen)
            columns |= {row.where: named for row in rows}
    return Labels(
        labels,
        columns,
        answers.get("title", ""),
        _date(answers.get("date", "")),
        {int(where): code for where, code in answers.get("countries", {}).items()},
    )


def answers_from(
    post: Mapping[str, str], blocks: list[Block], former: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what a form says, to be stored; what it cannot say is as if it were not answered.

    Columns that are as they were shown stay as they are in the *former* answers.
    """
    known = {block.where: block for block in blocks}
    labels = {
        str(where): value for where in known if Label.parse(value := post.get(f"block-{where}", ""))
    }
    columns = {}
    for rows in tables_of(blocks):
        key = str(rows[0].where)
        chosen = _columns_from(post, rows)
        if ",".join(chosen) == post.get(f"shown-{key}"):
            chosen = former.get("columns", {}).get(key, [])
        if any(name in COLUMNS for name in chosen):
            columns[key] = chosen
    day = _date(post.get("date", ""))
    found = {
        "blocks": labels,
        "columns": columns,
        "title": " ".join(post.get("title", "").split())[:_LONGEST_TITLE],
        "date": day.isoformat() if day else "",
        "countries": {
            str(where): code for where in known if (code := post.get(f"country-{where}")) in CODES
        },
        "written": former.get("written", ""),
        "places": {
            name.removeprefix(_PLACE): value
            for name, value in post.items()
            if name.startswith(_PLACE) and _KEY.fullmatch(name) and _KEY.fullmatch(value)
        },
    }
    return {name: value for name, value in found.items() if value}


def _columns_from(post: Mapping[str, str], rows: list[Row]) -> list[str]:
    width = max(len(row.cells) for row in rows)
    names = (post.get(f"column-{rows[0].where}-{index}", "") for index in range(width))
    return [name if name in COLUMNS else NO_COLUMN for name in names]


def _column(name: str) -> Column | None:
    known: dict[str, Column] = {column: column for column in COLUMNS}
    return known.get(name)


def _date(value: str) -> date | None:
    try:
        return parse_date(value)
    except ValueError:
        return None
