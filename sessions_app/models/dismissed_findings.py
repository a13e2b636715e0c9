"""Findings of the check that organisers have dismissed."""

from typing import ClassVar, Final

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from llex.core.db.fields import LineField, ProseField
from llex.core.languages.phrases import labelled
from sessions_app.models.sessions import LearningSession

LONGEST_REASON: Final = 300


class DismissedFinding(models.Model):
    """A finding that is not shown while the text stays as it was.

    *fingerprint* is that of the finding, with its text and the values in its message; *place* and
    *message* are what was read when it was dismissed.
    """

    session = models.ForeignKey(
        LearningSession,
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="dismissed_findings",
    )
    code = models.CharField(_("kind"), max_length=40)
    language = models.CharField(_("language"), max_length=7, blank=True)
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    place = LineField(_("place"), max_length=400)
    message = models.TextField(_("finding"))
    reason = ProseField(_("reason"), validators=[MaxLengthValidator(LONGEST_REASON)])
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dismissed by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    dismissed_at = models.DateTimeField(_("dismissed"), default=now)

    class Meta:
        verbose_name = _("dismissed finding")
        verbose_name_plural = _("dismissed findings")
        ordering = ("-dismissed_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("session", "fingerprint"), name="a_finding_is_dismissed_once"
            ),
        ]

    def __str__(self) -> str:
        return labelled(self.place, self.message)
