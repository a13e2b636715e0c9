"""Suggestions as a reader types: cities, topics and titles that begin so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from cities.public.topics import name_of
from llex.core.db.full_text import Condition, Prefix, all_of, any_of
from llex.core.languages.countries import country_name
from llex.core.text.search_words import folded, stems, words_of
from priorities.models import Service
from sessions_app.models import SearchDocument
from sessions_app.search import tokens
from sessions_app.search.query import clean

# What is typed beyond is asked by pressing "Search".
_LONGEST: Final = 60
_FEWEST: Final = 2
_MOST_WORDS: Final = 6
_OF_EACH: Final = 3
_TITLES: Final = 5
_CHARACTERS: Final = 90
_WITH_TITLES: Final = (
    *(SearchDocument.Kind.MEASURE, SearchDocument.Kind.CHALLENGE, SearchDocument.Kind.NOTE),
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A page by its *name*; *detail* says what it is."""

    name: str
    detail: str
    address: str


def suggestions(text: str, language: str) -> list[Suggestion]:
    """Return pages whose names *text* may begin, for readers of *language*. Three queries."""
    typed = clean(text)
    if not _FEWEST <= len(typed) <= _LONGEST:
        return []
    words = [found[0] for found in words_of(typed)][:_MOST_WORDS]
    if not words or not all(map(folded, words)):
        return []
    return [*_cities(words, language), *_topics(words, language), *_titles(words, language)]


def _cities(words: list[str], language: str) -> Iterator[Suggestion]:
    named = [_beginning(word, language) for word in words]
    rows = _rows(language, [SearchDocument.Kind.CITY], named)
    for row in rows.order_by("-day", "title")[:_OF_EACH]:
        country = country_name(row.country, language) if row.country else ""
        yield Suggestion(row.title, country or _kind(row), row.get_absolute_url())


def _topics(words: list[str], language: str) -> list[Suggestion]:
    typed = folded(" ".join(words))
    kind = _("Topic")
    named = [(one.slug, name_of(one, language).text) for one in Service.objects.all()]
    return [
        Suggestion(name, kind, reverse("cities:topic_detail", args=[slug]))
        for slug, name in named
        if all(any(word.startswith(part) for word in folded(name)) for part in typed)
    ][:_OF_EACH]


def _titles(words: list[str], language: str) -> Iterator[Suggestion]:
    named = [_beginning(word, language, is_title=True) for word in words]
    rows = _rows(language, _WITH_TITLES, named).order_by("-day", "pk")
    for row in rows[:_TITLES]:
        detail = " · ".join(filter(None, (_kind(row), row.city_name)))
        name = Truncator(row.title).chars(_CHARACTERS)
        yield Suggestion(name, detail, row.get_absolute_url())


def _kind(row: SearchDocument) -> str:
    return str(capfirst(SearchDocument.Kind(row.kind).label))


def _rows(
    language: str, kinds: Iterable[str], named: Iterable[Condition]
) -> QuerySet[SearchDocument]:
    wanted = [tokens.of_readers(language), any_of(map(tokens.of_kind, kinds)), *named]
    return SearchDocument.objects.filter(words__matches=all_of(wanted))


def _beginning(word: str, language: str, *, is_title: bool = False) -> Condition:
    """Return that a row has a word that begins so, or another form of the word."""
    own = [*folded(word), *stems(word, language)]
    if is_title:
        own = [tokens.in_title(one) for one in own]
    return any_of([*map(Prefix, own[:1]), *own])
