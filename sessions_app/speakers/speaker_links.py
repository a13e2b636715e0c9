"""The personal links of speakers: signed, never stored, replaced by a newer one, expiring."""

from enum import StrEnum
from typing import Final
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from llex.core.http.signed_values import read_signed, signed_value
from sessions_app.models import SpeakerInvitation

_KIND: Final = "sessions_app.speaker"


class SpeakerLinkStatus(StrEnum):
    """Whether a genuine link lets its reader in, and if not, why."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    EXPIRED = "expired"


def speaker_path(invitation: SpeakerInvitation, page: str = "speaker_page") -> str:
    """Return the path of a *page* behind the personal link, in the active language."""
    token = signed_value(_KIND, invitation.key, invitation.issue)
    return reverse(f"sessions_app:{page}", args=[invitation.key, token])


def speaker_url(invitation: SpeakerInvitation) -> str:
    """Return the whole address of the personal page, in the language of the person."""
    with translation.override(invitation.language):
        return f"{settings.SITE_URL}{speaker_path(invitation)}"


def find_invitation(key: UUID, token: str) -> tuple[SpeakerInvitation | None, SpeakerLinkStatus]:
    """Return the invitation that *token* was signed for, and whether the link gives access.

    There is none for a forged, cut or deleted link.
    """
    issue = read_signed(_KIND, key, token)
    rows = SpeakerInvitation.objects.with_pieces().select_related(
        "participant__person__city", "participant__person__organisation",
        "participant__session__series",
    )  # fmt: skip
    invitation = rows.filter(key=key).first() if issue else None
    if invitation is None:
        return None, SpeakerLinkStatus.EXPIRED
    reasons = {
        SpeakerLinkStatus.WITHDRAWN: invitation.state == SpeakerInvitation.State.WITHDRAWN,
        SpeakerLinkStatus.REPLACED: issue != str(invitation.issue),
        SpeakerLinkStatus.EXPIRED: not invitation.is_page_open,
    }
    status = (reason for reason, holds in reasons.items() if holds)
    return invitation, next(status, SpeakerLinkStatus.OPEN)
