"""The present state of a consultation as far as everybody may see it, as plain data."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from priorities.models import Consultation
from priorities.questions.registry import kind_of
from priorities.questions.tally import tally


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The public state of one consultation and the time at which it was read."""

    consultation: int
    version: int
    content: dict[str, Any]

    def as_data(self) -> dict[str, Any]:
        """Return the content as it is sent, with its version."""
        return {"version": self.version, **self.content}


def read(code: str) -> Aggregate | None:
    """Count the consultation of a code in a constant number of queries; None for an unknown code.

    The version is the time before reading, in milliseconds: it grows with each reading in every
    process and does not restart at one with a process.
    """
    version = time.time_ns() // 1_000_000
    consultation = Consultation.objects.filter(code=code).first()
    if consultation is None:
        return None
    return Aggregate(consultation.pk, version, content_of(consultation))


def content_of(consultation: Consultation) -> dict[str, Any]:
    """Return the state, the number of ballots and, only when they may be seen, the results.

    Nothing is split by language, which could identify voters. Ballots of a rehearsal are not
    public, so a draft has none.
    """
    if consultation.state == Consultation.State.DRAFT:
        return {"state": consultation.state, "ballots": 0, "shown": False, "results": None}
    closed = consultation.state == Consultation.State.CLOSED
    counted: Mapping[str, Any] = (consultation.results if closed else None) or tally(consultation)
    shown = consultation.shows_results
    return {
        "state": consultation.state,
        "ballots": counted["ballots"],
        "shown": shown,
        "results": kind_of(consultation).live(counted) if shown else None,
    }
