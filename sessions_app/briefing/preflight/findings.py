"""Findings of the preflight."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from llex.core.languages.phrases import labelled

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend. *place* and *message* are for people; no *language* means all of them."""

    severity: Severity
    code: str
    language: str
    place: str
    message: str

    def __str__(self) -> str:
        language = f" [{self.language}]" if self.language else ""
        return labelled(f"{self.place}{language}", self.message)

    def as_data(self) -> dict[str, Any]:
        """Return the finding as JSON-ready data, as an edition keeps it."""
        return asdict(self)


def errors_in(findings: list[Finding]) -> list[Finding]:
    """Return the findings that stop a publication."""
    return [finding for finding in findings if finding.severity == "error"]
