"""Published results of consultations: a projection, written when a note is published.

Nothing here is edited. It contains what is in the current edition of each note.
"""

from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from llex.core.text import Phrase
from priorities.models.consultations import Consultation
from priorities.models.services import Service
from priorities.querysets import ConsultationProjectionQuerySet


class ConsultationProjection(models.Model):
    """The result of a consultation as the current edition of its session's note publishes it.

    Texts are stored by the codes of their languages. *groups* are those of
    `priorities.results.breakdown`.
    """

    consultation = models.OneToOneField(
        Consultation, on_delete=models.CASCADE, related_name="published"
    )
    session_slug = models.SlugField(_("session"), max_length=100)
    session_title = models.JSONField(default=dict)
    starts_at = models.DateTimeField(_("start"))
    time_zone = models.CharField(_("time zone"), max_length=60)
    edition = models.PositiveIntegerField(_("edition"))
    published_at = models.DateTimeField(_("published"))
    kind = models.CharField(_("kind"), max_length=10, choices=Consultation.Kind.choices)
    question = models.JSONField(default=dict)
    low = models.JSONField(default=dict)
    high = models.JSONField(default=dict)
    caveat = models.JSONField(default=dict)
    scale = models.PositiveSmallIntegerField(
        _("highest score"), default=0, help_text=_("0 where no scores were given.")
    )
    ballots = models.PositiveIntegerField(_("ballots"))
    groups = models.JSONField(default=list)

    objects = ConsultationProjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("published consultation")
        verbose_name_plural = _("published consultations")
        ordering = ("starts_at", "consultation")

    def __str__(self) -> str:
        return f"{self.session_slug} {self.edition}"

    @property
    def held(self) -> datetime:
        """Return when the session began, by the clock of its own place."""
        return self.starts_at.astimezone(ZoneInfo(self.time_zone))

    def text(self, field: str, order: tuple[str, ...]) -> Phrase | None:
        """Return a text in the first language of *order* that has it."""
        texts: dict[str, Any] = getattr(self, field)
        return next((Phrase(code, texts[code]) for code in order if texts.get(code)), None)


class RatingProjection(models.Model):
    """The ratings of one service. *mean* and *rank* are None without answers.

    *mean_before* is that of the last session before on the same scale, which has the slug
    *session_before*; None and "" without one.
    """

    published = models.ForeignKey(
        ConsultationProjection, on_delete=models.CASCADE, related_name="ratings"
    )
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="published_ratings")
    rank = models.PositiveSmallIntegerField(_("rank"), null=True)
    mean = models.FloatField(_("mean"), null=True)
    answers = models.PositiveIntegerField(_("answers"))
    dont_know = models.PositiveIntegerField(_("don’t know"))
    distribution = models.JSONField(default=list)
    mean_before = models.FloatField(_("mean before"), null=True)
    session_before = models.SlugField(_("session before"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("published rating")
        verbose_name_plural = _("published ratings")
        ordering = ("published", "rank")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("published", "service"), name="a_service_is_published_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.mean}"


class ChoiceProjection(models.Model):
    """The number of ballots that chose one service. *rank* is None if none did."""

    published = models.ForeignKey(
        ConsultationProjection, on_delete=models.CASCADE, related_name="choices"
    )
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="published_choices")
    rank = models.PositiveSmallIntegerField(_("rank"), null=True)
    count = models.PositiveIntegerField(_("ballots"))

    class Meta:
        verbose_name = _("published choice")
        verbose_name_plural = _("published choices")
        ordering = ("published", "rank")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("published", "service"), name="a_choice_is_published_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.count}"


class GroupProjection(models.Model):
    """The figure of one service in one group of voters.

    *codes* are what the voters have in common by the kind *by*, such as languages, joined by “+”.
    *value* is the mean of their scores, or the share of their ballots out of 100.
    """

    published = models.ForeignKey(
        ConsultationProjection, on_delete=models.CASCADE, related_name="group_figures"
    )
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="published_groups")
    by = models.CharField(_("kind of group"), max_length=20)
    codes = models.CharField(_("group"), max_length=200)
    ballots = models.PositiveIntegerField(_("ballots"))
    value = models.FloatField(_("mean or share"))

    class Meta:
        verbose_name = _("published figure of a group")
        verbose_name_plural = _("published figures of groups")
        ordering = ("published", "by", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("published", "service", "by", "codes"),
                name="a_figure_of_a_group_is_published_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.codes} {self.service_id} {self.value}"
