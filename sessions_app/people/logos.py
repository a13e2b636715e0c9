"""Logos of organisations: checked, cut to their edges and kept."""

from __future__ import annotations

import io
import logging
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageChops

from cities.contributions import attachments, file_validation
from llex.core.files import storage_faults
from llex.core.files.pictures import KeptFiles, PictureFiles, on_white
from sessions_app.models.series import LOGOS

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

logger = logging.getLogger(__name__)

# The least width in pixels that is sharp in print.
NARROWEST: Final = 150
# How many times as long as wide a logo may be.
SLIMMEST: Final = 6
# What differs less from white is its margin, as a JPEG blurs it.
_NEARLY_WHITE: Final = 12


def keep_logo(file: UploadedFile[Any]) -> KeptFiles:
    """Check an uploaded logo and keep its files. Raise ValidationError for one that is refused."""
    checked = checked_picture(file)
    cut = replace(checked, content=_cut(checked.content))
    file_validation.check_picture(cut, narrowest=NARROWEST, slimmest=SLIMMEST)
    return keep_picture(LOGOS, cut.content)


def keep_picture(files: PictureFiles, content: bytes) -> KeptFiles:
    """Keep a picture that was checked. Raise ValidationError where there is no room for it."""
    try:
        return files.keep(content)
    except OSError as error:
        if not storage_faults.cannot_write(error):
            raise
        logger.exception("A picture could not be kept")
        raise ValidationError(storage_faults.cannot_keep(), code=attachments.NOT_KEPT) from error


def checked_picture(file: UploadedFile[Any]) -> file_validation.ValidatedFile:
    """Return the pixels of an uploaded picture. Raise ValidationError for one that is refused."""
    attachments.check_size(file)
    try:
        return file_validation.validate_document(
            file.name or "", file.read(), file_validation.PICTURES
        )
    except ValidationError as error:
        if error.code != "unknown":
            raise
        raise ValidationError(
            _("This is not a PNG, JPEG or WebP image. Save an SVG drawing as a PNG first."),
            code="unknown",
        ) from None


def _cut(content: bytes) -> bytes:
    """Return a logo on white without its margin, so that all are shown at one size."""
    with Image.open(io.BytesIO(content)) as image:
        pixels = on_white(image)
    white = Image.new("RGB", pixels.size, "white")
    difference = ImageChops.difference(pixels, white).convert("L")
    box = difference.point(lambda value: 255 if value > _NEARLY_WHITE else 0).getbbox()
    if box is None:
        raise ValidationError(
            _("This logo cannot be seen on white. Choose the one for light backgrounds."),
            code="white",
        )
    written = io.BytesIO()
    pixels.crop(box).save(written, format="PNG")
    return written.getvalue()
