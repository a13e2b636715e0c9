"""Invitations: the personal link by which an officer writes for a city in one session."""

import uuid
from datetime import datetime, timedelta
from typing import ClassVar, Final

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from cities.models.cities import Officer
from cities.models.contributions import Contribution
from cities.querysets import InvitationQuerySet
from llex.core.mail.models import UNDELIVERED, Mail
from llex.core.states import reload

LIFETIME: Final = timedelta(days=60)


def end_of_life() -> datetime:
    """Return the moment at which a link that is sent now ends."""
    return now() + LIFETIME


class Invitation(models.Model):
    """A personal link to one contribution: it expires, can be revoked and sent again.

    The link itself is signed and not stored (`cities.invitations.magic_links`); the key makes it
    this one's only.
    """

    contribution = models.ForeignKey(
        Contribution,
        verbose_name=_("contribution"),
        on_delete=models.CASCADE,
        related_name="invitations",
    )
    officer = models.ForeignKey(
        Officer, verbose_name=_("officer"), on_delete=models.CASCADE, related_name="invitations"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # When its link was last put into a mail; the link's life counts from then.
    written_at = models.DateTimeField(_("written"), null=True, editable=False)
    # When the mail server accepted the mail, here and for reminders.
    sent_at = models.DateTimeField(_("sent"), null=True, editable=False)
    expires_at = models.DateTimeField(_("expires"), default=end_of_life)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    used_at = models.DateTimeField(_("first used"), null=True, editable=False)
    # When a reminder was last asked for: nobody is reminded twice for one moment.
    reminder_written_at = models.DateTimeField(null=True, editable=False)
    reminded_at = models.DateTimeField(_("reminded"), null=True, editable=False)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0, editable=False)

    mails = GenericRelation(Mail, content_type_field="about_type", object_id_field="about_id")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("pk",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("contribution", "officer"),
                condition=Q(revoked_at__isnull=True),
                name="one_living_invitation_per_officer",
                violation_error_message=_("This officer has an invitation to it already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.officer}"

    @property
    def is_valid(self) -> bool:
        """Return whether its link gives access. Twin of `InvitationQuerySet.valid`."""
        return self.may_write and now() < self.expires_at

    @property
    def may_write(self) -> bool:
        """Return whether the link is not revoked and its officer still writes for the city."""
        return self.revoked_at is None and self.officer.is_writing and self.officer.user.is_active

    @property
    def awaits_answer(self) -> bool:
        """Return whether its officer is to answer. Twin of `InvitationQuerySet.awaiting_answer`."""
        return self.may_write and self.contribution.awaits_city

    def get_state_display(self) -> str:
        """Return its state in a word or two; of several, the most important one."""
        said = (
            (self.revoked_at is not None, pgettext("state of an invitation", "revoked")),
            (not self.officer.is_writing, pgettext("state of an invitation", "office ended")),
            (self.expires_at <= now(), pgettext("state of an invitation", "expired")),
            (self.used_at is not None, pgettext("state of an invitation", "link used")),
            (self.is_undelivered, pgettext("state of an invitation", "not delivered")),
            (self.sent_at is not None, pgettext("state of an invitation", "not opened yet")),
            (self.written_at is not None, pgettext("state of an invitation", "being sent")),
        )
        holds = (words for condition, words in said if condition)
        return next(holds, pgettext("state of an invitation", "not sent"))

    @property
    def is_undelivered(self) -> bool:
        """Whether the last mail with its link failed, was given up or came back."""
        last = max(self.mails.all(), key=lambda mail: mail.pk, default=None)
        return last is not None and last.state in UNDELIVERED

    def mark_used(self) -> None:
        """Note that its officer has come; the first time counts."""
        Invitation.objects.filter(pk=self.pk, used_at__isnull=True).update(used_at=now())
        reload(self, verb=_("open"), fields=["used_at"])

    def revoke(self) -> None:
        """End the link now and for ever; a link that was revoked before keeps its time."""
        Invitation.objects.filter(pk=self.pk, revoked_at__isnull=True).update(revoked_at=now())
        reload(self, verb=_("revoke"), fields=["revoked_at"])

    def renew(self, until: datetime | None = None) -> bool:
        """Set the link's lifetime to start now and end at *until*, or after the default lifetime.

        Return whether it was done: a revoked link stays revoked.
        """
        changed = Invitation.objects.filter(pk=self.pk, revoked_at__isnull=True).update(
            written_at=now(), expires_at=until or end_of_life()
        )
        reload(self, verb=_("send again"), fields=["written_at", "expires_at", "revoked_at"])
        return bool(changed)
