"""Assignments of translators, and the terms that are translated the same everywhere."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from llex.core import languages
from llex.core.db.fields import LineField
from llex.core.languages.phrases import join_items
from sessions_app.models.sessions import LearningSession


class TranslationAssignment(models.Model):
    """A user translates the texts of one session into one language."""

    session = models.ForeignKey(
        LearningSession,
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="translation_assignments",
    )
    language = models.CharField(_("language"), max_length=7, choices=languages.choices)
    translator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("translator"),
        on_delete=models.CASCADE,
        related_name="translation_assignments",
    )
    assigned_at = models.DateTimeField(_("assigned"), default=now, editable=False)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("assignment of a translator")
        verbose_name_plural = _("assignments of translators")
        ordering = ("session", "language", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("session", "language", "translator"),
                name="a_translator_is_assigned_once",
                violation_error_message=_("This person translates into this language already."),
            ),
        ]

    def __str__(self) -> str:
        return join_items([self.translator, languages.name_of(self.language)])


class GlossaryTerm(models.Model):
    """A term of the field, to be translated the same way everywhere."""

    term = LineField(_("term"), max_length=200)
    note = LineField(
        _("remark"), max_length=300, blank=True, help_text=_("For translators; not published.")
    )

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.term
