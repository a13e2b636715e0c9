"""What closing freezes: the figures, and the words in which people were asked.

A frozen result says its own version. Those of version 1, from before there were words, hold no
wording and no origins; they are read with the wording of today.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NotRequired

from django.db import models

from llex import languages
from llex.translation_marks import text_in
from priorities.tally import ItemTally, Tally, tally

if TYPE_CHECKING:
    from priorities.models import Consultation

SCHEMA: Final = "llex-results/2"

# A text by the codes of the languages that have it.
Texts = dict[str, str]


class FrozenItem(ItemTally):
    """How one service was rated, and the *name* under which it was."""

    name: Texts


class Frozen(Tally):
    """The final result of a consultation, as it is kept and never changed.

    *question*, *low* and *high* (the ends of the scale) and the names of the items are as they were
    asked. *opened_at*, *closed_at* and *reopened_at* are ISO 8601 times. Where voting was opened
    again, *reopen_reason* says why.
    """

    schema: str
    question: Texts
    low: Texts
    high: Texts
    caveat: Texts
    opened_at: str | None
    closed_at: str | None
    reopened_at: NotRequired[str]
    reopen_reason: NotRequired[str]


def freeze(consultation: Consultation) -> Frozen:
    """Count a consultation that has just been closed and return all that is kept of it."""
    counted = tally(consultation)
    services = {service.slug: service for service in consultation.services.all()}
    frozen: dict[str, Any] = {
        "schema": SCHEMA,
        **counted,
        "items": [
            {**item, "name": _texts(services[item["service"]], "name")} for item in counted["items"]
        ],
        **{field: _texts(consultation, field) for field in ("question", "low", "high", "caveat")},
        "opened_at": _time(consultation.opened_at),
        "closed_at": _time(consultation.closed_at),
    }
    if consultation.reopened_at:
        frozen["reopened_at"] = _time(consultation.reopened_at)
        frozen["reopen_reason"] = consultation.reopen_reason
    return frozen  # type: ignore[return-value]


def _texts(subject: models.Model, field: str) -> Texts:
    return {code: text for code in languages.CODES if (text := text_in(subject, field, code))}


def _time(value: Any) -> str | None:
    return value.isoformat() if value else None
