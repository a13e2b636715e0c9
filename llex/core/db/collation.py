"""The alphabetical order of a language in the database, as `llex.core.languages.sorting` has it.

PostgreSQL sorts by ICU, SQLite by a collation that compares the sort keys of Python.
"""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Coalesce, Collate, NullIf
from django.utils.translation import get_language
from modeltranslation.translator import NotRegistered, translator
from modeltranslation.utils import build_localized_fieldname

from llex.core import languages
from llex.core.languages.sorting import sort_key


class InLanguageOrder(models.Func):
    """Order rows by the first text that is not empty, as readers of the active language sort it.

    A translated field is sorted by the text that is shown: another language's where it is empty.
    """

    def resolve_expression(self, query: Any = None, *args: Any, **kwargs: Any) -> Any:
        language = get_language() or languages.DEFAULT
        shown = [_shown(query.model, one.name, language) for one in self.get_source_expressions()]
        empty = models.Value("")
        text = Coalesce(*(NullIf(one, empty) for one in shown), empty) if shown[1:] else shown[0]
        return Collate(text, _name(language)).resolve_expression(query, *args, **kwargs)


def register(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Create the collations on a new connection to SQLite; PostgreSQL has them."""
    if connection.vendor == "sqlite":
        for code in languages.CODES:
            connection.connection.create_collation(_name(code), _comparison(code))


def _shown(model: type[models.Model], path: str, language: str) -> Any:
    *way, name = path.split("__")
    for step in way:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    if not _is_translated(model, name):
        return models.F(path)
    codes = languages.fallbacks(language)
    names = ["__".join((*way, build_localized_fieldname(name, code))) for code in codes]
    empty = models.Value("")
    return Coalesce(*(NullIf(models.F(each), empty) for each in names), empty)


def _is_translated(model: type[models.Model], name: str) -> bool:
    try:
        return name in translator.get_options_for_model(model).all_fields
    except NotRegistered:
        return False


def _comparison(language: str) -> Any:
    def compare(one: str, other: str) -> int:
        first, second = sort_key(one, language), sort_key(other, language)
        return (first > second) - (first < second)

    return compare


def _name(language: str) -> str:
    """Return the name of a language's collation in ICU, which PostgreSQL goes by."""
    return f"{language}-x-icu"
