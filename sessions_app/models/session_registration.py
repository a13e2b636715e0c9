"""Registration for a session: its hours, who may register, and the link for invited people."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from llex.core.states import reload


class SessionRegistrationMixin(models.Model):
    """The settings of a session's registration."""

    if TYPE_CHECKING:
        starts_at: datetime

        @property
        def is_announced(self) -> bool: ...

        @property
        def is_cancelled(self) -> bool: ...

    class RegistrationAccess(models.TextChoices):
        EVERYBODY = "everybody", pgettext_lazy("access to a registration", "everybody")
        INVITED = "invited", pgettext_lazy("access to a registration", "invited people only")

    registration_opens_at = models.DateTimeField(
        _("registration opens"),
        null=True,
        blank=True,
        help_text=_("Empty: as soon as the session is announced."),
    )
    registration_closes_at = models.DateTimeField(
        _("registration closes"),
        null=True,
        blank=True,
        help_text=_("Empty: when the session begins."),
    )
    registration_access = models.CharField(
        _("registration is open to"),
        max_length=10,
        choices=RegistrationAccess.choices,
        default=RegistrationAccess.EVERYBODY,
    )
    # Counts the links by which people register for a session that is by invitation only.
    invitation_issue = models.PositiveSmallIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    @property
    def takes_registrations(self) -> bool:
        """Return whether people may register. Twin of the QuerySet's `taking_registrations`."""
        moment = now()
        opens = self.registration_opens_at or moment
        is_open = opens <= moment < self.registration_end
        return self.is_announced and not self.is_cancelled and is_open

    @property
    def registration_end(self) -> datetime:
        """Return the moment from which people cannot register any more."""
        return self.registration_closes_at or self.starts_at

    def renew_invitation(self) -> None:
        """Make a new link to register by; those made before give no access any more."""
        rows = type(self)._base_manager.filter(pk=self.pk)
        rows.update(invitation_issue=models.F("invitation_issue") + 1)
        reload(self, verb=_("make a new link"), fields=["invitation_issue"])
