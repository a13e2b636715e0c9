"""The question that the search puts to its engine, whichever it is, and what it gets back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from llex.core.db.full_text import Condition, all_of
from sessions_app.models import SearchDocument
from sessions_app.search import tokens
from sessions_app.search.filters import Filters

# Numbers of rows by the value of a filter, by the filter; kinds among them.
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Rows for *readers* that *filters* leave, of all kinds unless one is given.

    Their words fulfil the *conditions*.
    """

    readers: str
    filters: Filters
    conditions: tuple[Condition, ...] = ()
    kind: str = ""

    def rows(self) -> QuerySet[SearchDocument]:
        """Return them from the database, in no order."""
        rows = SearchDocument.objects.all()
        if self.conditions:
            # By one index alone: a second one for the language would be read for each search.
            of_readers = tokens.of_readers(self.readers)
            rows = rows.filter(words__matches=all_of([of_readers, *self.conditions]))
        else:
            rows = rows.filter(readers=self.readers)
        rows = self.filters.narrow(rows)
        return rows.filter(kind=self.kind) if self.kind else rows


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that has some of the words; *fields* are its stems, each with a space around it."""

    pk: int
    kind: str
    day: date
    fields: tuple[str, ...]

    @classmethod
    def read(cls, pk: int, kind: str, day: date, words: str) -> Candidate:
        return cls(pk, kind, day, tuple(f" {line} " for line in words.split("\n")))
