"""Policy responses and challenges, the answers of a contribution."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from cities.models.contributions import Contribution
from llex.core.db.fields import LineField, ProseField
from llex.core.text import excerpt

if TYPE_CHECKING:
    from cities.models.follow_ups import ResponseUpdate


class Challenge(models.Model):
    """One thing a city struggles with."""

    contribution = models.ForeignKey(
        Contribution,
        verbose_name=_("contribution"),
        on_delete=models.CASCADE,
        related_name="challenges",
    )
    text = ProseField(_("text"))
    original_text = ProseField(
        _("text in the original language"),
        blank=True,
        help_text=_("Only where the city wrote in a language that the note is not kept in."),
    )
    services = models.ManyToManyField(
        "priorities.Service",
        verbose_name=_("services concerned"),
        blank=True,
        related_name="challenges",
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return excerpt(self.text)

    @property
    def written_in(self) -> str:
        """Return the language of its texts; those in the others are translations."""
        return self.contribution.original_language


class PolicyResponse(models.Model):
    """One thing a city does about the crisis."""

    contribution = models.ForeignKey(
        Contribution,
        verbose_name=_("contribution"),
        on_delete=models.CASCADE,
        related_name="responses",
    )
    title = LineField(_("short title"), max_length=200, blank=True)
    original_title = LineField(
        _("short title in the original language"), max_length=200, blank=True
    )
    text = ProseField(_("text"))
    original_text = ProseField(
        _("text in the original language"),
        blank=True,
        help_text=_("Only where the city wrote in a language that the note is not kept in."),
    )
    services = models.ManyToManyField(
        "priorities.Service",
        verbose_name=_("services concerned"),
        blank=True,
        related_name="responses",
    )
    answers = models.ManyToManyField(
        Challenge, verbose_name=_("challenges it answers"), blank=True, related_name="answered_by"
    )
    since = models.DateField(_("since"), null=True, blank=True)
    source = models.URLField(_("link to a source"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("policy response")
        verbose_name_plural = _("policy responses")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.title or excerpt(self.text)

    @property
    def written_in(self) -> str:
        """Return the language of its texts; those in the others are translations."""
        return self.contribution.original_language

    @property
    def latest_update(self) -> "ResponseUpdate | None":
        """Return the update that the city sent last, whatever its date, or None."""
        return max(self.updates.all(), key=lambda update: update.pk, default=None)
