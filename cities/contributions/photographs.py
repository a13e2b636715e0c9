"""Offering photographs with a contribution: checked, kept in two sizes, described, taken off."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import number_format
from django.utils.timezone import now
from django.utils.translation import gettext as _

from cities import photograph_files
from cities.contributions import attachments, consent_texts, deadlines, file_validation
from cities.models import Contribution, Photograph
from cities.wording.answer_fields import PHOTOGRAPH_FIELDS
from llex.core import languages
from llex.core.files import storage_faults
from llex.core.languages.translation_marks import source_text
from llex.core.models import User
from llex.core.states import WrongState

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

logger = logging.getLogger(__name__)

MOST: Final = 2
# The least width in pixels that is sharp in the note.
NARROWEST: Final = 600


def offer(
    contribution: Contribution, file: UploadedFile[Any], texts: Mapping[str, Any], *, by: User
) -> Photograph:
    """Check a photograph and keep it with its *texts*. Raise ValidationError for a refused one."""
    attachments.check_size(file)
    checked = file_validation.validate_document(
        file.name or "", file.read(), file_validation.PICTURES
    )
    file_validation.check_picture(checked, narrowest=NARROWEST)
    _check_room(contribution)
    kept = _keep(checked.content)
    with transaction.atomic():
        # One at a time for each contribution, so that the count below is true.
        locked = Contribution.objects.select_for_update().get(pk=contribution.pk)
        _check_room(locked)
        if locked.photographs.filter(digest=kept.digest).exists():
            raise ValidationError(_("This photograph is there already."), code="twice")
        photograph = Photograph(
            contribution=locked,
            digest=kept.digest,
            width=kept.width,
            height=kept.height,
            by=by,
        )
        return _describe(photograph, texts)


def describe(contribution: Contribution, key: str, texts: Mapping[str, Any]) -> None:
    """Keep what was said of a photograph; it is then reviewed anew. One that is gone is no matter.

    Raise WrongState where the city may not write now.
    """
    with _writing(contribution):
        for photograph in contribution.photographs.all():
            if str(photograph.key) == key and texts_of(photograph) != dict(texts):
                photograph.state = Photograph.State.WAITING
                _describe(photograph, texts)


def take_off(contribution: Contribution, key: str) -> None:
    """Delete a photograph; one that is gone is no matter. Raise WrongState as `describe` does."""
    with _writing(contribution):
        for photograph in contribution.photographs.all():
            if str(photograph.key) == key:
                photograph.delete()


def texts_of(photograph: Photograph) -> dict[str, Any]:
    """Return what the city said of a photograph, by the names of the form's fields."""
    language = photograph.written_in
    texts = {
        one.name: source_text(photograph, one.name, language)
        if one.is_translated
        else getattr(photograph, one.name)
        for one in PHOTOGRAPH_FIELDS
    }
    return {**texts, "consent": photograph.consented_at is not None}


def _describe(photograph: Photograph, texts: Mapping[str, Any]) -> Photograph:
    language = photograph.written_in
    for one in PHOTOGRAPH_FIELDS:
        name = one.name
        if one.is_translated:
            is_ours = language in languages.CODES
            name = f"{name}_{language}" if is_ours else f"original_{name}"
        setattr(photograph, name, texts[one.name])
    is_agreed = bool(texts["consent"])
    if is_agreed != (photograph.consented_at is not None):
        photograph.consented_at = now() if is_agreed else None
        photograph.consent_text = consent_texts.PHOTOGRAPH.version if is_agreed else ""
    photograph.save()
    return photograph


def _writing(contribution: Contribution) -> Any:
    if not deadlines.may_write(contribution):
        raise WrongState(contribution, _("write"))
    return transaction.atomic()


def _keep(content: bytes) -> photograph_files.KeptFiles:
    try:
        return photograph_files.keep(content)
    except OSError as error:
        if not storage_faults.cannot_write(error):
            raise
        logger.exception("A photograph could not be kept")
        raise ValidationError(storage_faults.cannot_keep(), code=attachments.NOT_KEPT) from error


def _check_room(contribution: Contribution) -> None:
    if not deadlines.may_write(contribution):
        raise WrongState(contribution, _("write"))
    if contribution.photographs.count() >= MOST:
        raise ValidationError(
            _("At most %(number)s photographs can be sent; take one off first."),
            code="number",
            params={"number": number_format(MOST)},
        )
