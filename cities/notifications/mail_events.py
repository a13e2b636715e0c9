"""Noting on invitations and contributions what the mail server has accepted."""

from typing import Any

from django.db.models import F

from cities.models import Contribution, Invitation
from llex.core.mail.models import Mail
from llex.core.models import User


def note_accepted(mail: Mail, **_signal: Any) -> None:
    """Note that a mail was sent: an invitation, a reminder, or the wording to approve."""
    invitations = Invitation.objects.filter(pk=mail.about_id or 0)
    contributions = Contribution.objects.filter(pk=mail.about_id or 0)
    match mail.kind:
        case "invitation":
            invitations.update(sent_at=mail.sent_at)
        case "invitation_reminder":
            invitations.update(reminded_at=mail.sent_at, reminders=F("reminders") + 1)
        case "wording_ready":
            contributions.filter(wording_sent_at=None).update(wording_sent_at=mail.sent_at)


def correct_account(mail: Mail, former: str, **_signal: Any) -> None:
    """Give the account of an invited officer the address that organisers have corrected.

    Accounts of staff are changed by administrators only, and no address is taken from anybody.
    """
    if not isinstance(mail.about, Invitation):
        return
    if not User.objects.filter(email=mail.recipient).exists():
        user = mail.about.officer.user_id
        for account in User.objects.filter(pk=user, email=former, is_staff=False):
            account.email = mail.recipient
            account.save(update_fields=["email"])
