"""The texts of translated fields as they are stored, without falling back.

`llex.core.translations` has the marks that say what a translation was made from.
"""

from collections.abc import Iterable

from django.db import models

from llex.core import languages


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
