"""The live consultation: one question to one session, and its states from draft to closed."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from llex.core.db.fields import LineField, ProseField
from llex.core.languages.translation_marks import text_in
from llex.core.states import move
from llex.core.translations.sources import WrittenInSession
from priorities.models.services import Service
from priorities.querysets import ConsultationQuerySet
from priorities.questions import join_codes
from priorities.questions.frozen_results import freeze
from priorities.questions.readiness import Incomplete, missing_texts, obstacle
from priorities.signals import consultation_changed


class Consultation(WrittenInSession, models.Model):
    """One question to one session; `priorities.kinds` says what is asked and how it is counted."""

    class Kind(models.TextChoices):
        RATINGS = "ratings", pgettext_lazy("kind of consultation", "rate services")
        WORDS = "words", pgettext_lazy("kind of consultation", "give words")
        CHOICE = "choice", pgettext_lazy("kind of consultation", "choose services")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("state of a consultation", "draft")
        OPEN = "open", pgettext_lazy("state of a consultation", "open")
        PAUSED = "paused", pgettext_lazy("state of a consultation", "paused")
        CLOSED = "closed", pgettext_lazy("state of a consultation", "closed")

    class Shown(models.TextChoices):
        AFTER_REVEAL = "after_reveal", _("once the organiser reveals them")
        AFTER_CLOSE = "after_close", _("once the consultation is closed")
        LIVE = "live", _("at any time")

    session = models.ForeignKey(
        "sessions_app.LearningSession",
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="consultations",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.RATINGS)
    question = ProseField(_("question"))
    scale = models.PositiveSmallIntegerField(
        _("highest score"),
        default=5,
        validators=[MinValueValidator(2), MaxValueValidator(10)],
    )
    max_choices = models.PositiveSmallIntegerField(
        _("how many may be chosen"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text=_("Where services are chosen: 1 for one of them, 3 for up to three."),
    )
    low = LineField(_("meaning of the lowest score"), max_length=60, blank=True)
    high = LineField(_("meaning of the highest score"), max_length=60, blank=True)
    caveat = ProseField(
        _("remark on the figures"),
        blank=True,
        help_text=_("Published with the results, for example how the figures came about."),
    )
    code = models.SlugField(
        _("join code"),
        max_length=12,
        unique=True,
        default=join_codes.make_code,
        help_text=_("What people type to vote; short, and easy to read aloud."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, editable=False
    )
    results_shown = models.CharField(
        _("results are shown"), max_length=15, choices=Shown.choices, default=Shown.AFTER_REVEAL
    )
    opened_at = models.DateTimeField(_("opened"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    revealed_at = models.DateTimeField(_("revealed"), null=True, editable=False)
    is_closed_hall = models.BooleanField(
        _("only with a personal voting link"),
        default=False,
        help_text=_("Everybody votes with a link of their own, which can be used once."),
    )
    asks_region = models.BooleanField(
        _("ask for the region of the world"),
        default=False,
        db_default=False,
        help_text=_("“Where do you live or work?”, without an obligation to answer."),
    )
    open_override = ProseField(
        _("reason for opening without all languages"), blank=True, editable=False
    )
    reopened_at = models.DateTimeField(_("reopened"), null=True, editable=False)
    reopen_reason = ProseField(
        _("reason for reopening"), blank=True, help_text=_("Published in the note.")
    )
    results = models.JSONField(
        _("results"), null=True, editable=False, help_text=_("Frozen when the consultation closed.")
    )
    services = models.ManyToManyField(
        Service, through="ConsultationItem", verbose_name=_("services"), related_name="+"
    )

    _BEGUN: ClassVar = [State.OPEN, State.PAUSED, State.CLOSED]
    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ("session", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(scale__gte=2, scale__lte=10),
                name="scale_from_2_to_10",
                violation_error_message=_("The highest score is between 2 and 10."),
            ),
            models.CheckConstraint(
                condition=Q(max_choices__gte=1, max_choices__lte=20),
                name="choices_from_1_to_20",
                violation_error_message=_("Between 1 and 20 may be chosen."),
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(opened_at__isnull=False),
                name="only_a_draft_was_never_opened",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False, results__isnull=False),
                name="a_closed_consultation_has_results",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return reverse("voting:vote", args=[self.code])

    def clean(self) -> None:
        """Write the code in small letters, and refuse one that is mistaken for another."""
        self.code = self.code.lower()
        others = Consultation.objects.exclude(pk=self.pk)
        if join_codes.is_taken(self.code, others):
            text = _("Another consultation has a code that looks or sounds like this one.")
            raise ValidationError({"code": text})

    @property
    def takes_votes(self) -> bool:
        """Return whether a ballot may be cast now, as `ConsultationQuerySet.taking_votes` does."""
        return self.state == self.State.OPEN

    @property
    def shows_results(self) -> bool:
        """Return whether everybody may see the results, as `showing_results` does."""
        if self.state == self.State.DRAFT:
            return False
        return self.revealed_at is not None or self.shows_unrevealed

    @property
    def shows_unrevealed(self) -> bool:
        """Return whether the results are shown without being revealed, once voting has begun."""
        if self.results_shown == self.Shown.AFTER_CLOSE:
            return self.state == self.State.CLOSED
        return self.results_shown == self.Shown.LIVE

    def open(self, override: str = "") -> None:
        """Open voting, and remove the ballots of rehearsals.

        Raise WrongState unless it is a draft, and Incomplete if there is nothing to answer or,
        without the reason *override*, if a text lacks a language of the session.
        """
        override = override.strip()
        if self.state == self.State.DRAFT:
            gaps = [reason] if (reason := obstacle(self)) else []
            if gaps := gaps or ([] if override else missing_texts(self)):
                raise Incomplete(self, _("open"), gaps)
        with transaction.atomic():
            self._move(
                verb=_("open"),
                allowed=[self.State.DRAFT],
                to=self.State.OPEN,
                opened_at=now(),
                open_override=override,
            )
            self.ballots.filter(origin="rehearsal").delete()
            self.words.filter(answers=None).delete()

    def pause(self) -> None:
        """Stop taking votes for a while. Raise WrongState unless it is open."""
        self._move(verb=_("pause"), allowed=[self.State.OPEN], to=self.State.PAUSED)

    def resume(self) -> None:
        """Take votes again. Raise WrongState unless it is paused."""
        self._move(verb=_("resume"), allowed=[self.State.PAUSED], to=self.State.OPEN)

    def close(self) -> None:
        """End voting and freeze the results. Raise WrongState unless it is open or paused.

        Closing comes before counting, in one transaction, so each acknowledged ballot is counted.
        """
        with transaction.atomic():
            self._move(
                verb=_("close"),
                allowed=[self.State.OPEN, self.State.PAUSED],
                to=self.State.CLOSED,
                closed_at=now(),
                results={},
            )
            self._freeze()

    def record(self, reason: str) -> None:
        """Close a draft that was voted on elsewhere. Raise WrongState unless it is a draft."""
        moment = now()
        with transaction.atomic():
            self._move(
                verb=_("close"),
                allowed=[self.State.DRAFT],
                to=self.State.CLOSED,
                opened_at=moment,
                closed_at=moment,
                open_override=reason,
                results={},
            )
            self._freeze()

    def reopen(self, reason: str | Mapping[str, str]) -> None:
        """Take votes again after closing, and discard the frozen results.

        Results are hidden until they are revealed again. *reason* is in the main language of the
        session, or by languages. Raise ValueError without one, and WrongState unless it is closed.
        """
        by_language = {self.session.main_language: reason} if isinstance(reason, str) else reason
        reasons = {code: text.strip() for code, text in by_language.items() if text.strip()}
        if not reasons:
            raise ValueError("Reopening needs a reason.")
        self._move(
            verb=_("reopen"),
            allowed=[self.State.CLOSED],
            to=self.State.OPEN,
            reopened_at=now(),
            results=None,
            revealed_at=None,
            **{
                f"reopen_reason_{code}": " · ".join(
                    filter(None, [text_in(self, "reopen_reason", code), text])
                )
                for code, text in reasons.items()
            },
        )

    def reveal(self) -> None:
        """Show the results to everybody. Raise WrongState while it is a draft."""
        self._move(verb=_("reveal"), allowed=self._BEGUN, revealed_at=now())

    def hide(self) -> None:
        """Hide results that were revealed. Raise WrongState while it is a draft."""
        self._move(verb=_("hide the results"), allowed=self._BEGUN, revealed_at=None)

    def reset(self) -> None:
        """Remove every ballot, as after a rehearsal. Raise WrongState unless it is a draft."""
        with transaction.atomic():
            # Writing the empty date again locks the row, so that no one opens it meanwhile.
            self._move(verb=_("reset"), allowed=[self.State.DRAFT], opened_at=None)
            self.ballots.all().delete()
            self.words.all().delete()

    def _freeze(self) -> None:
        self.results = freeze(self)
        type(self)._base_manager.filter(pk=self.pk).update(results=self.results)

    def _move(self, **how: Any) -> None:
        move(self, **how)
        transaction.on_commit(lambda: consultation_changed.send(Consultation, key=self.pk))
