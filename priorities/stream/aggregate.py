"""What everybody may know of a consultation at this moment, as plain data."""

import time
from dataclasses import dataclass
from typing import Any

from priorities.models import Consultation
from priorities.tally import tally

# What of a tally is shown live. What else a frozen result keeps is for the note.
_SHOWN = ("scale", "items", "words")


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The state of one consultation, when it was read, and what everybody may know of it."""

    consultation: int
    version: int
    content: dict[str, Any]

    def as_data(self) -> dict[str, Any]:
        """Return it as it is sent."""
        return {"version": self.version, **self.content}


def read(code: str) -> Aggregate | None:
    """Count the consultation of a code in a constant number of queries; None where there is none.

    The version is the time before reading, in milliseconds: what was read later is never older,
    whichever process read it, and a process that starts anew does not begin again at one.
    """
    version = time.time_ns() // 1_000_000
    consultation = Consultation.objects.filter(code=code).first()
    if consultation is None:
        return None
    return Aggregate(consultation.pk, version, content_of(consultation))


def content_of(consultation: Consultation) -> dict[str, Any]:
    """Return the state, the numbers of ballots and, only when they may be seen, the results."""
    closed = consultation.state == Consultation.State.CLOSED
    counted = (consultation.results if closed else None) or tally(consultation)
    shown = results_are_shown(consultation)
    return {
        "state": consultation.state,
        "ballots": counted["ballots"],
        "by_language": counted["by_language"],
        "shown": shown,
        "results": {name: counted[name] for name in _SHOWN if name in counted} if shown else None,
    }


def results_are_shown(consultation: Consultation) -> bool:
    """Tell whether everybody may see the results now: never before the first ballot can be cast."""
    state, shown = consultation.state, consultation.results_shown
    if state == Consultation.State.DRAFT:
        return False
    return (
        consultation.revealed_at is not None
        or shown == Consultation.Shown.LIVE
        or (shown == Consultation.Shown.AFTER_CLOSE and state == Consultation.State.CLOSED)
    )
