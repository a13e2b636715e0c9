"""Photographs that a city offers for the note and its page."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models.contributions import Contribution
from cities.photograph_files import forget
from llex.core.db.fields import LineField
from llex.core.states import move


class Photograph(models.Model):
    """A picture of a contribution; its files are kept under its *digest*.

    It is printed once an organiser has accepted it, if the people shown have agreed.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("state of a photograph", "to review")
        ACCEPTED = "accepted", pgettext_lazy("state of a photograph", "accepted")
        REFUSED = "refused", pgettext_lazy("state of a photograph", "refused")

    contribution = models.ForeignKey(
        Contribution,
        verbose_name=_("contribution"),
        on_delete=models.CASCADE,
        related_name="photographs",
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alternative = LineField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What is to be seen, for those who do not see it."),
    )
    original_alternative = LineField(
        _("alternative text in the original language"), max_length=300, blank=True
    )
    caption = LineField(_("caption"), max_length=300, blank=True)
    original_caption = LineField(_("caption in the original language"), max_length=300, blank=True)
    credit = LineField(_("credit"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING, editable=False
    )
    consented_at = models.DateTimeField(
        _("consent of those shown"), null=True, blank=True, editable=False
    )
    consent_text = models.CharField(
        _("version of the consent text"), max_length=40, blank=True, editable=False
    )
    digest = models.CharField(_("checksum"), max_length=64, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), default=now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        ordering = ("uploaded_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("contribution", "digest"),
                name="a_photograph_is_offered_once",
                violation_error_message=_("This photograph is there already."),
            ),
            models.CheckConstraint(
                condition=Q(consented_at__isnull=True) | ~Q(consent_text=""),
                name="consent_to_a_photograph_is_to_a_text",
            ),
        ]

    def __str__(self) -> str:
        return self.alternative or self.original_alternative or str(_("photograph"))

    @property
    def written_in(self) -> str:
        """Return the language of its texts; those in the others are translations."""
        return self.contribution.original_language

    @property
    def is_printed(self) -> bool:
        """Return whether the note prints it, once it prints the contribution."""
        return self.state == self.State.ACCEPTED and self.consented_at is not None

    def accept(self) -> None:
        """Take it into the note. Raise WrongState where it was accepted already."""
        allowed = [self.State.WAITING, self.State.REFUSED]
        move(self, verb=_("accept"), allowed=allowed, to=self.State.ACCEPTED)

    def refuse(self) -> None:
        """Leave it out of the note. Raise WrongState where it was refused already."""
        allowed = [self.State.WAITING, self.State.ACCEPTED]
        move(self, verb=_("refuse"), allowed=allowed, to=self.State.REFUSED)


@receiver(post_delete, sender=Photograph)
def delete_files(instance: Photograph, using: str, **signal: Any) -> None:
    """Delete the files of a photograph with its last row; those of editions are others."""
    if not Photograph.objects.using(using).filter(digest=instance.digest).exists():
        transaction.on_commit(lambda: forget(instance.digest), using=using)
