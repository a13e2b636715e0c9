"""Finding what a cell names: a city by its slug, its name or another spelling."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, Final, Protocol

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rapidfuzz import process
from rapidfuzz.distance import Indel

from llex.core import languages
from llex.core.languages.phrases import join_items
from llex.core.spreadsheets.questions import Asker, Inquiry, Question
from llex.core.text.normalization import clean_code

_MOST: Final = 3
# The lowest similarity (0 to 1) of a name that is offered.
_ALIKE: Final = 0.72
# A shorter text is in too many names.
_SHORTEST: Final = 4


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
    is the message for what is not found, with a place for ``%(typed)s``. In an import with an
    *inquiry*, the *asker* offers what may be meant instead.
    """

    def __init__(
        self,
        rows: Callable[[], Iterable[Any]],
        ways: Sequence[Keys],
        unknown: Any,
        fold: Callable[[str], str] = code_key,
        asker: Asker | None = None,
    ) -> None:
        self._rows = rows
        self._ways = ways
        self._unknown = unknown
        self._fold = fold
        self._former: list[dict[Hashable, set[Any]]] = []
        self._stored: frozenset[Any] = frozenset()
        self.asker = asker
        self.inquiry: Inquiry | None = None

    def remember(self) -> None:
        """Keep what rows are called now: an import may rename them before it names them again."""
        indexes, by_key = self._read()
        self._stored = frozenset(by_key)
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
        names = list(names)
        if self.inquiry and self.asker and self.inquiry.has_taken(self.asker, row):
            # Made or chosen in this import: its other names are not known here yet.
            return next(filter(None, names), str(row.pk))
        for name in names:
            try:
                if name and self.find(name).pk == row.pk:
                    return name
            except ValueError:
                continue
        return str(row.pk)

    def find(self, typed: str) -> Any:
        """Return the row called *typed*. Raise ValueError when there is none, or more than one."""
        if self.inquiry and self.asker:
            chosen = self.inquiry.row_of(self.asker, self, typed)
            if chosen is not None:
                return chosen
        if hits := self.hits(typed):
            if len(hits) == 1:
                return hits[0]
            raise ValueError(
                _("“%(typed)s” may mean several: %(these)s.")
                % {"typed": typed, "these": join_items(f"{row} (id {row.pk})" for row in hits)}
            )
        raise ValueError(str(self._unknown) % {"typed": typed})

    def is_clear(self, typed: str) -> bool:
        """Return whether exactly one row is called *typed*, or an answer says which is meant."""
        try:
            self.find(typed)
        except ValueError:
            return False
        return True

    def asked(self, typed: str) -> Question | None:
        """Return what is asked about *typed*, None where nothing is."""
        if not (typed and self.inquiry and self.asker):
            return None
        return self.inquiry.question_about(self.asker, self, typed)

    def is_in_doubt(self, typed: str) -> bool:
        """Return whether *typed* means no row or several, also where an answer says which."""
        return self.asked(typed) is not None or not self.is_clear(typed)

    def is_left_out(self, typed: str) -> bool:
        """Return whether an answer says to leave out what is called *typed*."""
        question = self.asked(typed)
        return question is not None and question.is_left_out

    def key_of(self, typed: str) -> Any:
        """Return what is the same for texts that mean the same."""
        return self._fold(typed)

    def hits(self, typed: str) -> list[Any]:
        """Return the rows called *typed*, in the first of the ways in which one is."""
        return next(filter(None, self._hits(self._fold(typed))), [])

    def rows(self) -> Iterable[Any]:
        """Return all rows."""
        return self._found[1].values()

    def alike(self, typed: str) -> list[Any]:
        """Return the few rows that are called nearly so."""
        key = str(self._fold(typed))
        near = process.extract(
            key,
            self._names.keys(),
            scorer=Indel.normalized_similarity,
            limit=_MOST,
            score_cutoff=_ALIKE,
        )
        names = [name for name, *_score in near]
        if len(key) >= _SHORTEST:
            within = (name for name in self._names if key in name)
            names += sorted(within, key=len)[:_MOST]
        by_key = self._found[1]
        return [
            by_key[pk] for pk in dict.fromkeys(pk for name in names for pk in self._names[name])
        ]

    def value_of(self, row: Any) -> str:
        """Return what names a row in a form, also if an import makes it anew each time."""
        return f"row:{row.pk}" if row.pk in self._stored else f"made:{self._fold(str(row))}"

    @cached_property
    def _names(self) -> dict[str, list[Any]]:
        """Return the ids of rows by the keys of all their names; numbers are no names."""
        names: dict[str, list[Any]] = {}
        for index in self._found[0]:
            for key, hits in index.items():
                if not str(key).isdecimal():
                    names.setdefault(str(key), []).extend(hits)
        return names

    def _hits(self, key: Hashable) -> Iterator[list[Any]]:
        """Yield the rows of each way to name them, as they were called before an import first."""
        indexes, by_key = self._found
        for former in self._former:
            yield [by_key[pk] for pk in sorted(former.get(key, ())) if pk in by_key]
        for index in indexes:
            yield list(index.get(key, {}).values())
