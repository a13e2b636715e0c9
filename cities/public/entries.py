"""Published entries as pages list and show them, in the reader's language.

Each function makes a constant number of queries, whatever it finds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from cities.models import (
    CityNameProjection,
    CityProjection,
    EntryAnswerProjection,
    EntryKind,
    EntryProjection,
)
from llex.core.text import Phrase


@dataclass(frozen=True, slots=True)
class EntryLink:
    """An entry as another one names it: its title, its address and its city."""

    entry: EntryProjection
    title: Phrase
    city: CityNameProjection

    @property
    def address(self) -> str:
        return self.entry.address.get_absolute_url()

    @property
    def is_challenge(self) -> bool:
        return self.entry.is_challenge

    @property
    def held(self) -> datetime:
        """When its session began, by the clock of the session's place."""
        return self.entry.starts_at.astimezone(ZoneInfo(self.entry.contribution.time_zone))


@dataclass(frozen=True, slots=True)
class EntryCard(EntryLink):
    """An entry in a list. *services* has the names of the services by slug.

    *answers* are the challenges that a response answers, *answered_by* the responses to one.
    """

    services: Mapping[str, Phrase] = field(default_factory=dict)
    answers: tuple[EntryLink, ...] = ()
    answered_by: tuple[EntryLink, ...] = ()


def published() -> QuerySet[EntryProjection]:
    """Return all published entries, the newest first, with what a card needs."""
    heavy = ("contribution__rows", "contribution__original")
    return EntryProjection.objects.select_related("address", "city", "contribution").defer(*heavy)


@dataclass(frozen=True, slots=True)
class Overview:
    """How much is published in all; *holding* measures are known to be in force."""

    measures: int
    holding: int
    challenges: int
    answered: int
    cities: int
    countries: int


def published_overview() -> Overview:
    """Count what is published. Two queries."""
    is_measure = Q(kind=EntryKind.RESPONSE)
    is_challenge = Q(kind=EntryKind.CHALLENGE)
    holds = Q(status__in=(EntryProjection.Status.STILL_TRUE, EntryProjection.Status.CHANGED))
    is_answered = Exists(EntryAnswerProjection.objects.filter(challenge=OuterRef("number")))
    counted = EntryProjection.objects.aggregate(
        measures=Count("pk", filter=is_measure),
        holding=Count("pk", filter=is_measure & holds),
        challenges=Count("pk", filter=is_challenge),
        answered=Count("pk", filter=is_challenge & Q(is_answered)),
    )
    places = CityProjection.objects.aggregate(
        cities=Count("pk"), countries=Count("country", filter=~Q(country=""), distinct=True)
    )
    return Overview(**counted, **places)


def newest_measures(count: int) -> QuerySet[EntryProjection]:
    """Return the measures reported last."""
    return published().filter(kind=EntryKind.RESPONSE).order_by("-starts_at", "-pk")[:count]


def cities_with_most_measures(count: int, language: str) -> list[CityNameProjection]:
    """Return the names of the cities that reported most. One query."""
    names = CityNameProjection.objects.filter(language=language, city__response_count__gt=0)
    in_order = names.order_by("-city__response_count", "name_key", "city")
    return list(in_order.select_related("city")[:count])


def cards(entries: Iterable[EntryProjection], language: str) -> list[EntryCard]:
    """Return entries as cards in their order, with what answers them and what they answer."""
    rows = list(entries)
    answers, answered_by = _answers(rows)
    linked = [one for found in (*answers.values(), *answered_by.values()) for one in found]
    names = city_names({row.city_id for row in (*rows, *linked)}, language)

    def links(found: Iterable[EntryProjection]) -> tuple[EntryLink, ...]:
        return tuple(EntryLink(one, one.title(language), names[one.city_id]) for one in found)

    return [
        EntryCard(
            entry=row,
            title=row.title(language),
            city=names[row.city_id],
            services=service_names(row, language),
            answers=links(answers.get(row.pk, ())),
            answered_by=links(answered_by.get(row.pk, ())),
        )
        for row in rows
    ]


def city_names(cities: Iterable[int], language: str) -> dict[int, CityNameProjection]:
    """Return what cities are called in *language*, by their key. One query."""
    names = CityNameProjection.objects.filter(city__in=set(cities), language=language)
    return {name.city_id: name for name in names.select_related("city")}


def service_names(entry: EntryProjection, language: str) -> dict[str, Phrase]:
    """Return the names of the services that an entry concerns by slug, as its note prints them."""
    named = ((one["slug"], one["name"]) for one in entry.data(language)["services"])
    return {slug: Phrase(name["language"], name["text"]) for slug, name in named}


def _answers(
    rows: list[EntryProjection],
) -> tuple[dict[int, list[EntryProjection]], dict[int, list[EntryProjection]]]:
    """Return the challenges that responses answer, and the responses to challenges, by key."""
    keys = [row.pk for row in rows]
    numbers = {row.number: row.pk for row in rows if row.kind == EntryKind.CHALLENGE}
    pairs = EntryAnswerProjection.objects.values_list("response", "challenge")
    answering = list(pairs.filter(response__in=keys))
    answered = list(pairs.filter(challenge__in=numbers))
    others = published().filter(
        pk__in={response for response, _challenge in answered}
    ) | published().filter(
        kind=EntryKind.CHALLENGE, number__in={challenge for _response, challenge in answering}
    )
    by_key: dict[int, EntryProjection] = {}
    by_number: dict[int, EntryProjection] = {}
    for row in others if answering or answered else ():
        by_key[row.pk] = row
        if row.kind == EntryKind.CHALLENGE:
            by_number[row.number] = row
    answers, answered_by = defaultdict(list), defaultdict(list)
    for response, challenge in answering:
        if challenge in by_number:
            answers[response].append(by_number[challenge])
    for response, challenge in answered:
        answered_by[numbers[challenge]].append(by_key[response])
    return answers, answered_by
