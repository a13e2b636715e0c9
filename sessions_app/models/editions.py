"""Editions: what was published, for ever."""

from datetime import datetime
from typing import Any, ClassVar, Final, NoReturn

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from llex.core.db.fields import ProseField
from llex.core.languages.phrases import join_items
from sessions_app.models.sessions import LearningSession
from sessions_app.querysets import EditionQuerySet

# To add an edition is to publish.
TO_PUBLISH: Final = "sessions_app.add_edition"


class UnchangeableModel(models.Model):
    """A row that is written once; changing or deleting it raises ValueError.

    Only the name of an erased person is taken out, by `sessions_app.briefing.redaction`.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row. Raise ValueError when one would be changed."""
        if not self._state.adding:
            raise ValueError("What has been published is never changed; publish a new edition.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: raise ValueError."""
        raise ValueError("What has been published keeps its address for ever.")


class Edition(UnchangeableModel):
    """An immutable published state of one session's note."""

    session = models.ForeignKey(
        LearningSession,
        verbose_name=_("session"),
        on_delete=models.PROTECT,
        related_name="editions",
    )
    number = models.PositiveSmallIntegerField(_("number"))
    published_at = models.DateTimeField(_("published"), default=now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    change_note = ProseField(
        _("change note"), blank=True, help_text=_("What differs from the edition before.")
    )
    checksum = models.CharField(_("checksum"), max_length=64)
    findings = models.JSONField(_("findings of the check"), default=list)
    override = ProseField(_("reason for publishing in spite of findings"), blank=True)
    # Set when a name was taken out: the checksum as it was published, and since when it is not.
    original_checksum = models.CharField(
        _("checksum as published"), max_length=64, blank=True, editable=False
    )
    redacted_at = models.DateTimeField(_("name removed"), null=True, editable=False)
    # Since when and why readers no longer have it. A note is withdrawn with all its editions, so
    # that the current one is withdrawn only if they all are; a later edition can be read again.
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawal_reason = ProseField(_("reason for the withdrawal"), blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ("session", "-number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("session", "number"), name="editions_are_numbered"),
        ]

    def __str__(self) -> str:
        return _("%(session)s, edition %(number)s") % {
            "session": self.session,
            "number": self.number,
        }

    def get_absolute_url(self) -> str:
        return reverse("sessions_app:edition", args=[self.session.slug, self.number])

    @property
    def published_unapproved(self) -> list[str]:
        """Return the languages that it was published in without a second person."""
        return [one["language"] for one in self.findings if one["code"] == "note_not_approved"]


class EditionDocument(UnchangeableModel):
    """The note of one edition in one language, frozen as JSON.

    *title* and *summary* repeat what lists print, so that no list has to read whole documents.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="documents")
    language = models.CharField(_("language"), max_length=7)
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"), blank=True)
    content = models.JSONField(_("document"))
    checksum = models.CharField(_("checksum"), max_length=64)
    original_checksum = models.CharField(
        _("checksum as published"), max_length=64, blank=True, editable=False
    )
    redacted_at = models.DateTimeField(_("name removed"), null=True, editable=False)

    class Meta:
        verbose_name = _("document of an edition")
        verbose_name_plural = _("documents of editions")
        ordering = ("edition", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("edition", "language"), name="one_document_per_language"
            ),
        ]

    def __str__(self) -> str:
        return join_items([self.edition, self.language])

    def redact(self, checksum: str, moment: datetime) -> None:
        """Write the texts from which a name was taken out: the one change that there is."""
        self.original_checksum = self.original_checksum or self.checksum
        self.checksum, self.redacted_at = checksum, moment
        # Not the save of a model that is never changed.
        models.Model.save(
            self,
            update_fields=[
                *("title", "summary", "content"),
                *("checksum", "original_checksum", "redacted_at"),
            ],
        )


class EditionFile(UnchangeableModel):
    """A file made from one document of an edition."""

    document = models.ForeignKey(EditionDocument, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(_("format"), max_length=8)
    file = models.FileField(_("file"), upload_to="editions/", max_length=300)
    size = models.PositiveIntegerField(_("size"), help_text=_("In bytes."))
    checksum = models.CharField(_("checksum"), max_length=64)
    # Without its content: it named an erased person and could not be made anew.
    withheld_at = models.DateTimeField(_("withheld"), null=True, editable=False)

    class Meta:
        verbose_name = _("file of an edition")
        verbose_name_plural = _("files of editions")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("document", "format"), name="one_file_per_format"),
        ]

    def __str__(self) -> str:
        return str(self.file.name)
