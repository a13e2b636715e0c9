"""The agenda of a session: items one after the other, each with its minutes and speakers."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from llex.core.db.fields import LineField
from llex.core.translations.sources import WrittenInSession
from sessions_app.models.people import Participant
from sessions_app.models.sessions import LearningSession


class AgendaItem(WrittenInSession, models.Model):
    """One item of the agenda. Its hour is computed from the minutes of those before it."""

    session = models.ForeignKey(
        LearningSession, verbose_name=_("session"), on_delete=models.CASCADE, related_name="agenda"
    )
    title = LineField(_("title"), max_length=300)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=10, validators=[MinValueValidator(1), MaxValueValidator(24 * 60)]
    )
    speakers = models.ManyToManyField(
        Participant,
        verbose_name=_("speakers"),
        blank=True,
        related_name="agenda_items",
        help_text=_("Those who agree to be listed are named on the session’s page."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=24 * 60),
                name="an_agenda_item_ends_within_a_day",
                violation_error_message=_("An item lasts from 1 minute to 24 hours."),
            ),
        )

    def __str__(self) -> str:
        return self.title
