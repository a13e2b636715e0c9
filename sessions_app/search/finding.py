"""Finding rows by a query: as typed, in other languages, and as it may have been meant.

The number of queries to the database is bounded by the number of words, and so is their work: no
more than `CANDIDATES` rows are ranked, no more than `MOST` counted.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Final

from django.db.models import Case, QuerySet, Value, When

from llex.core import languages
from llex.core.db.full_text import all_of, at_least
from sessions_app.models import SearchDocument
from sessions_app.search import engine, spelling
from sessions_app.search.asking import Asked, Candidate, Counts
from sessions_app.search.engine import Question
from sessions_app.search.filters import Filters
from sessions_app.search.query import Query, Word, parse
from sessions_app.search.ranking import ALL, matched, missing, rank

CANDIDATES: Final = 600
# Of more rows, as many with all words in their title are ranked, and as many others.
_IN_TITLE: Final = 200
_OTHERS: Final = CANDIDATES - _IN_TITLE
# With as many candidates, rows with fewer words are not looked at.
_ENOUGH: Final = 60


@dataclass(frozen=True, slots=True)
class Found:
    """The results of a query among the rows for *readers*.

    *best* are the keys of rows in their order. Where more were found than are ranked, *rows* has
    all of them, the newest first, and *best* those that come before. *kinds* counts by kind without
    the filter of the kind.
    """

    query: Query
    readers: str
    rows: QuerySet[SearchDocument]
    best: list[int] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    # By the values of filters.
    counts: Counts = field(default_factory=dict)
    is_whole: bool = True
    meant: str = ""
    # Words that were found nowhere; whether something has all of them.
    missing: list[Word] = field(default_factory=list)
    has_all_words: bool = False

    @property
    def count(self) -> int:
        """Return how many of all kinds there are; more than `MOST` where they were not counted."""
        return sum(self.kinds.values())

    def count_of(self, kind: str) -> int:
        return self.kinds[kind] if kind else self.count

    def in_order(self, sort: str) -> QuerySet[SearchDocument]:
        """Return the rows, the best first, or the newest."""
        if sort == "newest" or not self.best:
            return self.rows.order_by("-day", "pk")
        places = [When(pk=pk, then=Value(place)) for place, pk in enumerate(self.best)]
        return self.rows.order_by(Case(*places, default=Value(len(places))), "-day", "pk")

    def page(self, sort: str, start: int, stop: int) -> list[SearchDocument]:
        """Return some rows in order. At most two queries."""
        if sort == "newest" or not self.best:
            return list(self.rows.order_by("-day", "pk")[start:stop])
        keys = self.best[start:stop]
        by_key = SearchDocument.objects.in_bulk(keys)
        found = [by_key[key] for key in keys if key in by_key]
        if not self.is_whole and stop > len(self.best):
            rest = self.rows.exclude(pk__in=self.best).order_by("-day", "pk")
            first = max(0, start - len(self.best))
            found += rest[first : stop - len(self.best)]
        return found


def find(filters: Filters, readers: str, version: int) -> Found:
    """Find what a reader asks for; where nothing is found, in other languages, then as meant."""
    query = parse(filters.text, readers)
    if not query.words:
        return _newest(query, filters, readers)
    found = _find(query, filters, readers)
    if not found.missing:
        return found
    if not found.count:
        for other in languages.CODES:
            if other != readers:
                there = _find(parse(filters.text, other), filters, other)
                if there.has_all_words:
                    return there
    if meant := spelling.corrected(query, found.missing, version):
        again = _find(parse(meant, readers), filters, readers)
        # Where something was found, another word must be found together with the others.
        if again.has_all_words or (again.count and not found.count):
            return replace(again, meant=meant)
    return found


def _newest(query: Query, filters: Filters, readers: str) -> Found:
    if query.text:
        # What has no word, such as “?!”, finds nothing.
        return Found(query, readers, SearchDocument.objects.none(), is_whole=False)
    question = Question(Asked(readers, filters))
    return _counted(Found(query, readers, question.asked.rows(), is_whole=False), question)


def _find(query: Query, filters: Filters, readers: str) -> Found:
    if not query.words:
        return Found(query, readers, SearchDocument.objects.none())
    conditions = [word.condition() for word in query.words]
    candidates: list[Candidate] = []
    for number in range(len(conditions), 0, -1):
        question = Question(Asked(readers, filters, (at_least(number, conditions),)))
        candidates, is_whole = question.candidates(CANDIDATES, _OTHERS)
        if not is_whole:
            return _many(query, question, candidates)
        if len(candidates) >= _ENOUGH:
            break
    matches = matched(candidates, query)
    in_order = rank(matches, query)
    ranked = [one.candidate for one in in_order]
    best = [one.pk for one in ranked if filters.kind in ("", one.kind)]
    return Found(
        query,
        readers,
        SearchDocument.objects.filter(pk__in=best),
        best,
        Counter(one.kind for one in ranked),
        counts=question.count_among(best),
        missing=missing(matches, query),
        has_all_words=any(one.coverage >= ALL for one in in_order),
    )


def _many(query: Query, question: Question, candidates: list[Candidate]) -> Found:
    """Return more rows than are ranked: those with all words in their title come first."""
    asked = question.asked
    kind = asked.filters.kind
    in_title = all_of(word.in_title() for word in query.words)
    first = engine.candidates(replace(asked, conditions=(in_title,), kind=kind), _IN_TITLE)
    wanted = [one for one in candidates if kind in ("", one.kind)]
    ranked = rank(matched([*first, *wanted], query), query)
    found = Found(
        query,
        asked.readers,
        asked.rows(),
        [one.candidate.pk for one in ranked],
        is_whole=False,
        has_all_words=True,
    )
    return _counted(found, question)


def _counted(found: Found, question: Question) -> Found:
    """Return what was found with its numbers; of the kind asked for alone, where there is one."""
    counts = question.count()
    kinds = Counter(dict(counts.get("kind", {})))
    if kind := question.asked.filters.kind:
        of_kind = replace(question.asked, kind=kind)
        return replace(found, rows=of_kind.rows(), kinds=kinds, counts=question.count(kind))
    return replace(found, kinds=kinds, counts=counts)
