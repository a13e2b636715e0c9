"""Submissions of a city and notes of the organisers on a contribution."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from cities.models.contributions import Contribution
from llex.core.db.fields import ProseField
from llex.core.text import excerpt


class Submission(models.Model):
    """Exactly what a city sent at one time. Never changed."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="submissions"
    )
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.JSONField(_("content"))
    submitted_at = models.DateTimeField(_("submitted"), default=now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ("contribution", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("contribution", "number"), name="submissions_are_numbered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contribution} {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new submission. Raise ValueError when one would be changed."""
        if self.pk and not self._state.adding:
            raise ValueError("A submission is never changed.")
        super().save(*args, **kwargs)


class ReviewNote(models.Model):
    """A remark on a contribution: among organisers, to the city, or from the city."""

    contribution = models.ForeignKey(
        Contribution, on_delete=models.CASCADE, related_name="review_notes"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("author"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    text = ProseField(_("text"))
    to_city = models.BooleanField(_("the city reads it"), default=False)
    from_city = models.BooleanField(_("the city wrote it"), default=False)
    field = models.CharField(
        _("field it is about"),
        max_length=60,
        blank=True,
        help_text=_("A field of the city’s form, such as the text of its first response."),
    )
    created_at = models.DateTimeField(_("written"), default=now)

    class Meta:
        verbose_name = _("review note")
        verbose_name_plural = _("review notes")
        ordering = ("created_at",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(to_city=True, from_city=True),
                name="a_city_does_not_write_to_itself",
            ),
        ]

    def __str__(self) -> str:
        return excerpt(self.text)
