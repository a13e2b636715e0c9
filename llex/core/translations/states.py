"""The state of a translation: the only place where it is computed.

The desk, the review of contributions, the preflight and the page of a session all ask here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import pgettext_lazy

from llex.core.languages.translation_marks import source_text, text_in
from llex.core.text.differences import Change, differences
from llex.core.translations.marks import (
    TextKey,
    digest,
    is_outdated,
    text_key,
)

if TYPE_CHECKING:
    from llex.core.models import TranslationMark


class TextState(models.TextChoices):
    """How far a text is translated into one language."""

    MISSING = "missing", pgettext_lazy("state of a translation", "missing")
    OUTDATED = "outdated", pgettext_lazy("state of a translation", "outdated")
    MACHINE = "machine", pgettext_lazy("state of a translation", "machine")
    IN_REVIEW = "in_review", pgettext_lazy("state of a translation", "in review")
    APPROVED = "approved", pgettext_lazy("state of a translation", "approved")


def text_state(
    subject: models.Model, field: str, language: str, marks: Mapping[TextKey, TranslationMark]
) -> TextState:
    """Return the state of a field's translation into *language*; *marks* are `by_text`.

    A text that no mark knows, as a database tool may have written it, is in review.
    """
    text = text_in(subject, field, language)
    if not text.strip():
        return TextState.MISSING
    mark = marks.get(text_key(subject, field, language))
    if mark is None or mark.text_digest != digest(text):
        return TextState.IN_REVIEW
    return TextState.OUTDATED if is_outdated(mark, subject) else TextState(mark.state)


def source_changes(mark: TranslationMark, subject: models.Model) -> list[Change]:
    """Compare, by words, the source that a translation was made from with what it says now.

    The list is empty where the former source is not known.
    """
    if not mark.source_text:
        return []
    return differences(mark.source_text, source_text(subject, mark.field, mark.source_language))
