"""Attaching documents to a contribution, and taking them off again."""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cities.contributions import deadlines, file_validation
from cities.contributions.document_text import text_of_document
from cities.models import Attachment, Contribution
from llex.core.files import storage_faults
from llex.core.models import User

logger = logging.getLogger(__name__)

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

MOST: Final = 5
# The code of a refusal that is not due to the document.
NOT_KEPT: Final = "not_kept"
_MEGABYTE: Final = 1_000_000


def largest() -> int:
    """Return the size in bytes up to which a document is taken."""
    return int(settings.ATTACHMENT_MEGABYTES * _MEGABYTE)


def attach(contribution: Contribution, file: UploadedFile[Any], *, by: User | None) -> Attachment:
    """Check a document and keep it. Raise ValidationError, with a sentence, where it is refused."""
    check_size(file)
    checked = file_validation.validate_document(file.name or "", file.read())
    checksum = hashlib.sha256(checked.content).hexdigest()
    with transaction.atomic():
        # One at a time for each contribution, so that the count below is true.
        locked = Contribution.objects.select_for_update().get(pk=contribution.pk)
        _check_room(locked, checksum)
        return _keep(
            Attachment(
                contribution=locked,
                name=checked.name,
                kind=checked.kind,
                media_type=checked.media_type,
                size=len(checked.content),
                checksum=checksum,
                file=ContentFile(checked.content, name=checked.name),
                text=text_of_document(checked.kind, checked.content),
                by=by,
            )
        )


def _keep(attachment: Attachment) -> Attachment:
    try:
        attachment.save()
    except OSError as error:
        if not storage_faults.cannot_write(error):
            raise
        logger.exception("A document could not be kept")
        raise ValidationError(storage_faults.cannot_keep(), code=NOT_KEPT) from error
    return attachment


def detach(contribution: Contribution, key: str) -> None:
    """Take a document off while the city may write; one that is gone is no matter."""
    if not deadlines.may_write(contribution):
        return
    for attachment in contribution.attachments.all():
        if str(attachment.key) == key:
            attachment.delete()


def check_size(file: UploadedFile[Any]) -> None:
    """Raise ValidationError for a file that is larger than a document may be."""
    if (file.size or 0) > largest():
        raise ValidationError(
            _("This file has %(size)s MB; at most %(limit)s MB can be attached."),
            code="size",
            params={
                "size": number_format((file.size or 0) / _MEGABYTE, decimal_pos=1),
                "limit": number_format(settings.ATTACHMENT_MEGABYTES),
            },
        )


def _check_room(contribution: Contribution, checksum: str) -> None:
    if not deadlines.may_write(contribution):
        raise ValidationError(_("Documents can no longer be attached."), code="closed")
    if contribution.attachments.filter(checksum=checksum).exists():
        raise ValidationError(_("This document is attached already."), code="twice")
    if contribution.attachments.count() >= MOST:
        raise ValidationError(
            _("At most %(number)s documents can be attached; take one off first."),
            code="number",
            params={"number": number_format(MOST)},
        )
