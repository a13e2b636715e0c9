"""Addresses that sessions had."""

from functools import partial
from typing import ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from llex.core.db.former_slugs import FormerSlugManager, FormerSlugModel
from sessions_app.models.sessions import LearningSession


class FormerSessionSlugManager(FormerSlugManager):
    """Former slugs of sessions."""

    def lead(self, slug: str, *, to: LearningSession) -> None:
        """Make *slug* lead to *to*, and write the present slug into what is published of it."""
        from cities.public import projection
        from priorities.models import PublishedConsultation
        from sessions_app.briefing import edition_cache

        super().lead(slug, to=to)
        projection.readdress_session(to.pk, to.slug)
        PublishedConsultation.objects.of_session(to.pk).update(session_slug=to.slug)
        transaction.on_commit(partial(edition_cache.forget, slug))


class FormerSessionSlug(FormerSlugModel):
    """A slug that a session had when it was announced or its note published."""

    owner = "session"

    session = models.ForeignKey(
        LearningSession,
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="former_slugs",
    )

    objects: ClassVar[FormerSessionSlugManager] = FormerSessionSlugManager()

    class Meta(FormerSlugModel.Meta):
        verbose_name = _("former slug of a session")
        verbose_name_plural = _("former slugs of sessions")
