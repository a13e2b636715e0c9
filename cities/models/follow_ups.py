"""Updates on printed policy responses, asked for six months after publication."""

from datetime import timedelta
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models.answers import PolicyResponse
from cities.models.contributions import Contribution
from llex.core.db.fields import ProseField
from llex.core.languages.phrases import labelled

# How long after its publication a city is asked again.
AFTER: Final = timedelta(days=182)


class FollowUp(models.Model):
    """A city was asked whether what was printed is still true."""

    contribution = models.ForeignKey(
        Contribution,
        verbose_name=_("contribution"),
        on_delete=models.CASCADE,
        related_name="follow_ups",
    )
    asked_at = models.DateTimeField(_("asked"), default=now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return str(self.contribution)


class ResponseUpdate(models.Model):
    """An update that a city sent on one of its printed policy responses."""

    class Kind(models.TextChoices):
        TRUE = "true", pgettext_lazy("what became of a policy response", "still true")
        CHANGED = "changed", pgettext_lazy("what became of a policy response", "changed")
        ENDED = "ended", pgettext_lazy("what became of a policy response", "ended")

    response = models.ForeignKey(
        PolicyResponse,
        verbose_name=_("policy response"),
        on_delete=models.CASCADE,
        related_name="updates",
    )
    kind = models.CharField(_("what became of it"), max_length=8, choices=Kind.choices)
    said_on = models.DateField(_("date"), default=localdate)
    text = ProseField(_("text"), blank=True)
    original_text = ProseField(
        _("text in the original language"),
        blank=True,
        help_text=_("Only where the city wrote in a language that the note is not kept in."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("update of a response")
        verbose_name_plural = _("updates of responses")
        ordering = ("-said_on", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["true", "changed", "ended"]),
                name="an_update_says_what_became_of_it",
            ),
        ]

    def __str__(self) -> str:
        return labelled(self.response, self.get_kind_display())

    @property
    def written_in(self) -> str:
        """Return the language of its texts; those in the others are translations."""
        return self.response.written_in
