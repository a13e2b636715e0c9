"""Findings of the preflight."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass, field
from typing import Any, Final, Literal

from llex.core.languages.phrases import labelled
from sessions_app.briefing.text_locations import Target
from sessions_app.models import DismissedFinding

Severity = Literal["error", "warning"]

# Codes of cities that the note is without: named before everything else.
LEFT_OUT: Final = frozenset({"left_out", "no_contribution", "no_city"})
# The code of languages that no second person has approved.
NOT_APPROVED: Final = "note_not_approved"
# So many characters are shown before and after what is meant in a text, and of itself.
_AROUND: Final = 60
_LONGEST: Final = 160


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a text that is meant, and what is around it."""

    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend. *place* and *message* are for people; no *language* means all of them.

    *target* is what to edit, where there is one row or field; *passage* is the part of the text
    that it is about, or all of it, and *context* the paragraph or text that it is in. *values* are
    what else it depends on, the same whatever the active language. *dismissal* says who dismissed
    it and why.
    """

    severity: Severity
    code: str
    language: str
    place: str
    message: str
    target: Target | None = field(default=None, compare=False)
    passage: str = field(default="", compare=False)
    context: str = field(default="", compare=False)
    values: tuple[object, ...] = field(default=(), compare=False)
    dismissal: DismissedFinding | None = field(default=None, compare=False)

    def __str__(self) -> str:
        language = f" [{self.language}]" if self.language else ""
        return labelled(f"{self.place}{language}", self.message)

    @property
    def is_left_out(self) -> bool:
        """Return whether it names a city that the note is without."""
        return self.code in LEFT_OUT

    @property
    def may_be_dismissed(self) -> bool:
        """Return whether a reason may hide it.

        Cities that are left out are confirmed by name, and an approval is given by a person.
        """
        return not self.is_left_out and self.code != NOT_APPROVED

    @property
    def fingerprint(self) -> str:
        """Return what changes with the text that it is about, or with what else it depends on."""
        target = astuple(self.target) if self.target else ()
        text = " ".join((self.context or self.passage).split())
        parts = (self.code, self.language, target, text, [str(value) for value in self.values])
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()

    @property
    def excerpt(self) -> Excerpt | None:
        """Return what is meant, with the text around it; None where all of a text is, or none."""
        text, passage = " ".join(self.context.split()), " ".join(self.passage.split())
        if passage in ("", text):
            return None
        before, found, after = text.partition(passage)
        if not found:
            before = after = ""
        return Excerpt(_end(before, _AROUND), _beginning(passage, _LONGEST), _beginning(after))

    def as_data(self) -> dict[str, Any]:
        """Return the finding as JSON-ready data, as an edition keeps it."""
        names = ("severity", "code", "language", "place", "message", "passage")
        data = {name: getattr(self, name) for name in names}
        if self.dismissal:
            data["dismissed"] = {
                "reason": self.dismissal.reason,
                "at": self.dismissal.dismissed_at.isoformat(),
            }
        return data


def _beginning(text: str, length: int = _AROUND) -> str:
    """Return how *text* begins, cut between words."""
    if len(text) <= length:
        return text
    return f"{text[:length].rpartition(' ')[0] or text[:length]}…"


def _end(text: str, length: int = _AROUND) -> str:
    """Return how *text* ends, cut between words."""
    if len(text) <= length:
        return text
    return f"…{text[-length:].partition(' ')[2] or text[-length:]}"


def errors_in(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that stop a publication."""
    return [finding for finding in findings if finding.severity == "error"]


def unapproved_in(findings: Iterable[Finding]) -> list[str]:
    """Return the languages that no second person has approved."""
    return [finding.language for finding in findings if finding.code == NOT_APPROVED]


def left_out_in(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that name cities which the note is without."""
    return [finding for finding in findings if finding.is_left_out]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return cities that are left out first, then errors, then warnings; else the order stays."""
    return sorted(findings, key=lambda one: (not one.is_left_out, one.severity != "error"))
