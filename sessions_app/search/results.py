"""The page of results: rows as they are shown, with pages, tabs and what else was found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cities.models import EntryProjection
from cities.templatetags.entries import month
from llex.core.http.page_addresses import page_address
from llex.core.languages.countries import country_name
from llex.core.text import Phrase
from llex.core.text.name_keys import normalize_key
from sessions_app.models import SearchDocument
from sessions_app.search import engine
from sessions_app.search.facets import counted
from sessions_app.search.filters import Filters, Unknown
from sessions_app.search.finding import Found
from sessions_app.search.passages import Passage, marked, passage

ON_A_PAGE: Final = 20
# All of them are in the CSV file, which streams.
IN_JSON: Final = 1000
# Forms of words that were found beside the typed ones, as many as are told.
_FORMS: Final = 6
Kind = SearchDocument.Kind


@dataclass(frozen=True, slots=True)
class Link:
    """A row that answers, or is answered: its address, its city and its title."""

    address: str
    city: str
    title: str


@dataclass(frozen=True)
class Result:
    """A row as it is shown to *readers*; *wanted* are the stems to be marked."""

    row: SearchDocument
    wanted: frozenset[str]
    services: dict[str, Phrase]

    @cached_property
    def title(self) -> Passage:
        return marked(self.row.title, self.row.language, self.wanted)

    @cached_property
    def passage(self) -> Passage | None:
        """Return the part of the text that was found; None where the title says it all."""
        row = self.row
        if not row.text or row.text.strip().rstrip(".") == row.title.rstrip("…"):
            return None
        return passage(row.text, row.language, self.wanted)

    @property
    def kind(self) -> str:
        return str(capfirst(Kind(self.row.kind).label))

    @property
    def sort(self) -> str:
        """Return the class of its mark: a measure is filled, a challenge hollow."""
        marks = {Kind.MEASURE: "", Kind.CHALLENGE: "sort-challenge"}
        return marks.get(Kind(self.row.kind), "sort-point")

    @property
    def country(self) -> str:
        row = self.row
        return country_name(row.country, row.readers) if row.country else ""

    @property
    def when(self) -> str:
        if self.row.kind == Kind.CITY:
            return ""
        if self.row.since:
            return _("since %(month)s") % {"month": month(self.row.since)}
        return month(self.row.day)

    @property
    def city_address(self) -> str:
        """Return the address of its city; nothing where it has none, or is the city."""
        row = self.row
        is_of_city = row.city and row.kind != Kind.CITY
        return page_address("cities:city_detail", row.city) if is_of_city else ""

    @property
    def topics(self) -> list[tuple[str, Phrase]]:
        """Return the addresses of its topics with what they are called."""
        slugs = () if self.row.kind == Kind.CITY else self.row.services.split()
        return [
            (page_address("cities:topic_detail", slug), self.services[slug])
            for slug in slugs
            if slug in self.services
        ]

    @property
    def status(self) -> str:
        """Return whether a measure still holds, as the mark of its page says it."""
        said = {
            EntryProjection.Status.STILL_TRUE: _("Still true, %(month)s"),
            EntryProjection.Status.CHANGED: _("Changed, %(month)s"),
            EntryProjection.Status.ENDED: _("Ended, %(month)s"),
        }
        day: date | None = self.row.status_day
        if not self.row.status or day is None:
            return ""
        return said[EntryProjection.Status(self.row.status)] % {"month": month(day)}

    @property
    def holds(self) -> bool:
        return self.row.status != EntryProjection.Status.ENDED

    @property
    def links(self) -> list[Link]:
        return [
            Link(page_address("cities:entry_detail", slug), city, title)
            for slug, city, title in self.row.links
        ]

    @property
    def is_challenge(self) -> bool:
        return self.row.kind == Kind.CHALLENGE

    @property
    def is_of_note(self) -> bool:
        """Return whether it is a place in a note: a key point or a quotation."""
        return bool(self.row.anchor)

    @property
    def note(self) -> str:
        return page_address("sessions_app:briefing", self.row.slug)


@dataclass(frozen=True, slots=True)
class Tab:
    """A kind of results with its count; *address* is the list of them alone."""

    name: str
    count: str
    address: str
    is_open: bool


class _Pages(Paginator[Any]):
    """Pages of what was found, which is counted already."""

    def __init__(self, found: Found, filters: Filters) -> None:
        self._found, self._filters = found, filters
        super().__init__([], ON_A_PAGE)

    @cached_property
    def count(self) -> int:
        return min(self._found.count_of(self._filters.kind), engine.MOST)

    def page(self, number: Any) -> Page[Any]:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows = self._found.page(self._filters.sort, start, start + self.per_page)
        return Page(rows, number, self)


def page_of(found: Found, filters: Filters, asked: str) -> tuple[Page[Any], Unknown | None]:
    """Return a page of results; of a number that there is not, the nearest one, and that it is."""
    pages = _Pages(found, filters)
    page = pages.get_page(asked or 1)
    told = None
    if asked and asked != str(page.number):
        told = Unknown(pgettext("of a list", "Page"), asked[:20])
    return page, told


def shown(
    rows: Iterable[SearchDocument], found: Found, services: dict[str, Phrase]
) -> list[Result]:
    """Return rows as they are shown, with the names of *services* by slug."""
    return [Result(row, found.query.stems, services) for row in rows]


def also_found(results: Iterable[Result], found: Found) -> list[tuple[str, str]]:
    """Return other words that were marked, each with its language."""
    typed = {normalize_key(word) for word in found.query.text.split()}
    forms: dict[str, tuple[str, str]] = {}
    for result in results:
        passages = (result.title, *filter(None, (result.passage,)))
        for form in (form for one in passages for form in one.forms):
            key = normalize_key(form)
            if key not in typed:
                forms.setdefault(key, (result.row.language, form))
    return list(forms.values())[:_FORMS]


def tabs(found: Found, filters: Filters) -> list[Tab]:
    """Return all results and those of each kind that there are."""
    names = {
        Kind.MEASURE: _("Measures"),
        Kind.CHALLENGE: _("Challenges"),
        Kind.POINT: _("Key points"),
        Kind.QUOTATION: _("Quotations"),
        Kind.CITY: _("Cities"),
        Kind.NOTE: _("Notes"),
    }
    kinds = [(str(kind), name) for kind, name in names.items()]
    return [
        Tab(name, counted(found.count_of(kind)), filters.address(kind=kind), kind == filters.kind)
        for kind, name in [("", pgettext("kinds of results", "All")), *kinds]
        if not kind or found.count_of(kind) or kind == filters.kind
    ]


def headline(found: Found, filters: Filters) -> str:
    """Say how much was found, and for what."""
    count = found.count_of(filters.kind)
    text = found.meant or found.query.text
    values = {"number": counted(count), "text": text}
    if not count:
        return _("Nothing found for “%(text)s”") % values if text else _("Nothing found")
    if text:
        sentence = ngettext(
            "%(number)s result for “%(text)s”", "%(number)s results for “%(text)s”", count
        )
        return sentence % values
    return ngettext("%(number)s result", "%(number)s results", count) % values


def every(found: Found, filters: Filters) -> QuerySet[SearchDocument]:
    """Return all rows in the order asked for, for files."""
    return found.in_order(filters.sort)
