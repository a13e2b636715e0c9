"""Approving the draft of a note, language by language, in the state in which it was read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from llex.core import languages
from sessions_app.briefing.checksums import document_checksum
from sessions_app.briefing.document import Document
from sessions_app.models import ReviewApproval, ReviewLink


class DraftChanged(Exception):
    """The note is no longer what the reader saw."""


@dataclass(frozen=True, slots=True)
class LanguageApproval:
    """How far a reader has approved the note in one language; *checksum* is that of the note now.

    *is_outdated* says that the text has changed since it was approved.
    """

    code: str
    checksum: str
    approved_at: datetime | None = None
    is_outdated: bool = False

    @property
    def name(self) -> str:
        """Return the language's own name."""
        return languages.name_of(self.code)

    @property
    def is_approved(self) -> bool:
        """Return whether the note is approved as it is now."""
        return self.approved_at is not None and not self.is_outdated


def checksums(documents: Mapping[str, Document]) -> dict[str, str]:
    """Return the fingerprint of the note as it is now, by language."""
    return {code: document_checksum(document) for code, document in documents.items()}


def language_approvals(
    approvals: Iterable[ReviewApproval], current: Mapping[str, str]
) -> list[LanguageApproval]:
    """Return how far each language of the note is approved by one reader."""
    given = {approval.language: approval for approval in approvals}
    found = []
    for code, checksum in current.items():
        approval = given.get(code)
        if approval is None:
            found.append(LanguageApproval(code, checksum))
        else:
            is_outdated = approval.checksum != checksum
            found.append(LanguageApproval(code, checksum, approval.approved_at, is_outdated))
    return found


@transaction.atomic
def approve_draft(link: ReviewLink, shown: Mapping[str, str], current: Mapping[str, str]) -> None:
    """Note that the reader approves the languages in *shown*, by the checksums that were read.

    Raise DraftChanged, with nothing noted, where one of them has another checksum now.
    """
    if any(current.get(code) != checksum for code, checksum in shown.items()):
        raise DraftChanged
    for code, checksum in shown.items():
        ReviewApproval.objects.update_or_create(
            link=link, language=code, defaults={"checksum": checksum, "approved_at": now()}
        )


def withdraw_approval(link: ReviewLink, code: str) -> None:
    """Take the approval of one language back."""
    link.approvals.filter(language=code).delete()
