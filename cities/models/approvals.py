"""How a city approves what will be published, language by language."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final, cast

from django.db import models, transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from cities.wording import approval
from cities.wording.approval_state import WordingChanged, WordingStanding
from llex.core.states import WrongState, move

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from cities.models.contributions import Contribution
    from llex.core.models import User

# The state of a contribution that the note publishes.
ACCEPTED: Final = "accepted"


class NothingToApprove(WrongState):
    """No language of the note is complete and not approved yet."""

    def __init__(self, contribution: models.Model) -> None:
        super().__init__(contribution, "")

    def __str__(self) -> str:
        if self.instance.languages_to_translate:  # type: ignore[attr-defined]
            text = _(
                "%(city)s has nothing to approve: what is translated is approved, and the rest is"
                " not translated yet."
            )
        else:
            text = _("%(city)s has approved the text in every language already.")
        return str(text) % {"city": self.instance}


class ApprovedByCity(models.Model):
    """The part of a contribution that is about the city's approval of what will be published."""

    wording_sent_at = models.DateTimeField(_("text sent to the city"), null=True, editable=False)
    wording_approved_at = models.DateTimeField(_("text approved"), null=True, editable=False)
    # What the city approved, by language: when it was asked, and by whom, when and in what wording
    # (as a digest) it approved; see `cities.wording.approval`.
    approvals = models.JSONField(_("approvals"), default=dict, editable=False)

    state: Any

    class Meta:
        abstract = True

    @property
    def wording_standings(self) -> dict[str, WordingStanding]:
        """Return how far the approval has come in each language of the note, its own first."""
        return approval.approval_states(cast("Contribution", self))

    @property
    def is_wording_approved(self) -> bool:
        """Return True if the city approved the wording in every language that is complete."""
        return self.wording_standing == WordingStanding.APPROVED

    @property
    def wording_standing(self) -> WordingStanding:
        """Return how far the city's approval of the wording has come."""
        return approval.overall_state(self.wording_standings)

    @property
    def languages_to_approve(self) -> list[str]:
        """Return the languages that are complete and that the city has not approved."""
        done = (WordingStanding.APPROVED, WordingStanding.MISSING)
        return [code for code, one in self.wording_standings.items() if one not in done]

    @property
    def languages_to_translate(self) -> list[str]:
        """Return the languages of the note in which texts are missing."""
        missing = WordingStanding.MISSING
        return [code for code, one in self.wording_standings.items() if one == missing]

    def require_accepted(self, verb: "str | Promise") -> None:
        """Raise WrongState unless it is accepted, naming what was asked for."""
        if self.state != ACCEPTED:
            raise WrongState(self, verb)

    def send_wording(self) -> list[str]:
        """Ask the city to approve the languages that are complete. Return their codes.

        Raise WrongState unless accepted, and NothingToApprove if no language is complete.
        """
        with transaction.atomic():
            self._lock(verb := _("send the text"))
            asked = self._require_languages()
            given = {"asked_at": now().isoformat()}
            move(
                self,
                verb=verb,
                allowed=[ACCEPTED],
                wording_sent_at=now(),
                approvals=approval.noted(self.approvals, asked, given),
            )
        return asked

    def approve_wording(
        self,
        *,
        shown: str | None = None,
        only: Collection[str] | None = None,
        by: "User | None" = None,
    ) -> list[str]:
        """Agree to the wording of the languages that are complete, or *only* of some of those.

        Return the languages that were approved now. *shown* is the digest of what the city has
        read. What is kept are digests of that, so a wording that changes at the same moment is not
        approved; raise WordingChanged where it had changed before, WrongState unless accepted, and
        NothingToApprove where nothing is left to approve.
        """
        if shown is not None and shown != approval.shown_digest(cast("Contribution", self)):
            raise WordingChanged
        digests = approval.language_digests(cast("Contribution", self))
        with transaction.atomic():
            self._lock(verb := _("approve the text"))
            approved = self._require_languages(only)
            given = {"approved_at": now().isoformat(), "by": by.pk if by else None}
            move(
                self,
                verb=verb,
                allowed=[ACCEPTED],
                wording_approved_at=now(),
                approvals=approval.noted(self.approvals, approved, given, digests),
            )
        return approved

    def _lock(self, verb: "str | Promise") -> None:
        """Wait for others who approve or ask now, and read what they noted."""
        there = type(self)._base_manager.select_for_update().filter(pk=self.pk)
        self.approvals = there.values_list("approvals", flat=True).first() or {}
        self.require_accepted(verb)

    def _require_languages(self, only: Collection[str] | None = None) -> list[str]:
        """Return the languages that the city can approve now. Raise NothingToApprove for none."""
        found = [code for code in self.languages_to_approve if only is None or code in only]
        if not found:
            raise NothingToApprove(self)
        return found
