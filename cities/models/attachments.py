"""Documents that a city sends along."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models.contributions import Contribution
from llex.core.db.fields import LineField


def private_storage() -> Storage:
    """Return the storage that no public address serves."""
    return storages["private"]


def random_name(attachment: "Attachment", filename: str) -> str:
    """Return where a document is kept: nothing of the name it came with is in it."""
    return f"attachments/{uuid.uuid4().hex}"


class AttachmentManager(models.Manager["Attachment"]):
    """Leaves the texts in the database: only erasing a person reads them."""

    def get_queryset(self) -> models.QuerySet["Attachment"]:
        return super().get_queryset().defer("text")


class Attachment(models.Model):
    """A document of a contribution, checked and kept where only a view with a check reads it."""

    class Kind(models.TextChoices):
        PDF = "pdf", pgettext_lazy("kind of document", "PDF")
        IMAGE = "image", pgettext_lazy("kind of document", "image")
        DOCX = "docx", pgettext_lazy("kind of document", "Word")

    contribution = models.ForeignKey(
        Contribution,
        verbose_name=_("contribution"),
        on_delete=models.CASCADE,
        related_name="attachments",
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = LineField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveIntegerField(_("size"), help_text=_("In bytes."))
    checksum = models.CharField(_("checksum"), max_length=64)
    file = models.FileField(_("file"), storage=private_storage, upload_to=random_name)
    # What can be read of it, without its layout; see `cities.contributions.document_text`.
    text = models.TextField(blank=True, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), default=now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = AttachmentManager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("uploaded_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("contribution", "checksum"),
                name="a_document_is_attached_once",
                violation_error_message=_("This document is attached already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@receiver(post_delete, sender=Attachment)
def delete_file(instance: Attachment, using: str, **signal: Any) -> None:
    """Delete a document's file with its row, however that goes; not before it is committed."""
    storage, place = instance.file.storage, str(instance.file.name)
    transaction.on_commit(lambda: storage.delete(place), using=using)
