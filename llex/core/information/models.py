"""The organisers' own texts of the pages about the site."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from llex.core.db.fields import LineField, ProseField


class InformationPage(models.Model):
    """The organisers' texts of one page. An empty one is the one that comes with the program.

    The texts that come with the program are files, `llex/core/languages/<code>/information/`.
    """

    class Subject(models.TextChoices):
        """The pages; each value is also the address and the name of the address."""

        ABOUT = "about", _("About this site")
        METHOD = "method", _("Method")
        CONTACT = "contact", _("Contact")
        ACCESSIBILITY = "accessibility", _("Accessibility statement")
        LICENCE = "licence", _("Licence")

    subject = models.CharField(
        _("page"), max_length=20, choices=Subject.choices, unique=True, editable=False
    )
    title = LineField(_("title"), max_length=120, blank=True)
    text = ProseField(
        _("text"),
        blank=True,
        help_text=_(
            "A line that begins with ## is a heading. {site}, {address}, {organisers}, {contact},"
            " {security_contact}, {licence} and {languages} are filled in by the program. Complete"
            " what is in [[double brackets]]. Left empty, the text that comes with the program is"
            " shown."
        ),
    )
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        app_label = "llex"
        verbose_name = _("page about the site")
        verbose_name_plural = _("pages about the site")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.get_subject_display())

    def get_absolute_url(self) -> str:
        return reverse(self.subject)
