"""Cities side by side, and the matrix of cities and topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from cities.models import (
    CityNameProjection,
    CityProjection,
    EntryKind,
    EntryServiceProjection,
)
from cities.public.city_page import TopicGroup, city_entries
from cities.public.entries import EntryCard
from cities.public.topics import Topic, topics
from llex.core.text import Phrase

MOST: Final = 4
FEWEST: Final = 2
# Rows of the matrix: the cities with most measures.
CITIES: Final = 60


@dataclass(frozen=True, slots=True)
class ComparedCity:
    """A column: the city, its measures by topic and its challenges."""

    name: CityNameProjection
    measures: dict[str, list[EntryCard]]
    challenges: list[EntryCard]


@dataclass(frozen=True, slots=True)
class ComparedTopic:
    """A row of the comparison, with the measures of each city."""

    slug: str
    name: Phrase | None
    cells: list[list[EntryCard]]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A city with its measures on each topic, in the order of the topics."""

    name: CityNameProjection
    counts: list[tuple[str, int]]


def compare(
    slugs: Sequence[str], service: str, language: str
) -> tuple[list[ComparedCity], list[ComparedTopic]]:
    """Return the columns of the cities found among *slugs* and the rows of their topics."""
    found = {city.slug: city for city in CityProjection.objects.filter(slug__in=slugs)}
    cities = [found[slug] for slug in dict.fromkeys(slugs) if slug in found][:MOST]
    names = CityNameProjection.objects.filter(city__in=cities, language=language)
    called = {name.city_id: name for name in names.select_related("city")}
    columns = [_column(city, called[city.pk], service, language) for city in cities]
    rows: dict[str, ComparedTopic] = {}
    for city in columns:
        for slug, entries in city.measures.items():
            name = entries[0].services.get(slug)
            rows.setdefault(slug, ComparedTopic(slug, name, []))
    for slug, row in rows.items():
        row.cells.extend(city.measures.get(slug, []) for city in columns)
    return columns, sorted(rows.values(), key=lambda row: -sum(map(len, row.cells)))


def matrix(language: str) -> tuple[list[Topic], list[MatrixRow]]:
    """Return the topics that have measures, and the cities with most measures. Five queries."""
    columns = [topic for topic in topics(language) if topic.measures]
    cities = list(CityProjection.objects.order_by("-response_count", "slug")[:CITIES])
    counted: Counter[tuple[int, str]] = Counter()
    rows = EntryServiceProjection.objects.filter(
        entry__kind=EntryKind.RESPONSE, entry__city__in=cities
    )
    for city, slug, number in (
        rows.order_by().values_list("entry__city", "service").annotate(Count("pk"))
    ):
        counted[city, slug] = number
    names = CityNameProjection.objects.filter(city__in=cities, language=language)
    in_order = names.select_related("city").order_by("name_key", "city")
    return columns, [
        MatrixRow(name, [(topic.slug, counted[name.city_id, topic.slug]) for topic in columns])
        for name in in_order
    ]


def choices(language: str) -> list[CityNameProjection]:
    """Return the cities that can be chosen, in the order of their names. One query."""
    names = CityNameProjection.objects.filter(language=language)
    return list(names.select_related("city").order_by("name_key", "city")[:500])


def _column(
    city: CityProjection, name: CityNameProjection, service: str, language: str
) -> ComparedCity:
    entries = city_entries(city.contributions.all(), language)
    return ComparedCity(
        name,
        {group.slug: group.cards for group in _chosen(entries.topics, service)},
        [card for card in entries.challenges if not service or service in card.services],
    )


def _chosen(groups: list[TopicGroup], service: str) -> list[TopicGroup]:
    """Return the groups with the measures on *service* alone, where one is chosen."""
    if not service:
        return groups
    cards = [card for group in groups for card in group.cards if service in card.services]
    return [TopicGroup(service, cards[0].services[service], cards)] if cards else []
