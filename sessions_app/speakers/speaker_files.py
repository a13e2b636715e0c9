"""The picture and the slides of a speaker: checked, kept, described, taken off."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from cities.contributions import attachments, consent_texts, file_validation
from cities.contributions.document_text import text_of_document
from llex.core.files import storage_faults
from sessions_app.models import SpeakerInvitation, SpeakerPicture, SpeakerSlides
from sessions_app.models.speaker_files import SPEAKER_PICTURES
from sessions_app.speakers.answering import locked_open, note_changes
from sessions_app.speakers.pieces import PICTURE, SLIDES, picture_of, slides_of

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

logger = logging.getLogger(__name__)

# The least width in pixels that is sharp on the session's page.
NARROWEST: Final = 300


@dataclass(frozen=True, slots=True)
class PictureTexts:
    """The texts of a picture, in the language of the page, and the consent to show it."""

    alternative: str = ""
    credit: str = ""
    consent: bool = False


def texts_of_picture(picture: SpeakerPicture | None) -> PictureTexts:
    """Return what was said of a picture."""
    if picture is None:
        return PictureTexts()
    return PictureTexts(picture.own_alternative, picture.credit, picture.consented_at is not None)


def save_picture(
    invitation: SpeakerInvitation,
    file: UploadedFile[Any] | None,
    texts: PictureTexts,
    language: str,
) -> None:
    """Keep a new picture, or the new texts of the present one.

    Raise ValidationError for a file that is refused or missing, and WrongState where the speaker
    may not send now.
    """
    kept = None
    if file is not None:
        attachments.check_size(file)
        checked = file_validation.validate_document(
            file.name or "", file.read(), file_validation.PICTURES
        )
        file_validation.check_picture(checked, narrowest=NARROWEST)
        kept = _keeping(lambda: SPEAKER_PICTURES.keep(checked.content))
    with transaction.atomic():
        locked = locked_open(invitation, _("send a picture"))
        picture = picture_of(locked)
        if picture is None and kept is None:
            raise ValidationError(_("Choose a file first."), code="required")
        if kept is None and picture and texts_of_picture(picture) == texts:
            return
        if picture is not None and kept is not None and picture.digest != kept.digest:
            # Its files go with the former row.
            picture.delete()
            picture = None
        picture = picture or SpeakerPicture(invitation=locked)
        if kept is not None:
            picture.digest, picture.width, picture.height = kept.digest, kept.width, kept.height
        _describe(picture, texts, language)
        note_changes(locked, {PICTURE: ("", "sent" if kept else "changed")})


def remove_picture(invitation: SpeakerInvitation) -> None:
    """Delete the picture. Raise WrongState where the speaker may not change now."""
    _remove(invitation, PICTURE)


def save_slides(invitation: SpeakerInvitation, file: UploadedFile[Any]) -> SpeakerSlides:
    """Check slides and keep them in place of former ones. Raise ValidationError and WrongState."""
    attachments.check_size(file)
    checked = file_validation.validate_document(
        file.name or "", file.read(), file_validation.SLIDES
    )
    with transaction.atomic():
        locked = locked_open(invitation, _("send slides"))
        if former := slides_of(locked):
            former.delete()
        slides = SpeakerSlides(
            invitation=locked,
            name=checked.name,
            kind=checked.kind,
            media_type=checked.media_type,
            size=len(checked.content),
            checksum=hashlib.sha256(checked.content).hexdigest(),
            text=text_of_document(checked.kind, checked.content),
            file=ContentFile(checked.content, name=checked.name),
        )
        _keeping(slides.save)
        note_changes(locked, {SLIDES: ("", "sent")})
    return slides


def remove_slides(invitation: SpeakerInvitation) -> None:
    """Delete the slides. Raise WrongState where the speaker may not change now."""
    _remove(invitation, SLIDES)


@transaction.atomic
def _remove(invitation: SpeakerInvitation, name: str) -> None:
    locked = locked_open(invitation, _("take off"))
    found: Any = getattr(locked, name, None)
    if found is not None:
        found.delete()
        note_changes(locked, {name: ("", "removed")})


def _describe(picture: SpeakerPicture, texts: PictureTexts, language: str) -> None:
    if texts.alternative != picture.own_alternative:
        setattr(picture, f"alternative_{language}", texts.alternative)
        picture.written_in = language
    picture.credit = texts.credit
    if texts.consent != (picture.consented_at is not None):
        picture.consented_at = now() if texts.consent else None
        picture.consent_text = consent_texts.SPEAKER_PICTURE.version if texts.consent else ""
    picture.accepted_at = None
    picture.save()


def _keeping(write: Any) -> Any:
    try:
        return write()
    except OSError as error:
        if not storage_faults.cannot_write(error):
            raise
        logger.exception("A file of a speaker could not be kept")
        raise ValidationError(storage_faults.cannot_keep(), code=attachments.NOT_KEPT) from error
