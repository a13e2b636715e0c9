"""Contributions of cities to sessions, and their states."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models.approvals import ApprovedByCity
from cities.models.cities import City
from cities.models.review_start import ReviewedByOrganisers
from cities.querysets import ContributionQuerySet
from cities.wording.snapshots import snapshot
from llex.core import languages
from llex.core.db.fields import LineField, ProseField
from llex.core.db.search_keys import SearchableModel
from llex.core.states import WrongState, move, reload

if TYPE_CHECKING:
    from cities.models.review import ReviewNote
    from llex.core.models import User


class AlreadyConsented(WrongState):
    """The city's consent is there already, and is not replaced by another."""

    def __init__(self, contribution: models.Model) -> None:
        super().__init__(contribution, "")

    def __str__(self) -> str:
        return str(_("The consent of %(city)s is there already.") % {"city": self.instance})


class Contribution(SearchableModel, ApprovedByCity, ReviewedByOrganisers):
    """The contribution of one city to one session."""

    searched = ("representative_name",)

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

    class ConsentSource(models.TextChoices):
        FORM = "form", pgettext_lazy("how consent was given", "in the form")
        PAPER = "paper", pgettext_lazy("how consent was given", "signed on paper")
        EMAIL = "email", pgettext_lazy("how consent was given", "by e-mail")
        SPOKEN = "spoken", pgettext_lazy("how consent was given", "said in the session")

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
    representative_name = LineField(
        _("name of the representative, as the city gave it"), max_length=200, blank=True
    )
    representative_position = LineField(
        _("position, as the city gave it"), max_length=300, blank=True
    )
    original_language = models.CharField(
        _("original language"),
        max_length=35,
        default=languages.DEFAULT,
        help_text=_("The language the city wrote in, as a code such as fr or pt-BR."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.DRAFT, editable=False
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    quote = ProseField(
        _("quotation"), blank=True, help_text=_("A sentence that the city offers for publication.")
    )
    quote_speaker = LineField(_("who said it"), max_length=200, blank=True)
    quote_position = LineField(_("position of the speaker"), max_length=300, blank=True)
    # What the officer has typed and not sent: one document, however incomplete, saved in one
    # guarded UPDATE. `cities.contributions.drafts` says what is in it. Rows are written from it on
    # submission.
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
    consent_source = models.CharField(
        _("how consent was given"), max_length=10, choices=ConsentSource.choices, blank=True
    )
    consent_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("consent recorded by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    privacy_notice = models.CharField(
        _("version of the privacy notice"), max_length=40, blank=True, editable=False
    )
    # The wording as organisers had left it when they sent it back: a new submission replaces the
    # rows, and what was edited in them must be there to compare.
    wording_before = models.JSONField(_("text when sent back"), null=True, editable=False)
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
        """Return whether the note prints it. Twin of `ContributionQuerySet.printed`."""
        return self.state == self.State.ACCEPTED

    @property
    def awaits_city(self) -> bool:
        """Return whether it waits for the city. Twin of `ContributionQuerySet.awaiting_city`."""
        return self.state in (self.State.INVITED, self.State.DRAFT, self.State.CHANGES_REQUESTED)

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
                review_began_at=None,
                review_began_by=None,
            )
            self.submissions.create(
                number=self.submissions.count() + 1, content=snapshot(self), by=by
            )

    def request_changes(
        self, note: str, *, by: "User | None" = None, field: str = ""
    ) -> "ReviewNote":
        """Send it back to the city with a note, which may be about one *field* of its form.

        The present texts are kept to compare. Raise WrongState unless submitted or accepted.
        """
        with transaction.atomic():
            move(
                self,
                verb=_("request changes"),
                allowed=[self.State.SUBMITTED, self.State.ACCEPTED],
                to=self.State.CHANGES_REQUESTED,
                wording_before=snapshot(self),
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
            only=Q(submitted_at__isnull=True),
        )

    def reopen(self) -> None:
        """Reopen it for a city that declined. Raise WrongState unless it declined."""
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

    def record_consent(self, source: str, given_at: datetime, *, by: "User | None" = None) -> None:
        """Note that the city agreed to its publication outside the form, how and when.

        Raise AlreadyConsented where it had agreed before, and WrongState where it has ended.
        """
        ended = (self.State.WITHDRAWN, self.State.DECLINED)
        open_rows = Contribution.objects.filter(pk=self.pk, consented_at__isnull=True)
        changed = open_rows.exclude(state__in=ended).update(
            consented_at=given_at, consent_source=source, consent_text="", consent_recorded_by=by
        )
        reload(self, verb=(verb := _("record the consent")))
        if not changed:
            raise AlreadyConsented(self) if self.consented_at else WrongState(self, verb)

    def comment_wording(self, text: str, *, by: "User | None" = None) -> "ReviewNote":
        """Keep what the city says of the wording. Raise WrongState unless accepted."""
        with transaction.atomic():
            list(Contribution.objects.select_for_update().filter(pk=self.pk).values_list("pk"))
            reload(self, verb=_("comment on the text"), fields=["state"])
            self.require_accepted(_("comment on the text"))
            return self.review_notes.create(text=text, author=by, from_city=True)
