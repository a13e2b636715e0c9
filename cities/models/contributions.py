"""What one city brings to one session, and how it gets into the note."""

from collections.abc import Collection
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models.cities import City
from cities.models.wording import WordingChanged, WordingStanding
from cities.querysets import ContributionQuerySet
from cities.review import approval
from cities.submission import written
from llex.states import WrongState, move

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from cities.models.review import ReviewNote
    from llex.models import User


class Contribution(models.Model):
    """What one city brings to one session."""

    class State(models.TextChoices):
        INVITED = "invited", pgettext_lazy("state of a contribution", "invited")
        DRAFT = "draft", pgettext_lazy("state of a contribution", "draft")
        SUBMITTED = "submitted", pgettext_lazy("state of a contribution", "submitted")
        CHANGES_REQUESTED = (
            "changes_requested",
            pgettext_lazy("state of a contribution", "changes requested"),
        )
        ACCEPTED = "accepted", pgettext_lazy("state of a contribution", "accepted")
        WITHDRAWN = "withdrawn", pgettext_lazy("state of a contribution", "withdrawn")
        DECLINED = "declined", pgettext_lazy("state of a contribution", "declined")

    session = models.ForeignKey(
        "sessions_app.LearningSession",
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="contributions",
    )
    city = models.ForeignKey(
        City, verbose_name=_("city"), on_delete=models.PROTECT, related_name="contributions"
    )
    representative = models.ForeignKey(
        "sessions_app.Person",
        verbose_name=_("representative"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contributions",
        help_text=_("Who spoke for the city, from the list of participants."),
    )
    representative_name = models.CharField(
        _("name of the representative, as the city gave it"), max_length=200, blank=True
    )
    representative_position = models.CharField(
        _("position, as the city gave it"), max_length=300, blank=True
    )
    original_language = models.CharField(
        _("original language"),
        max_length=35,
        default="en",
        help_text=_("The language the city wrote in, as a code such as fr or pt-BR."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.DRAFT, editable=False
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    quote = models.TextField(
        _("quotation"), blank=True, help_text=_("A sentence that the city offers to be printed.")
    )
    quote_speaker = models.CharField(_("who said it"), max_length=200, blank=True)
    quote_position = models.CharField(_("position of the speaker"), max_length=300, blank=True)
    # What the officer has typed and not sent: one document, however incomplete, saved in one
    # guarded UPDATE. `cities.drafts` says what is in it. Rows are written from it on submission.
    draft = models.JSONField(_("draft"), null=True, editable=False)
    draft_version = models.PositiveIntegerField(
        _("version of the draft"), default=0, editable=False
    )
    draft_saved_at = models.DateTimeField(_("draft saved"), null=True, editable=False)
    draft_saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("draft saved by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    licence = models.CharField(
        _("licence"),
        max_length=40,
        blank=True,
        help_text=_("The licence under which the city lets its text be published."),
    )
    licence_text = models.CharField(_("version of the licence text"), max_length=40, blank=True)
    licensed_at = models.DateTimeField(_("licence given"), null=True, blank=True)
    consented_at = models.DateTimeField(_("consent to publication given"), null=True, blank=True)
    consent_text = models.CharField(_("version of the consent text"), max_length=40, blank=True)
    # The wording as organisers had left it when they sent it back: a new submission replaces the
    # rows, and what was edited in them must be there to compare.
    wording_before = models.JSONField(_("wording when sent back"), null=True, editable=False)
    wording_sent_at = models.DateTimeField(_("wording sent to the city"), null=True, editable=False)
    wording_approved_at = models.DateTimeField(_("wording approved"), null=True, editable=False)
    # What the city approved, by language: when it was asked, and by whom, when and in what wording
    # (as a digest) it approved; see `cities.review.approval`.
    approvals = models.JSONField(_("approvals"), default=dict, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ("order", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("session", "city"),
                name="a_city_contributes_once_to_a_session",
                violation_error_message=_("This city has a contribution in this session already."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "accepted"]) | Q(submitted_at__isnull=False),
                name="what_is_accepted_was_submitted",
            ),
        ]

    def __str__(self) -> str:
        return str(self.city)

    @property
    def is_printed(self) -> bool:
        """Tell whether the note prints this. Twin of `ContributionQuerySet.printed`."""
        return self.state == self.State.ACCEPTED

    @property
    def awaits_city(self) -> bool:
        """Tell whether it waits for the city. Twin of `ContributionQuerySet.awaiting_city`."""
        return self.state in (self.State.INVITED, self.State.DRAFT, self.State.CHANGES_REQUESTED)

    @property
    def wording_standings(self) -> dict[str, WordingStanding]:
        """Return how far the approval has come in each language of the note, its own first."""
        return approval.standings(self)

    @property
    def is_wording_approved(self) -> bool:
        """Return True if the city approved the wording in every language that is complete."""
        return self.wording_standing == WordingStanding.APPROVED

    @property
    def wording_standing(self) -> WordingStanding:
        """Return how far the city's approval of the wording has come."""
        return approval.overall(self.wording_standings)

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

    def start(self) -> None:
        """Begin to write after an invitation. Raise WrongState unless invited."""
        move(self, verb=_("start"), allowed=[self.State.INVITED], to=self.State.DRAFT)

    def submit(self, *, by: "User | None" = None) -> None:
        """Hand in what is written, and keep exactly that for ever.

        Raise WrongState unless it is a draft or changes were requested.
        """
        with transaction.atomic():
            move(
                self,
                verb=_("submit"),
                allowed=[self.State.DRAFT, self.State.CHANGES_REQUESTED],
                to=self.State.SUBMITTED,
                submitted_at=now(),
            )
            self.submissions.create(
                number=self.submissions.count() + 1, content=written(self), by=by
            )

    def request_changes(
        self, note: str, *, by: "User | None" = None, field: str = ""
    ) -> "ReviewNote":
        """Send it back to the city with a note, which may be about one *field* of its form.

        The wording as it stands is kept to compare. Raise WrongState unless submitted or accepted.
        """
        with transaction.atomic():
            move(
                self,
                verb=_("request changes"),
                allowed=[self.State.SUBMITTED, self.State.ACCEPTED],
                to=self.State.CHANGES_REQUESTED,
                wording_before=written(self),
            )
            return self.review_notes.create(text=note, author=by, to_city=True, field=field)

    def accept(self) -> None:
        """Take it into the note. Raise WrongState unless submitted."""
        move(
            self,
            verb=_("accept"),
            allowed=[self.State.SUBMITTED],
            to=self.State.ACCEPTED,
            accepted_at=now(),
        )

    def decline(self) -> None:
        """Say that the city will not contribute. Raise WrongState once something was submitted."""
        move(
            self,
            verb=_("decline"),
            allowed=[self.State.INVITED, self.State.DRAFT],
            to=self.State.DECLINED,
        )

    def reopen(self) -> None:
        """Let a city that declined contribute after all. Raise WrongState unless it declined."""
        move(self, verb=_("open again"), allowed=[self.State.DECLINED], to=self.State.DRAFT)

    def withdraw(self) -> None:
        """Take it back: it leaves the next edition. Raise WrongState when it has ended already."""
        ended = {self.State.WITHDRAWN, self.State.DECLINED}
        move(
            self,
            verb=_("withdraw"),
            allowed=[state for state in self.State if state not in ended],
            to=self.State.WITHDRAWN,
            withdrawn_at=now(),
        )

    def require_accepted(self, verb: "str | Promise") -> None:
        """Raise WrongState unless it is accepted, naming what was asked for."""
        if self.state != self.State.ACCEPTED:
            raise WrongState(self, verb)

    def send_wording(self) -> list[str]:
        """Ask the city to approve the languages that are complete. Return which those are.

        Raise WrongState unless accepted, and NothingToApprove where there is none.
        """
        with transaction.atomic():
            self._lock(verb := _("send the wording"))
            asked = self._require_languages()
            given = {"asked_at": now().isoformat()}
            move(
                self,
                verb=verb,
                allowed=[self.State.ACCEPTED],
                wording_sent_at=now(),
                approvals=approval.noted(self.approvals, asked, given),
            )
        return asked

    def comment_wording(self, text: str, *, by: "User | None" = None) -> "ReviewNote":
        """Keep what the city says of the wording. Raise WrongState unless accepted."""
        with transaction.atomic():
            now_there = Contribution.objects.select_for_update().get(pk=self.pk)
            now_there.require_accepted(_("comment on the wording"))
            return self.review_notes.create(text=text, author=by, from_city=True)

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
        if shown is not None and shown != approval.shown_digest(self):
            raise WordingChanged
        digests = approval.language_digests(self)
        with transaction.atomic():
            self._lock(verb := _("approve the wording"))
            approved = self._require_languages(only)
            given = {"approved_at": now().isoformat(), "by": by.pk if by else None}
            move(
                self,
                verb=verb,
                allowed=[self.State.ACCEPTED],
                wording_approved_at=now(),
                approvals=approval.noted(self.approvals, approved, given, digests),
            )
        return approved

    def _lock(self, verb: "str | Promise") -> None:
        """Wait for others who approve or ask now, and read what they noted."""
        there = Contribution.objects.select_for_update().filter(pk=self.pk)
        self.approvals = there.values_list("approvals", flat=True).first() or {}
        self.require_accepted(verb)

    def _require_languages(self, only: Collection[str] | None = None) -> list[str]:
        """Return the languages that the city can approve now. Raise NothingToApprove for none."""
        found = [code for code in self.languages_to_approve if only is None or code in only]
        if not found:
            raise NothingToApprove(self)
        return found


class NothingToApprove(WrongState):
    """No language of the note is complete and not approved yet."""

    def __init__(self, contribution: Contribution) -> None:
        super().__init__(contribution, "")

    def __str__(self) -> str:
        if self.instance.languages_to_translate:  # type: ignore[attr-defined]
            text = _(
                "%(city)s has nothing to approve: what is translated is approved, and the rest is"
                " not translated yet."
            )
        else:
            text = _("%(city)s has approved the wording in every language already.")
        return str(text) % {"city": self.instance}
