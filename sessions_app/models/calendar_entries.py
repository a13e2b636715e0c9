"""The identity of a session in calendar programs, and how often what concerns them has changed."""

import hashlib
import uuid
from typing import Any

from django.db import models

from llex.core import languages


def new_calendar_uid() -> str:
    """Return a new identifier, the same wherever the entry is read."""
    return str(uuid.uuid4())


class CalendarEntryMixin(models.Model):
    """A row with an entry in calendars.

    Programs take over a change when the sequence is higher than theirs (RFC 5545, 3.8.7.4).
    """

    calendar_uid = models.CharField(
        max_length=255, unique=True, default=new_calendar_uid, editable=False
    )
    calendar_sequence = models.PositiveIntegerField(default=0, editable=False)
    # Of what the entry said when it was saved last.
    calendar_digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row, with a higher sequence where its entry changes."""
        changed = self._note_change()
        if changed and (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, *changed}
        super().save(*args, **kwargs)

    def _note_change(self) -> tuple[str, ...]:
        digest = hashlib.sha256(repr(self._entry_facts()).encode()).hexdigest()
        if digest == self.calendar_digest:
            return ()
        if not self._state.adding:
            self.calendar_sequence += 1
        self.calendar_digest = digest
        return ("calendar_sequence", "calendar_digest")

    def _entry_facts(self) -> list[object]:
        row: Any = self
        titles = [getattr(row, f"title_{code}", "") or "" for code in languages.CODES]
        # A row that was made in code may hold it as text.
        moment = self._meta.get_field("starts_at").to_python(row.starts_at)  # type: ignore[union-attr]
        starts = moment.timestamp() if moment else None
        is_cancelled = row.cancelled_at is not None
        return [starts, row.duration, row.time_zone, row.join_link, is_cancelled, *titles]
