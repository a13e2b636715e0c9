"""Remember the meaning of columns for the next table with the same heads in the series.

In the series, not for the person: organisers take turns, and the table of a series stays the same.
"""

import hashlib
from collections.abc import Iterable

from sessions_app.models import RememberedColumns, Series
from sessions_app.spreadsheets.city_table.heads import COLUMNS, Columns


def recall(series: Series, signatures: Iterable[str]) -> dict[str, Columns]:
    """Return the remembered columns of the tables whose heads have these signatures; one query."""
    by_digest = {_digest(text): text for text in signatures if text}
    rows = RememberedColumns.objects.filter(series=series, heads_digest__in=by_digest)
    return {
        by_digest[row.heads_digest]: {
            int(index): column for index, column in row.columns.items() if column in COLUMNS
        }
        for row in rows
    }


def remember(series: Series, signature: str, columns: Columns) -> None:
    """Keep what the columns of a table hold, for the next one with the same heads."""
    RememberedColumns.objects.update_or_create(
        series=series,
        heads_digest=_digest(signature),
        defaults={"columns": {str(index): column for index, column in columns.items()}},
    )


def _digest(signature: str) -> str:
    return hashlib.sha256(signature.encode()).hexdigest()
