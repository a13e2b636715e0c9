"""The shared vision: axes, the themes they lead to, and their key points."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from llex.core.db.fields import LineField, ProseField
from llex.core.text import excerpt
from llex.core.translations.sources import WrittenInSession
from sessions_app.models.sessions import LearningSession


class VisionTheme(WrittenInSession, models.Model):
    """An axis of the shared vision and the theme that unfolds it."""

    session = models.ForeignKey(
        LearningSession, verbose_name=_("session"), on_delete=models.CASCADE, related_name="themes"
    )
    statement = LineField(_("axis"), max_length=400, help_text=_("As a line of the list of axes."))
    heading = LineField(
        _("heading"), max_length=300, blank=True, help_text=_("Above the key points.")
    )
    text = ProseField(
        _("text"), blank=True, help_text=_("Published under the heading, before the key points.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("vision theme")
        verbose_name_plural = _("vision themes")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.heading or self.statement


class KeyPoint(models.Model):
    """A point of a theme, with the policy responses it rests on."""

    theme = models.ForeignKey(
        VisionTheme, verbose_name=_("theme"), on_delete=models.CASCADE, related_name="points"
    )
    lead = LineField(
        _("lead"), max_length=300, blank=True, help_text=_("The first words, set in bold.")
    )
    text = ProseField(_("text"), blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    evidence = models.ManyToManyField(
        "cities.PolicyResponse",
        verbose_name=_("policy responses it rests on"),
        blank=True,
        related_name="key_points",
    )

    class Meta:
        verbose_name = _("key point")
        verbose_name_plural = _("key points")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.lead or excerpt(self.text)

    @property
    def written_in(self) -> str:
        """Return the language of its texts; those in the others are translations."""
        return self.theme.written_in
