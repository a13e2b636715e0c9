"""The languages of a session: of its note, spoken in it, and interpreted."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from llex.core import languages
from llex.core.languages import world_languages


def all_languages() -> list[str]:
    """Return the languages that a new session's note is planned in."""
    return list(languages.CODES)


def validate_languages(value: object) -> None:
    """Raise ValidationError unless *value* is a list of our languages, none twice, at least one."""
    codes = value if isinstance(value, list) else []
    if not codes or len(set(codes)) != len(codes) or not set(codes) <= set(languages.CODES):
        raise ValidationError(_("Choose at least one of the languages, each once."))


def validate_spoken_languages(value: object) -> None:
    """Raise ValidationError unless *value* is a list of languages of the world, none twice."""
    codes = value if isinstance(value, list) else [None]
    if len(set(codes)) != len(codes) or not set(codes) <= world_languages.codes():
        raise ValidationError(_("Choose languages from the list, each once."))
