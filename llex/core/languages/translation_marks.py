"""Marks on translations: who made them from which source, and which are missing or outdated."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from llex.core import languages

if TYPE_CHECKING:
    from llex.core.models import TranslationMark, User


def digest(text: str) -> str:
    """Return a short fingerprint of a source text; white space at the ends does not count."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


def text_in(subject: models.Model, field: str, language: str) -> str:
    """Return the stored text of a translated field in one language, without falling back."""
    return getattr(subject, f"{field}_{language}") or ""


def source_text(subject: models.Model, field: str, language: str) -> str:
    """Return the stored text of a field in the language it was written in.

    A language of the site has a field of its own; any other is in ``original_<field>``.
    """
    if language in languages.CODES:
        return text_in(subject, field, language)
    return getattr(subject, f"original_{field}", "") or ""


def first_text(subject: models.Model, field: str, order: Iterable[str]) -> tuple[str, str] | None:
    """Return the language and text of the first of *order* in which a field has a text."""
    for code in order:
        if text := text_in(subject, field, code).strip():
            return code, text
    return None


class TranslationMarkQuerySet(models.QuerySet["TranslationMark"]):
    """Marks, in the words of translators."""

    def about(self, subjects: Iterable[models.Model]) -> TranslationMarkQuerySet:
        """Return the marks of *subjects*, whatever their classes."""
        condition = models.Q(pk__in=())
        by_type: dict[ContentType, list[Any]] = {}
        for subject in subjects:
            kind = ContentType.objects.get_for_model(subject)
            by_type.setdefault(kind, []).append(subject.pk)
        for kind, keys in by_type.items():
            condition |= models.Q(content_type=kind, object_id__in=keys)
        return self.filter(condition)

    def mark(
        self,
        subject: models.Model,
        field: str,
        language: str,
        *,
        source_language: str,
        state: str,
        by: User | None = None,
    ) -> TranslationMark:
        """Record that *field* is translated into *language* from what the source says now."""
        mark, _created = self.update_or_create(
            content_type=ContentType.objects.get_for_model(subject),
            object_id=subject.pk,
            field=field,
            language=language,
            defaults={
                "state": state,
                "source_language": source_language,
                "source_digest": digest(source_text(subject, field, source_language)),
                "changed_by": by,
            },
        )
        return mark


def is_outdated(mark: TranslationMark, subject: models.Model) -> bool:
    """Return whether the source has changed since the translation was made."""
    return digest(source_text(subject, mark.field, mark.source_language)) != mark.source_digest
