"""Topics: what cities did about each public service, in the reader's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from django.core.paginator import Page
from django.db.models import Count, QuerySet

from cities.models import (
    CityNameProjection,
    CityProjection,
    EntryKind,
    EntryProjection,
    EntryServiceProjection,
)
from cities.public.entries import EntryCard, cards, published
from cities.public.listing import page_of
from llex.core.languages import fallbacks
from llex.core.languages.translation_marks import first_text
from llex.core.text import Phrase
from priorities.models import Service

MEASURES_ON_A_PAGE: Final = 60
# Challenges and people that the page of a topic shows, the newest first; the search has all.
CHALLENGES: Final = 24
PEOPLE: Final = 24


@dataclass(frozen=True, slots=True)
class TopicCounts:
    """How much was published on a topic."""

    measures: int = 0
    challenges: int = 0
    cities: int = 0
    countries: int = 0


@dataclass(frozen=True, slots=True)
class Topic:
    """A service with what was published on it; *share* is its part of the largest, in percent."""

    slug: str
    name: Phrase
    measures: int
    challenges: int
    share: float


@dataclass(frozen=True, slots=True)
class CityGroup:
    """The measures of one city, the newest first."""

    city: CityNameProjection
    cards: list[EntryCard]


@dataclass(frozen=True, slots=True)
class TopicSpeaker:
    """A representative who spoke of a topic; *position* is the one of the newest session."""

    name: str
    position: Phrase | None
    city: CityNameProjection


def topics(language: str) -> list[Topic]:
    """Return all services, those with most measures first. Two queries."""
    counted: Counter[tuple[str, str]] = Counter()
    rows = EntryServiceProjection.objects.values_list("service", "entry__kind").annotate(
        Count("pk")
    )
    for service, kind, number in rows.order_by():
        counted[service, kind] = number
    most = max((n for (_s, kind), n in counted.items() if kind == EntryKind.RESPONSE), default=0)
    found = [
        Topic(
            service.slug,
            name_of(service, language),
            measures := counted[service.slug, EntryKind.RESPONSE],
            counted[service.slug, EntryKind.CHALLENGE],
            round(100 * measures / most, 1) if most else 0.0,
        )
        for service in Service.objects.all()
    ]
    return sorted(found, key=lambda topic: (-topic.measures, -topic.challenges))


def names(language: str) -> dict[str, Phrase]:
    """Return the names of all services by slug. One query."""
    return {service.slug: name_of(service, language) for service in Service.objects.all()}


def name_of(service: Service, language: str) -> Phrase:
    """Return the name of a service in *language*, else in another one."""
    return Phrase(*(first_text(service, "name", fallbacks(language)) or (language, service.slug)))


def count(slug: str) -> TopicCounts:
    """Count what was published on a topic. Two queries."""
    entries = on_topic(slug)
    kinds = dict(entries.order_by().values_list("kind").annotate(Count("pk")))
    cities = CityProjection.objects.filter(entries__in=entries).distinct()
    countries = Counter(country for _slug, country in cities.values_list("slug", "country"))
    return TopicCounts(
        kinds.get(EntryKind.RESPONSE, 0),
        kinds.get(EntryKind.CHALLENGE, 0),
        sum(countries.values()),
        sum(1 for code in countries if code),
    )


def on_topic(slug: str) -> QuerySet[EntryProjection]:
    """Return what was published on a topic."""
    return published().filter(services__service=slug)


def measures_page(slug: str, language: str, total: int, number: str | None) -> Page[Any]:
    """Return a page of the measures on a topic, in the order of their cities."""
    measures = on_topic(slug).filter(kind=EntryKind.RESPONSE, city__names__language=language)
    in_order = measures.order_by("city__names__name_key", "city", "-starts_at", "order")
    return page_of(in_order, total, MEASURES_ON_A_PAGE, number)


def by_city(entries: Iterable[EntryProjection], language: str) -> list[CityGroup]:
    """Put entries that are in the order of cities together by city."""
    groups = groupby(cards(entries, language), key=lambda card: card.entry.city_id)
    found = [list(group) for _city, group in groups]
    return [CityGroup(group[0].city, group) for group in found]


def challenges(slug: str, language: str) -> list[EntryCard]:
    """Return the newest challenges on a topic, those with answers first."""
    newest = on_topic(slug).filter(kind=EntryKind.CHALLENGE).order_by("-starts_at", "order")
    return sorted(cards(newest[:CHALLENGES], language), key=lambda card: not card.answered_by)


def speakers(entries: Iterable[EntryCard], language: str) -> list[TopicSpeaker]:
    """Return the representatives who reported *entries*, in the order of these. One query."""
    found: dict[tuple[str, str], TopicSpeaker] = {}
    with_rows = EntryProjection.objects.filter(pk__in=[card.entry.pk for card in entries])
    rows = {one.pk: one.contribution for one in with_rows.select_related("contribution")}
    for card in entries:
        row = rows[card.entry.pk].row(language)
        if row.representative:
            key = (row.representative, card.city.city.slug)
            found.setdefault(key, TopicSpeaker(row.representative, row.position, card.city))
    return list(found.values())[:PEOPLE]
