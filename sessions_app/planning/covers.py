"""Cover pictures of series: checked and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cities.contributions import file_validation
from sessions_app.models.series_look import COVERS
from sessions_app.people.logos import checked_picture, keep_picture

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from llex.core.files.pictures import KeptFiles

# The least width in pixels that is sharp over the whole width of a page.
NARROWEST: Final = 1200
# How many times as long as wide a cover picture may be.
SLIMMEST: Final = 2.5


def keep_cover(file: UploadedFile[Any]) -> KeptFiles:
    """Check an uploaded cover picture and keep its files. Raise ValidationError if refused."""
    checked = checked_picture(file)
    file_validation.check_picture(checked, narrowest=NARROWEST, slimmest=SLIMMEST)
    return keep_picture(COVERS, checked.content)
