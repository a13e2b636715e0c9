"""What everybody may know of a consultation at this moment, as plain data."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from priorities.models import Consultation
from priorities.results.tally import tally

# What of a tally is shown live. What else a frozen result keeps is for the note.
_OF_ITEM = ("service", "rank", "mean", "answers", "dont_know", "distribution")
_OF_WORD = ("word", "rank", "count")
# As many words as a wall can hold; a large hall gives thousands.
MOST_WORDS = 60


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
    """Return the state, the number of ballots and, only when they may be seen, the results.

    Nothing is split by language: few people could be told apart. The organiser's desk has its own.
    Ballots of a rehearsal concern nobody else, so a draft has none.
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
        "results": _results(counted) if shown else None,
    }


def _results(counted: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is shown live, and no more: it is sent to thousands at once."""
    results: dict[str, Any] = {
        "scale": counted["scale"],
        "items": [_only(item, _OF_ITEM) for item in counted.get("items", ())],
    }
    if words := counted.get("words"):
        results["words"] = [_only(word, _OF_WORD) for word in words[:MOST_WORDS]]
    return results


def _only(entry: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: entry[name] for name in names}
