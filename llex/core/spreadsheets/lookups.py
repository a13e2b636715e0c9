"""Finding what a cell names: a city by its slug, its name or another spelling."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, Protocol

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.languages.phrases import join_items
from llex.core.text.normalization import clean_code


class Keys(Protocol):
    """Tell the ways in which a row may be named."""

    def __call__(self, row: Any, /) -> Iterable[str]: ...


def code_key(text: str) -> str:
    """Return the key of a code such as a slug, however its letters and hyphens were typed."""
    return clean_code(text).casefold()


def in_every_language(row: models.Model, field: str) -> list[str]:
    """Return the texts of a translated field, the default language first, without empty ones."""
    texts = (getattr(row, f"{field}_{code}") or "" for code in languages.CODES)
    return [text for text in texts if text]


class Lookup:
    """The rows of one kind, by what people type for them; read once, when first asked.

    *ways* are tried in turn, so that a slug is never mistaken for another row's name. *unknown*
    is the message for what is not found, with a place for ``%(typed)s``.
    """

    def __init__(
        self,
        rows: Callable[[], Iterable[Any]],
        ways: Sequence[Keys],
        unknown: Any,
        fold: Callable[[str], str] = code_key,
    ) -> None:
        self._rows = rows
        self._ways = ways
        self._unknown = unknown
        self._fold = fold
        self._former: list[dict[Hashable, set[Any]]] = []

    def remember(self) -> None:
        """Keep what rows are called now: an import may rename them before it names them again."""
        indexes, _by_key = self._read()
        self._former = [{key: set(hits) for key, hits in index.items()} for index in indexes]

    @cached_property
    def _found(self) -> tuple[list[dict[Hashable, dict[Any, Any]]], dict[Any, Any]]:
        return self._read()

    def _read(self) -> tuple[list[dict[Hashable, dict[Any, Any]]], dict[Any, Any]]:
        found: list[dict[Hashable, dict[Any, Any]]] = [{} for _way in self._ways]
        by_key = {}
        for row in self._rows():
            by_key[row.pk] = row
            for index, way in zip(found, self._ways, strict=True):
                for name in way(row):
                    if key := self._fold(name):
                        index.setdefault(key, {})[row.pk] = row
        return found, by_key

    def name_of(self, row: Any, names: Iterable[str]) -> str:
        """Return the first of *names* that means this row and no other; else its id."""
        for name in names:
            try:
                if name and self.find(name).pk == row.pk:
                    return name
            except ValueError:
                continue
        return str(row.pk)

    def find(self, typed: str) -> Any:
        """Return the row called *typed*. Raise ValueError when there is none, or more than one."""
        for hits in self._hits(self._fold(typed)):
            if len(hits) == 1:
                return hits[0]
            if hits:
                raise ValueError(
                    _("“%(typed)s” may mean several: %(these)s.")
                    % {"typed": typed, "these": join_items(f"{row} (id {row.pk})" for row in hits)}
                )
        raise ValueError(str(self._unknown) % {"typed": typed})

    def _hits(self, key: Hashable) -> Iterator[list[Any]]:
        """Yield the rows of each way to name them, as they were called before an import first."""
        indexes, by_key = self._found
        for former in self._former:
            yield [by_key[pk] for pk in sorted(former.get(key, ())) if pk in by_key]
        for index in indexes:
            yield list(index.get(key, {}).values())
