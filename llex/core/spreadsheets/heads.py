"""Names of sheets and heads of columns in the reader's language."""

import re
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext, pgettext_lazy

from llex.core import languages

_SHEET: Final = "sheet of a workbook"
_TITLES: Final = {
    "session": pgettext_lazy("sheet of a workbook", "session"),
    "services": pgettext_lazy("sheet of a workbook", "services"),
    "organisations": pgettext_lazy("sheet of a workbook", "organisations"),
    "cities": pgettext_lazy("sheet of a workbook", "cities"),
    "participants": pgettext_lazy("sheet of a workbook", "participants"),
    "contributions": pgettext_lazy("sheet of a workbook", "contributions"),
    "consents": pgettext_lazy("sheet of a workbook", "consents"),
    "challenges": pgettext_lazy("sheet of a workbook", "challenges"),
    "responses": pgettext_lazy("sheet of a workbook", "responses"),
    "quotations": pgettext_lazy("sheet of a workbook", "quotations"),
    "themes": pgettext_lazy("sheet of a workbook", "themes"),
    "points": pgettext_lazy("sheet of a workbook", "points"),
    "invitations": pgettext_lazy("sheet of a workbook", "invitations"),
}
_LANGUAGE: Final = re.compile(r"(.+)_([a-z]{2}(?:_[a-z]+)?)")


def title_of(sheet: str) -> str:
    """Return the name of a sheet."""
    return pgettext(_SHEET, sheet) if sheet in _TITLES else sheet


def head_of(model: type[models.Model], column: Any) -> str:
    """Return the head of a column in the reader's language."""
    return capfirst(word_of(model, column))


def word_of(model: type[models.Model], column: Any) -> str:
    """Return the name of a column in the default language, else that of its field."""
    name = str(column.column_name)
    base, language = _parted(name)
    if get_language() in (None, languages.DEFAULT):
        text = base.replace("_", " ")
    else:
        text = str(column.label or _field_name(model, _parted(column.attribute)[0]) or base)
    return f"{text} ({language})" if language else text


def _parted(name: str) -> tuple[str, str]:
    """Return the name of a translated field and the code of the language, which may be ""."""
    match = _LANGUAGE.fullmatch(name)
    if match and match[2].replace("_", "-") in languages.CODES:
        return match[1], match[2]
    return name, ""


def _field_name(model: type[models.Model], path: str) -> str:
    current: Any = model
    name = ""
    for part in path.split("__"):
        try:
            field: Any = current._meta.get_field(part)
        except FieldDoesNotExist:
            return ""
        name, current = str(field.verbose_name), field.related_model
    return name
