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
        wanted = [*self.filters.conditions(), *self.conditions]
        if wanted and self.kind:
            wanted.append(tokens.of_kind(self.kind))
        if not wanted:
            rows = SearchDocument.objects.filter(readers=self.readers)
            rows = rows.filter(kind=self.kind) if self.kind else rows
        else:
            # By one index alone: others, of the language or the kind, cost more than they spare.
            wanted.append(tokens.of_readers(self.readers))
            rows = SearchDocument.objects.filter(words__matches=all_of(wanted))
        return self.filters.narrow(rows)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that has some of the words; *stems* are all of its, a line a field, between spaces."""

    pk: int
    kind: str
    day: date
    stems: str

    @classmethod
    def read(cls, pk: int, kind: str, day: date, words: str) -> Candidate:
        return cls(pk, kind, day, " " + words.replace("\n", " \n ") + " ")
