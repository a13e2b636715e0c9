"""Notes that were uploaded, while it is looked at and put right what was recognised in them."""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from llex.core import languages
from sessions_app.models.series import Series
from sessions_app.models.sessions import LearningSession

# A note names people: what nobody goes on with is not kept longer.
KEPT: Final = timedelta(days=14)


class NoteUploadQuerySet(models.QuerySet["NoteUpload"]):
    """Uploads, by whose they are and whether they are still kept."""

    def of(self, user: Any) -> "NoteUploadQuerySet":
        """Return those that *user* uploaded and may go on with."""
        return self.filter(owner=user, changed_at__gte=now() - KEPT)


class NoteUpload(models.Model):
    """A note on its way into a series, as a new session, or into a session that is there.

    *reading* is the file as read (`sessions_app.importing.reading.stored`), without pictures and
    whatever else the file had; *answers* has what its owner put right.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    series = models.ForeignKey(
        Series, verbose_name=_("series"), on_delete=models.CASCADE, related_name="+"
    )
    session = models.ForeignKey(
        LearningSession,
        verbose_name=_("session"),
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    language = models.CharField(_("language"), max_length=12, choices=languages.choices)
    name = models.CharField(_("file name"), max_length=200, blank=True)
    reading: Any = models.JSONField(_("text of the file"), default=dict)
    answers: Any = models.JSONField(_("what was put right"), default=dict)
    created_at = models.DateTimeField(_("uploaded"), default=now)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = NoteUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded note")
        verbose_name_plural = pgettext_lazy("plural", "uploaded notes")
        ordering = ("-changed_at", "-pk")

    def __str__(self) -> str:
        return self.name or str(_("Pasted text"))

    @property
    def expires_at(self) -> Any:
        """Return until when it is kept."""
        return self.changed_at + KEPT
