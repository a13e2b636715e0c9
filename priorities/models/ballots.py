"""Ballots: the answers of voters, without their identity."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from llex.core import languages
from llex.core.db.collation import InLanguageOrder
from llex.core.db.fields import LineField
from priorities.models.consultation_items import ConsultationItem
from priorities.models.consultations import Consultation
from priorities.questions.word_keys import LONGEST_KEY, WordKeyField


class Ballot(models.Model):
    """The answers of one voter. The vote is secret: there is no field for a person or device.

    A continent is the only place there is, and only where the consultation asks for it.

    The voter key is random and known only to the voter's browser.
    """

    class Origin(models.TextChoices):
        PHONE = "phone", pgettext_lazy("origin of a ballot", "cast by the voter")
        CLERK = "clerk", pgettext_lazy("origin of a ballot", "entered by a clerk")
        REHEARSAL = "rehearsal", pgettext_lazy("origin of a ballot", "cast in a rehearsal")
        IMPORTED = "imported", pgettext_lazy("origin of a ballot", "imported")

    # The index of the constraint below begins with this column, as in the tables below; another
    # one would slow down a hall that votes in one minute.
    consultation = models.ForeignKey(
        Consultation,
        verbose_name=_("consultation"),
        on_delete=models.CASCADE,
        related_name="ballots",
        db_index=False,
    )
    voter_key = models.CharField(_("voter key"), max_length=43)
    language = models.CharField(_("language"), max_length=7, choices=languages.choices)
    origin = models.CharField(
        _("origin"), max_length=10, choices=Origin.choices, default=Origin.PHONE
    )
    # One of the regions of `llex.core.languages.regions`; empty where it was not asked or not said.
    region = models.CharField(_("region"), max_length=2, blank=True, default="", db_default="")
    cast_at = models.DateTimeField(_("cast"), default=now)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("consultation", "voter_key"), name="one_ballot_per_voter"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Rating(models.Model):
    """A score for one item of a ballot; none means “I don't know”."""

    ballot = models.ForeignKey(
        Ballot, on_delete=models.CASCADE, related_name="ratings", db_index=False
    )
    item = models.ForeignKey(ConsultationItem, on_delete=models.CASCADE, related_name="ratings")
    score = models.PositiveSmallIntegerField(_("score"), null=True)

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("ballot", "item"), name="one_rating_per_item"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=1, score__lte=10),
                name="score_from_1_to_10",
            ),
        ]

    def __str__(self) -> str:
        return str(self.score)


class Selection(models.Model):
    """An item that a ballot chose."""

    ballot = models.ForeignKey(
        Ballot, on_delete=models.CASCADE, related_name="selections", db_index=False
    )
    item = models.ForeignKey(ConsultationItem, on_delete=models.CASCADE, related_name="selections")

    class Meta:
        verbose_name = _("chosen service")
        verbose_name_plural = _("chosen services")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("ballot", "item"), name="an_item_is_chosen_once"),
        ]

    def __str__(self) -> str:
        return str(self.item_id)


class VotingLink(models.Model):
    """A link that lets one person vote once, where a consultation requires links.

    It records who has voted, and nothing that leads to a ballot: neither time nor order.
    """

    consultation = models.ForeignKey(
        Consultation,
        verbose_name=_("consultation"),
        on_delete=models.CASCADE,
        related_name="links",
    )
    label = LineField(
        _("for whom"), max_length=200, blank=True, help_text=_("A name, a delegation, a seat.")
    )
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    is_spent = models.BooleanField(_("used"), default=False, editable=False)

    class Meta:
        verbose_name = _("voting link")
        verbose_name_plural = _("voting links")
        ordering = (InLanguageOrder("label"), "pk")

    def __str__(self) -> str:
        return self.label or str(self.pk)


class Word(models.Model):
    """A word that voters gave, exactly as typed but for white space.

    Words with the same *key* differ in case or spaces only and count as one. Other spellings are
    merged by an organiser: *merged_into* is the one counted. Words of one key are merged and hidden
    together.
    """

    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, related_name="words", db_index=False
    )
    text = models.CharField(_("word"), max_length=60)
    key = WordKeyField(max_length=LONGEST_KEY, editable=False)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("counted as"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="spellings",
    )
    is_hidden = models.BooleanField(
        _("hidden"), default=False, help_text=_("Neither shown on the screen nor published.")
    )

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        ordering = (InLanguageOrder("text"), "pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("consultation", "key"), name="word_by_key"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("consultation", "text"), name="a_word_is_kept_once"),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")), name="a_word_is_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class WordAnswer(models.Model):
    """One of the words on a ballot."""

    ballot = models.ForeignKey(
        Ballot, on_delete=models.CASCADE, related_name="word_answers", db_index=False
    )
    word = models.ForeignKey(Word, on_delete=models.CASCADE, related_name="answers")

    class Meta:
        verbose_name = _("given word")
        verbose_name_plural = _("given words")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("ballot", "word"), name="a_ballot_has_a_word_once"),
        ]

    def __str__(self) -> str:
        return str(self.word_id)
