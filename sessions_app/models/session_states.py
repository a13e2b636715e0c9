"""The states of a session: announced, cancelled, and held after all."""

from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from llex.core import languages
from llex.core.db.fields import ProseField
from llex.core.states import WrongState, reload


class SessionStateMixin(models.Model):
    """Decisions of organisers about a session as a whole."""

    if TYPE_CHECKING:
        editions: Any

        @property
        def main_language(self) -> str: ...

        @property
        def is_announced(self) -> bool: ...

    cancelled_at = models.DateTimeField(_("cancelled"), null=True, editable=False)
    cancellation_reason = ProseField(
        _("reason for the cancellation"),
        blank=True,
        help_text=_("Shown on the session’s page and in calendars."),
    )

    class Meta:
        abstract = True

    @property
    def is_cancelled(self) -> bool:
        """Return whether it was called off."""
        return self.cancelled_at is not None

    def get_state_display(self) -> str:
        """Return how far it has come, for messages about what is not possible then."""
        if self.is_cancelled:
            return gettext("cancelled")
        if self.editions.exists():
            return gettext("its note is published")
        return gettext("announced") if self.is_announced else gettext("not announced")

    def announce(self) -> None:
        """Show the session to the public from now on; once announced, the date stays.

        Raise WrongState for one that is cancelled.
        """
        moment = now()
        unseen = Q(announced_at__isnull=True) | Q(announced_at__gt=moment)
        held = self._rows().filter(pk=self.pk, cancelled_at__isnull=True)
        held.filter(unseen).update(announced_at=moment)
        reload(self, verb=_("announce"), fields=["announced_at", "cancelled_at"])
        if self.is_cancelled:
            raise WrongState(self, _("announce"))

    @transaction.atomic
    def cancel(self, reason: str = "") -> None:
        """Call it off for a *reason* in its main language; registration and contributions close.

        Raise WrongState where it is cancelled already or its note is published.
        """
        held = self._rows().filter(pk=self.pk, cancelled_at__isnull=True, editions__isnull=True)
        self._move(held, _("cancel"), cancelled_at=now())
        setattr(self, f"cancellation_reason_{self.main_language}", reason.strip())
        self.save()

    @transaction.atomic
    def reinstate(self) -> None:
        """Hold it after all. Raise WrongState unless it is cancelled."""
        cancelled = self._rows().filter(pk=self.pk, cancelled_at__isnull=False)
        self._move(cancelled, _("hold after all"), cancelled_at=None)
        for code in languages.CODES:
            setattr(self, f"cancellation_reason_{code}", "")
        self.save()

    def _move(self, allowed: models.QuerySet[Any], verb: Any, **changes: Any) -> None:
        done = allowed.update(**changes)
        reload(self, verb=verb)
        if not done:
            raise WrongState(self, verb)

    def _rows(self) -> models.QuerySet[Any]:
        return type(self)._base_manager.all()
