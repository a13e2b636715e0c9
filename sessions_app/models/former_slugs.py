"""Addresses that sessions had."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from llex.core.db.former_slugs import FormerSlugModel
from sessions_app.models.sessions import LearningSession


class FormerSessionSlug(FormerSlugModel):
    """A slug that a session had when it was announced or its note published."""

    owner = "session"

    session = models.ForeignKey(
        LearningSession,
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="former_slugs",
    )

    class Meta(FormerSlugModel.Meta):
        verbose_name = _("former address of a session")
        verbose_name_plural = _("former addresses of sessions")
