"""First drafts of missing translations, by the site's machine translator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction

from llex.core.languages.translation_marks import source_text, text_in
from llex.core.models import TranslationMark, User
from llex.core.translations import machine
from llex.core.translations.machine import MachineFailure
from llex.core.translations.states import TextState
from sessions_app.translation_desk.table import Cell, Desk, DeskRow

# In one request: enough for a page of the table, little enough for a small server.
_AT_ONCE: Final = 20


def draft_missing(
    desk: Desk, rows: Iterable[DeskRow], by: User
) -> tuple[int, MachineFailure | None]:
    """Translate what is missing in the languages that the filter shows.

    Return how many texts were written, and why it ended where the translator failed before that.
    """
    wanted: dict[tuple[str, str], list[tuple[DeskRow, Cell]]] = {}
    for row in rows:
        for cell in desk.chosen.cells(row):
            if cell.may_write and cell.state == TextState.MISSING:
                wanted.setdefault((row.source_language, cell.language), []).append((row, cell))
    written = 0
    for (source, target), missing in wanted.items():
        for start in range(0, len(missing), _AT_ONCE):
            some = [row for row, _cell in missing[start : start + _AT_ONCE]]
            try:
                # Not in a transaction: the translator may take its time.
                texts = machine.translate([row.source for row in some], source, target)
            except MachineFailure as problem:
                return written, problem
            written += _write(some, texts, target, by)
    return written, None


@transaction.atomic
def _write(rows: list[DeskRow], texts: list[str], target: str, by: User) -> int:
    """Write drafts, unless someone has translated the text or changed its source meanwhile."""
    written = 0
    for row, text in zip(rows, texts, strict=True):
        field, limit = row.text.field, row.text.limit
        stored = type(row.text.subject)._base_manager.select_for_update(of=("self",))
        subject = stored.filter(pk=row.text.subject.pk).first()
        if subject is None or not text or (limit and len(text) > limit):
            continue
        is_same = source_text(subject, field, row.source_language) == row.source
        if text_in(subject, field, target).strip() or not is_same:
            continue
        setattr(subject, f"{field}_{target}", text)
        subject.save(update_fields=[f"{field}_{target}"])
        TranslationMark.objects.mark(
            subject,
            field,
            target,
            source_language=row.source_language,
            state=TextState.MACHINE,
            by=by,
        )
        written += 1
    return written
