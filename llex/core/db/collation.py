"""The alphabetical order of a language, the same in Python, on SQLite and on PostgreSQL.

PostgreSQL sorts by ICU. Python and SQLite sort by the same algorithm, Unicode's (UTS #10), with the
rules by which the languages of the site differ from its default order: ñ is a letter of its own in
Spanish; in Arabic a letter sorts alike with and without hamza or dots, and Arabic names come first.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, Final

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.functions import Coalesce, Collate, NullIf
from django.utils.translation import get_language
from modeltranslation.translator import NotRegistered, translator
from modeltranslation.utils import build_localized_fieldname
from pyuca import Collator

from llex.core import languages

Key = tuple[int, ...]

# A code point that sorts behind every letter: ñ follows nz.
_BEHIND: Final = "\U0010fffe"
_SPANISH: Final = str.maketrans({"ñ": f"n{_BEHIND}", "Ñ": f"N{_BEHIND}"})
_ARABIC: Final = str.maketrans("أإآٱةىی", "ااااتيي")
_ARABIC_BLOCK: Final = range(0x0600, 0x0700)
_TAILORED: Final[dict[str, Mapping[int, str | int]]] = {"es": _SPANISH, "ar": _ARABIC}
# The weights of a stored key, enough for a name of forty letters with its accents.
_WEIGHTS: Final = 100
# Characters that one weight takes.
_WIDTH: Final = 4
STORED_LENGTH: Final = _WEIGHTS * _WIDTH


@lru_cache(maxsize=50_000)
def sort_key(text: str, language: str) -> Key:
    """Return the key by which *text* is sorted among texts in a list for readers of *language*."""
    root = language.partition("-")[0]
    weights = _collator().sort_key
    if root not in _TAILORED:
        return tuple(weights(text))
    text = unicodedata.normalize("NFC", text)
    spelt = text.translate(_TAILORED[root])
    return (int(root == "ar" and _is_foreign(text)), *weights(spelt), *weights(text))


def reader_key(text: str) -> Key:
    """Return the key by which *text* is sorted for readers of the active language."""
    return sort_key(text, get_language() or languages.DEFAULT)


def stored_key(text: str, language: str) -> str:
    """Return `sort_key`, cut short, as text that any database sorts alike."""
    return "".join(f"{weight:0{_WIDTH}x}" for weight in sort_key(text, language)[:_WEIGHTS])


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
    """Teach a new connection to SQLite the orders that PostgreSQL knows."""
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


def _is_foreign(text: str) -> bool:
    """Return whether *text* begins with a letter that is not Arabic; figures come first."""
    first = next(filter(str.isalnum, text), "")
    return first.isalpha() and ord(first) not in _ARABIC_BLOCK


@cache
def _collator() -> Collator:
    return Collator()
