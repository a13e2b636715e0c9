"""Stored keys by which rows are found however a name is written, the same on each database.

A search for words finds a row whose key contains each of them, in whatever order. Lists of the
admin ask for it by `search_fields = ("person__search_key__key_contains",)`.

A key is written by `save()` alone: `update()`, `bulk_create()` and `bulk_update()` pass it by, so
what is searched is never written by them (a test reads the code for it). Only names have keys; long
texts are searched as they are stored, letter by letter.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar, Final

from django.db import models
from django.db.models.lookups import Contains, StartsWith

from llex.core import languages
from llex.core.text.name_keys import normalize_key, normalize_words

_PARTED: Final = re.compile(r"[\s\-\u2010-\u2015,;/]+")


@models.CharField.register_lookup
@models.TextField.register_lookup
class KeyContains(Contains):
    """`contains` on a stored key, for a text as people type it."""

    lookup_name = "key_contains"

    def get_prep_lookup(self) -> str:
        return normalize_key(str(self.rhs))

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return str(connection.operators["contains"] % rhs)


@models.CharField.register_lookup
@models.TextField.register_lookup
class KeyStartsWith(StartsWith):
    """`startswith` on a stored key, for a text as people type it."""

    lookup_name = "key_startswith"

    def get_prep_lookup(self) -> str:
        return normalize_key(str(self.rhs))

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        return str(connection.operators["startswith"] % rhs)


def search_key(texts: Iterable[str]) -> str:
    """Return the key of a row that is called *texts*: each of their words, and each text whole.

    Whole, so that “jeanpaul” finds “Jean Paul” as it finds “Jean-Paul”.
    """
    keys = (key for text in texts for key in (*normalize_words(text), normalize_key(text)))
    return " ".join(dict.fromkeys(filter(None, keys)))


def name_key(name: str) -> str:
    """Return a key that is the same for the words of *name* in whatever order."""
    return " ".join(sorted(filter(None, map(normalize_key, _PARTED.split(name)))))


def name_keys(*names: str) -> set[str]:
    """Return the keys that another writing of one of *names* shares, also in another order."""
    return {key for name in names for key in (normalize_key(name), name_key(name)) if key}


class SearchableModel(models.Model):
    """A row with the key of its names, written with the row."""

    # The fields with its names: texts, lists of texts, or texts in all languages.
    searched: ClassVar[tuple[str, ...]] = ("name",)

    search_key = models.TextField(default="", editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the row and its key."""
        self.search_key = search_key(self.searched_texts())
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_key"}
        super().save(*args, **kwargs)

    def searched_texts(self) -> Iterator[str]:
        """Yield what the row is called, in all languages."""
        return texts_of(self, self.searched)


def texts_of(row: Any, fields: Iterable[str]) -> Iterator[str]:
    """Yield the texts of *fields*, also of those that have one in each language."""
    for field in fields:
        names = [f"{field}_{code}" for code in languages.CODES if hasattr(row, f"{field}_{code}")]
        for name in names or [field]:
            value = getattr(row, name)
            yield from value if isinstance(value, list) else [value or ""]
