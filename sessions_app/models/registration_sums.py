"""Sums that stay when registrations are deleted, and that tell of no person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sessions_app.models.sessions import LearningSession


class RegistrationSums(models.Model):
    """The languages and genders of those who registered for a session, as numbers by code.

    Written when retention deletes the registrations. A gender is told in sums of five and more.
    """

    session = models.OneToOneField(
        LearningSession,
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="registration_sums",
    )
    languages = models.JSONField(_("languages of mails"), default=dict)
    speaker_genders = models.JSONField(_("genders of speakers"), default=dict)
    counted_at = models.DateTimeField(_("counted"), auto_now=True)

    class Meta:
        verbose_name = _("sums of registrations")
        verbose_name_plural = _("sums of registrations")
        ordering = ("-session__starts_at",)

    def __str__(self) -> str:
        return str(self.session)
