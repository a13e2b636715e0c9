"""The statement that writes a first ballot on PostgreSQL: see `priorities.voting.casting`."""

from __future__ import annotations

from typing import Final

# The keys of items are positive and fit into a column.
_LARGEST_KEY: Final = 2**63

_STATEMENT: Final = """
WITH hall AS (
    SELECT id, asks_region FROM priorities_consultation
    WHERE code = %(code)s AND state = 'open' AND kind = '{kind}' AND NOT is_closed_hall
        AND {condition}
    FOR SHARE
), given AS (
    SELECT item.id{column}
    FROM unnest({arrays}) AS answer (item{name})
    JOIN priorities_consultationitem item ON item.id = answer.item
    JOIN hall ON hall.id = item.consultation_id
), ballot AS (
    INSERT INTO priorities_ballot (consultation_id, voter_key, language, origin, region, cast_at)
    SELECT hall.id, %(key)s, %(language)s, %(origin)s,
        CASE WHEN hall.asks_region THEN %(region)s ELSE '' END, %(moment)s
    FROM hall
    WHERE (SELECT count(*) FROM given) = %(count)s
    ON CONFLICT (consultation_id, voter_key) DO NOTHING
    RETURNING id, consultation_id
), answers AS (
    INSERT INTO {table} (ballot_id, item_id{name})
    SELECT ballot.id, given.id{given} FROM ballot, given
)
SELECT consultation_id FROM ballot
"""


def statement(kind: str, table: str, condition: str, value: tuple[str, str] | None = None) -> str:
    """Return the statement for ballots of *kind*, whose answers are rows of *table*.

    It writes nothing unless *condition* holds for the consultation and all %(items)s, %(count)s in
    number, are its own. *value* is a column of the answers beside the item and the type of the
    array that fills it, sent as %(values)s.
    """
    name, array = value or ("", "")
    return _STATEMENT.format(
        kind=kind,
        table=table,
        condition=condition,
        arrays="%(items)s::bigint[]" + (f", %(values)s::{array}" if value else ""),
        name=f", {name}" if value else "",
        column=f", answer.{name}" if value else "",
        given=f", given.{name}" if value else "",
    )


def are_keys(numbers: object) -> bool:
    """Return whether all *numbers* can be keys of rows."""
    return all(0 < number < _LARGEST_KEY for number in numbers)  # type: ignore[attr-defined]
