"""Findings of the preflight."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Literal

from llex.core.languages.phrases import labelled
from sessions_app.briefing.text_locations import Target

Severity = Literal["error", "warning"]

# Codes of cities that the note is without: named before everything else.
LEFT_OUT: Final = frozenset({"left_out", "no_contribution", "no_city"})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend. *place* and *message* are for people; no *language* means all of them.

    *target* is what to edit, where there is one row or field; *passage* is the part of the text
    that it is about, or all of it.
    """

    severity: Severity
    code: str
    language: str
    place: str
    message: str
    target: Target | None = field(default=None, compare=False)
    passage: str = field(default="", compare=False)

    def __str__(self) -> str:
        language = f" [{self.language}]" if self.language else ""
        return labelled(f"{self.place}{language}", self.message)

    @property
    def is_left_out(self) -> bool:
        """Return whether it names a city that the note is without."""
        return self.code in LEFT_OUT

    def as_data(self) -> dict[str, Any]:
        """Return the finding as JSON-ready data, as an edition keeps it."""
        data = asdict(self)
        del data["target"]
        return data


def errors_in(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that stop a publication."""
    return [finding for finding in findings if finding.severity == "error"]


def left_out_in(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that name cities which the note is without."""
    return [finding for finding in findings if finding.is_left_out]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return cities that are left out first, then errors, then warnings; else the order stays."""
    return sorted(findings, key=lambda one: (not one.is_left_out, one.severity != "error"))
