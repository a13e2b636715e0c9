"""Findings that organisers have dismissed with a reason, for as long as the text is the same."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sessions_app.briefing.preflight.findings import Finding, errors_in
from sessions_app.models import DismissedFinding, LearningSession

if TYPE_CHECKING:
    from llex.core.models import User


@dataclass(frozen=True, slots=True)
class NoteCheck:
    """The result of a check: *findings* that are open, and those that were *dismissed*."""

    findings: list[Finding]
    dismissed: list[Finding] = field(default_factory=list)

    @property
    def errors(self) -> list[Finding]:
        """Return what stops the note."""
        return errors_in(self.findings)

    def dismissible(self, fingerprint: str) -> Finding | None:
        """Return the open finding with a fingerprint that may be dismissed, or None."""
        return next(
            (
                one
                for one in self.findings
                if one.fingerprint == fingerprint and one.may_be_dismissed
            ),
            None,
        )

    def as_data(self) -> list[dict[str, object]]:
        """Return all as JSON-ready data, as an edition keeps it; dismissed ones come last."""
        return [finding.as_data() for finding in (*self.findings, *self.dismissed)]


def split(session: LearningSession, findings: Iterable[Finding]) -> NoteCheck:
    """Tell those that were dismissed from *findings*. One query."""
    rows = session.dismissed_findings.select_related("dismissed_by")
    by_fingerprint = {row.fingerprint: row for row in rows}
    if not by_fingerprint:
        return NoteCheck(list(findings))
    check = NoteCheck([])
    for finding in findings:
        row = by_fingerprint.get(finding.fingerprint) if finding.may_be_dismissed else None
        if row is None:
            check.findings.append(finding)
        else:
            check.dismissed.append(replace(finding, dismissal=row))
    return check


def dismiss(
    session: LearningSession, finding: Finding, reason: str, *, by: "User"
) -> DismissedFinding:
    """Hide a finding of a session, with a reason. It stays as it is where it is hidden already."""
    row, _is_new = DismissedFinding.objects.get_or_create(
        session=session,
        fingerprint=finding.fingerprint,
        defaults={
            "code": finding.code,
            "language": finding.language,
            "place": finding.place,
            "message": finding.message,
            "reason": reason,
            "dismissed_by": by,
        },
    )
    return row
