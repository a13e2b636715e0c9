"""Publications that are set for a later hour."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from llex.core.db.fields import ProseField
from sessions_app.models.sessions import LearningSession


class ScheduledPublicationQuerySet(models.QuerySet["ScheduledPublication"]):
    """Scheduled publications."""

    def due(self) -> "ScheduledPublicationQuerySet":
        """Return those whose hour has come and that have not failed."""
        return self.filter(publish_at__lte=now(), failed_at__isnull=True)


class ScheduledPublication(models.Model):
    """The hour at which the note of a session is to be published, and how.

    *change_notes* are by language. *left_out* are the slugs of the cities without which it may be
    published. A row is deleted once its edition is published; one that failed stays until someone
    sets another hour or cancels it.
    """

    session = models.OneToOneField(
        LearningSession,
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="scheduled_publication",
    )
    publish_at = models.DateTimeField(_("to be published"))
    change_notes = models.JSONField(_("change notes"), default=dict)
    left_out = models.JSONField(_("cities left out"), default=list)
    override = ProseField(_("reason for publishing in spite of findings"), blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("set by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    set_at = models.DateTimeField(_("set"), default=now)
    failed_at = models.DateTimeField(_("failed"), null=True)

    objects = ScheduledPublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheduled publication")
        verbose_name_plural = _("scheduled publications")

    def __str__(self) -> str:
        return str(self.session)
