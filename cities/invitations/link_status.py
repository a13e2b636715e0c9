"""The state of a personal link, shown on its page before the officer presses a button."""

from datetime import timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from cities.invitations import magic_links, sending
from cities.models import Contribution, Invitation
from llex.core.db.locks import lock
from llex.core.states import reload

# A link that has expired is sent anew at most so often.
PATIENCE: Final = timedelta(hours=1)
_State = Contribution.State


class LinkStatus(StrEnum):
    """Whether a genuine link lets its officer in, and if not, why."""

    OPEN = "open"
    REVOKED = "revoked"
    FORMER = "former"
    ENDED = "ended"
    CLOSED = "closed"
    EXPIRED = "expired"


def find_invitation(key: UUID, token: str) -> Invitation | None:
    """Return the invitation that *token* was signed for, or None for a forged or broken link."""
    invitation = (
        Invitation.objects.filter(key=key)
        .select_related("officer__user", "contribution__city", "contribution__session__series")
        .first()
    )
    return invitation if invitation and magic_links.is_signature_valid(invitation, token) else None


def status_of(invitation: Invitation, token: str) -> LinkStatus:
    """Return the state of a genuine link; of several reasons to refuse, the most important one."""
    contribution = invitation.contribution
    reasons = {
        LinkStatus.REVOKED: invitation.revoked_at is not None,
        LinkStatus.FORMER: not invitation.officer.is_writing,
        LinkStatus.ENDED: contribution.state in (_State.WITHDRAWN, _State.DECLINED),
        LinkStatus.CLOSED: is_too_late(contribution),
        LinkStatus.EXPIRED: not invitation.is_valid
        or not magic_links.is_unexpired(invitation, token),
    }
    return next((reason for reason, holds in reasons.items() if holds), LinkStatus.OPEN)


def is_too_late(contribution: Contribution) -> bool:
    """Return whether nothing was sent in time. A submission can still be read and approved."""
    closes = sending.closing_time(contribution.session)
    unsent = contribution.state in (_State.INVITED, _State.DRAFT)
    return unsent and closes is not None and closes <= now()


@transaction.atomic
def resend_expired(invitation: Invitation) -> bool:
    """Send an expired link again to its officer's address. Return whether one was sent just now.

    Of two presses at once, one sends.
    """
    lock(f"invitation {invitation.pk}")
    reload(invitation, verb=_("send again"), fields=["written_at"])
    if invitation.written_at and now() - invitation.written_at < PATIENCE:
        return False
    sending.resend(invitation)
    return True


def mask_address(email: str) -> str:
    """Return a masked address that only its owner recognises."""
    name, _at, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}"
