"""Versions of the privacy notice. A version is never changed: saving makes a new one."""

from typing import Any, Final

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

# The text that comes with the software; a change of it needs a new version.
DEFAULT_VERSION: Final = "default-2026-11"


class PrivacyNoticeQuerySet(models.QuerySet["PrivacyNotice"]):
    """Versions of the notice."""

    def current_version(self) -> str:
        """Return the name of the version in force, to store with a consent."""
        key = self.values_list("pk", flat=True).first()
        return f"notice-{key}" if key else DEFAULT_VERSION


class PrivacyNotice(models.Model):
    """One version of the notice, in all languages; the latest one holds."""

    text = models.TextField(
        _("text"),
        help_text=_(
            "{organisers} and {contact} stand for the conveners of the sessions and their e-mail"
            " addresses. Complete what is in [[double brackets]]."
        ),
    )
    published_at = models.DateTimeField(_("published"), default=now, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = PrivacyNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(_("Version %(number)s") % {"number": self.pk})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new version. Raise ValueError for one that people may have agreed to."""
        if not self._state.adding:
            raise ValueError("A version of the privacy notice is never changed.")
        super().save(*args, **kwargs)

    @property
    def version(self) -> str:
        """Return what is kept with a consent that was given under this version."""
        return f"notice-{self.pk}"
