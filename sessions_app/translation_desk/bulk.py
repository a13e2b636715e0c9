"""Doing the same to many texts of the desk at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from llex.core.models import TranslationMark, User
from llex.core.translations.states import TextState
from sessions_app.translation_desk.table import Cell, Desk, DeskRow, fingerprint

APPROVE: Final = "approve"
HOLDS: Final = "holds"
# The states in which each applies: an outdated translation is not approved by the way.
_APPLIES: Final = {
    APPROVE: frozenset({TextState.MACHINE, TextState.IN_REVIEW}),
    HOLDS: frozenset({TextState.OUTDATED}),
}


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """How many translations were *done*, and how many texts *changed* since they were shown."""

    done: int
    changed: int


def all_version(rows: Iterable[DeskRow]) -> str:
    """Return a fingerprint of all rows that a filter shows, to do something to all of them."""
    return fingerprint(row.ticked for row in rows)


def chosen_rows(desk: Desk, ticked: Iterable[str], everything: str) -> tuple[list[DeskRow], int]:
    """Return the rows that were ticked and show now what they showed, and how many do not.

    *everything* is `all_version` where all rows of the filter are meant.
    """
    shown = desk.shown
    if everything:
        return (shown, 0) if everything == all_version(shown) else ([], len(shown))
    present = {row.ticked: row for row in desk.rows}
    values = list(dict.fromkeys(ticked))
    found = [present[value] for value in values if value in present]
    return found, len(values) - len(found)


def cells_to(desk: Desk, verb: str, rows: Iterable[DeskRow]) -> list[tuple[DeskRow, Cell]]:
    """Return the translations to which *verb* applies, in the languages that the filter shows."""
    return [
        (row, cell)
        for row in rows
        for cell in desk.chosen.cells(row)
        if cell.may_write and cell.state in _APPLIES[verb]
    ]


def apply_to_rows(
    desk: Desk, verb: str, ticked: Iterable[str], everything: str, by: User
) -> BulkOutcome:
    """Approve, or keep as still holding, the translations of the rows chosen."""
    rows, changed = chosen_rows(desk, ticked, everything)
    texts = [
        (row.text.subject, row.text.field, cell.language)
        for row, cell in cells_to(desk, verb, rows)
    ]
    state = TextState.APPROVED if verb == APPROVE else ""
    if not desk.access.is_editor:
        state = TextState.IN_REVIEW
    return BulkOutcome(TranslationMark.objects.confirm(texts, state=state, by=by), changed)
