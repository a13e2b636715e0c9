"""Credits: the people who wrote, edited and translated a note."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from llex.core import languages
from llex.core.languages.phrases import labelled
from sessions_app.models.people import Person
from sessions_app.models.sessions import LearningSession


class Credit(models.Model):
    """A person who worked on the note of a session, as its last page says."""

    class Work(models.TextChoices):
        WRITTEN = "written", pgettext_lazy("work on a note", "Written by")
        EDITED = "edited", pgettext_lazy("work on a note", "Edited by")
        TRANSLATED = "translated", pgettext_lazy("work on a note", "Translated by")

    session = models.ForeignKey(
        LearningSession,
        verbose_name=gettext_lazy("session"),
        on_delete=models.CASCADE,
        related_name="credits",
    )
    person = models.ForeignKey(
        Person,
        verbose_name=gettext_lazy("person"),
        on_delete=models.CASCADE,
        related_name="credits",
        help_text=gettext_lazy("Who agreed to be named."),
    )
    work = models.CharField(
        gettext_lazy("work"), max_length=10, choices=Work.choices, default=Work.WRITTEN
    )
    language = models.CharField(
        gettext_lazy("language"),
        max_length=7,
        blank=True,
        choices=languages.choices,
        help_text=gettext_lazy("Of a translation: the language into which it was made."),
    )
    order = models.PositiveSmallIntegerField(gettext_lazy("order"), default=0)

    class Meta:
        verbose_name = pgettext_lazy("work on a note", "credit")
        verbose_name_plural = pgettext_lazy("work on a note", "credits")
        ordering = ("order", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("session", "person", "work", "language"),
                name="a_person_is_credited_once",
                violation_error_message=gettext_lazy("This person is named for this already."),
            ),
        ]

    def __str__(self) -> str:
        return labelled(str(self.get_work_display()), str(self.person))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it; only translations have a language."""
        if self.work != self.Work.TRANSLATED:
            self.language = ""
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Raise ValidationError for a translation without its language."""
        if self.work != self.Work.TRANSLATED:
            self.language = ""
        elif not self.language:
            text = _("Choose the language into which this person translated.")
            raise ValidationError({"language": text})
