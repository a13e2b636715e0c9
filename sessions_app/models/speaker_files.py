"""The picture and the slides of a speaker."""

import uuid
from typing import Any, ClassVar, Final

from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models.attachments import private_storage
from llex.core import languages
from llex.core.db.fields import LineField
from llex.core.files.pictures import PictureFiles
from llex.core.languages.translation_marks import source_text
from sessions_app.models.speakers import SpeakerInvitation

SPEAKER_PICTURES: Final = PictureFiles("speakers")
SLIDES_FOLDER: Final = "slides"


def slides_name(slides: "SpeakerSlides", filename: str) -> str:
    """Return where slides are kept: nothing of the name they came with is in it."""
    return f"{SLIDES_FOLDER}/{uuid.uuid4().hex}"


class SpeakerFile(models.Model):
    """A file that a speaker sent; readers see it once an organiser has accepted it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), default=now, editable=False)

    class Meta:
        abstract = True

    def accept(self, *, is_accepted: bool = True) -> None:
        """Show it to readers, or hide it."""
        self.accepted_at = now() if is_accepted else None
        self.save(update_fields=["accepted_at"])


class SpeakerPicture(SpeakerFile):
    """The picture of a speaker; its files are kept under its *digest*."""

    invitation = models.OneToOneField(
        SpeakerInvitation,
        verbose_name=_("invitation of a speaker"),
        on_delete=models.CASCADE,
        related_name="picture",
    )
    alternative = LineField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What is to be seen, for those who do not see it."),
    )
    written_in = models.CharField(
        _("language of the alternative text"),
        max_length=7,
        default=languages.DEFAULT,
        editable=False,
    )
    credit = LineField(_("credit"), max_length=200, blank=True)
    consented_at = models.DateTimeField(
        _("agreed to be shown"), null=True, blank=True, editable=False
    )
    consent_text = models.CharField(
        _("version of the consent text"), max_length=40, blank=True, editable=False
    )
    digest = models.CharField(_("checksum"), max_length=64, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)

    class Meta:
        verbose_name = _("picture of a speaker")
        verbose_name_plural = _("pictures of speakers")
        ordering = ("uploaded_at", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(consented_at__isnull=True) | ~Q(consent_text=""),
                name="consent_to_a_speakers_picture_is_to_a_text",
            ),
        ]

    def __str__(self) -> str:
        return str(self.invitation)

    @property
    def is_shown(self) -> bool:
        """Return whether readers see it, where they see its speaker."""
        return self.accepted_at is not None and self.consented_at is not None

    @property
    def own_alternative(self) -> str:
        """Return the alternative text as the speaker wrote it."""
        return source_text(self, "alternative", self.written_in) or ""


class SpeakerSlides(SpeakerFile):
    """The slides of a speaker, checked and kept where only a view with a check reads them."""

    class Kind(models.TextChoices):
        PDF = "pdf", pgettext_lazy("kind of document", "PDF")
        PPTX = "pptx", pgettext_lazy("kind of document", "PowerPoint")

    invitation = models.OneToOneField(
        SpeakerInvitation,
        verbose_name=_("invitation of a speaker"),
        on_delete=models.CASCADE,
        related_name="slides",
    )
    name = LineField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    media_type = models.CharField(_("media type"), max_length=100)
    size = models.PositiveIntegerField(_("size"), help_text=_("In bytes."))
    checksum = models.CharField(_("checksum"), max_length=64)
    file = models.FileField(_("file"), storage=private_storage, upload_to=slides_name)
    # What can be read of it, without its layout; see `cities.contributions.document_text`.
    text = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("slides")
        verbose_name_plural = pgettext_lazy("of several speakers", "slides")
        ordering = ("uploaded_at", "pk")

    def __str__(self) -> str:
        return self.name


@receiver(post_delete, sender=SpeakerPicture)
def delete_picture_files(instance: SpeakerPicture, using: str, **signal: Any) -> None:
    """Delete the files of a picture with its last row."""
    if not SpeakerPicture.objects.using(using).filter(digest=instance.digest).exists():
        transaction.on_commit(lambda: SPEAKER_PICTURES.forget(instance.digest), using=using)


@receiver(post_delete, sender=SpeakerSlides)
def delete_slides_file(instance: SpeakerSlides, using: str, **signal: Any) -> None:
    """Delete the file of slides with their row; not before it is committed."""
    storage, place = instance.file.storage, str(instance.file.name)
    transaction.on_commit(lambda: storage.delete(place), using=using)
