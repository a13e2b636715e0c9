"""The table of cities: its columns, declared once, and the cells that every format walks.

To add a column, declare it in `_columns`; the texts are in the active language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cities.public.facts import CityPageFacts, Fact, NoteFacts
from cities.wording.published_row import (
    PublishedChallenge,
    PublishedResponse,
    PublishedRow,
    SessionRow,
)
from llex.core.languages.numbers import number
from llex.core.text import Phrase, RichText


@dataclass(frozen=True, slots=True)
class Entry:
    """A policy response or a challenge in a cell. *anchor* is its address in a web page.

    *services* are the slugs of those it concerns, *address* is that of its own page, if it has one.
    """

    anchor: str
    title: Phrase | None
    text: RichText
    facts: tuple[Fact, ...]
    services: tuple[str, ...] = ()
    address: str = ""

    def facts_as(self, *roles: str) -> tuple[Fact, ...]:
        """Return the facts that are set in one of *roles*."""
        return tuple(fact for fact in self.facts if fact.role in roles)


@dataclass(frozen=True, slots=True)
class CityCell:
    """The head of a row: the city, its country and its representative."""

    kind: ClassVar = "city"
    row: PublishedRow


@dataclass(frozen=True, slots=True)
class EntriesCell:
    """Policy responses or challenges."""

    kind: ClassVar = "entries"
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class TextCell:
    """A single value, None where it is not known."""

    kind: ClassVar = "text"
    text: Phrase | None


# The share of a column below which a web page gives it a small fixed width.
_NARROW: Final = 0.8

Cell = CityCell | EntriesCell | TextCell


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its *label*; *detail* is a second label where there is room for it.

    *share* is its part of the width, in the unit of the other columns. Where there is little room,
    the entries of a column are folded under what *folded* says of their number; those of one that
    *leads* without the first.
    """

    name: str
    label: str
    share: float
    cell: Callable[[PublishedRow, NoteFacts], Cell]
    detail: str = ""
    folded: Callable[[int], str] = str
    leads: bool = False

    @property
    def is_narrow(self) -> bool:
        """Return whether it holds short values only."""
        return self.share < _NARROW


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with the cell of each column."""

    row: PublishedRow
    cells: tuple[tuple[Column, Cell], ...]


@dataclass(frozen=True, slots=True)
class CityTable:
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]


def city_table(
    language: str, rows: Sequence[PublishedRow], facts: NoteFacts | None = None
) -> CityTable:
    """Lay out the *rows* of a note in *language*, with the *facts* of every format unless given."""
    columns, facts = _columns(), facts or NoteFacts(language, rows)
    return CityTable(
        columns,
        tuple(
            TableRow(row, tuple((column, column.cell(row, facts)) for column in columns))
            for row in rows
        ),
    )


def entries_of(row: SessionRow) -> tuple[EntriesCell, EntriesCell]:
    """Return the responses and the challenges of a row for the page of its city."""
    facts = CityPageFacts(row)
    return _responses(row, facts), _challenges(row, facts)


def _columns() -> tuple[Column, ...]:
    return (
        Column(
            name="city",
            label=pgettext("column of a table", "City"),
            share=0.95,
            cell=lambda row, _facts: CityCell(row),
            detail=_("Representative"),
        ),
        Column(
            "responses",
            _("Policy responses"),
            share=1.75,
            cell=_responses,
            folded=_further_responses,
            leads=True,
        ),
        Column(
            "challenges",
            _("Challenges"),
            share=1.35,
            cell=_challenges,
            folded=_number_of_challenges,
        ),
    )


def _further_responses(count: int) -> str:
    text = ngettext("%(count)s more policy response", "%(count)s more policy responses", count)
    return text % {"count": number(count)}


def _number_of_challenges(count: int) -> str:
    text = ngettext("%(number)s challenge", "%(number)s challenges", count)
    return text % {"number": number(count)}


def _responses(row: PublishedRow, facts: NoteFacts) -> EntriesCell:
    return EntriesCell(tuple(_response_entries(row.responses, facts)))


def _challenges(row: PublishedRow, facts: NoteFacts) -> EntriesCell:
    return EntriesCell(tuple(_challenge_entries(row.challenges, facts)))


def _response_entries(responses: Iterable[PublishedResponse], facts: NoteFacts) -> Iterable[Entry]:
    for one in responses:
        anchor = f"response-{one.id}"
        told, address = facts.of_response(one), facts.address_of(anchor)
        yield Entry(anchor, one.title, one.text, told, _slugs(one), address)


def _challenge_entries(
    challenges: Iterable[PublishedChallenge], facts: NoteFacts
) -> Iterable[Entry]:
    for one in challenges:
        anchor = f"challenge-{one.id}"
        told, address = facts.of_challenge(one), facts.address_of(anchor)
        yield Entry(anchor, None, one.text, told, _slugs(one), address)


def _slugs(one: PublishedResponse | PublishedChallenge) -> tuple[str, ...]:
    return tuple(service.slug for service in one.services)
