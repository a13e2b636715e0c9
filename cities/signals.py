"""Receivers of signals: log-in, mail events, changed slugs; and the look-up of cities' zones."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.db.models import F, Model
from django.dispatch import receiver

from cities.directory import time_zones
from cities.invitations.access import drop_foreign_grants
from cities.models import City, Contribution, FormerSlug, Invitation, ResponseUpdate
from cities.public import projection
from llex.core.db.signals import slug_changed
from llex.core.mail.models import Mail
from llex.core.mail.signals import address_corrected, mail_accepted
from llex.core.models import User
from llex.core.time_zones import choices
from llex.core.translations.receivers import follow_language

choices.look_up_cities(time_zones.named, time_zones.beginning_with)


def _answers(contribution: Contribution) -> list[Model]:
    updates = ResponseUpdate.objects.filter(response__contribution=contribution)
    return [
        *contribution.responses.all(),
        *contribution.challenges.all(),
        *contribution.photographs.all(),
        *updates.select_related("response__contribution"),
    ]


follow_language(Contribution, "original_language", _answers)


@receiver(mail_accepted, dispatch_uid="cities.mail_accepted")
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


@receiver(address_corrected, dispatch_uid="cities.address_corrected")
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


@receiver(user_logged_in, dispatch_uid="cities.user_logged_in")
def drop_grants_of_others(request: Any, user: Any, **_signal: Any) -> None:
    """Drop the access that personal links of other officers gave to this browser."""
    if request is not None:
        drop_foreign_grants(request, user)


@receiver(slug_changed, sender=FormerSlug, dispatch_uid="cities.slug_changed")
def rename_published_city(former: str, row: City, **_signal: Any) -> None:
    """Move what is published of a city to its present slug."""
    projection.rename_city(former, row.slug)
