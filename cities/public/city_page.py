"""The page of a city over all sessions: its measures by topic, and what it struggles with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from cities.models import (
    CityNameProjection,
    CityProjection,
    ContributionProjection,
    EntryKind,
    EntryProjection,
    EntryServiceProjection,
)
from cities.public.entries import EntryCard, cards, city_names, published
from llex.core.text import Phrase

SAME_CHALLENGE: Final = 6


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """Measures on one topic, the newest first; *slug* is empty for those without a topic."""

    slug: str
    name: Phrase | None
    cards: list[EntryCard]


@dataclass(frozen=True, slots=True)
class SameChallenge:
    """Another city with challenges on the same topics."""

    city: CityNameProjection
    topics: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class CitySummary:
    """Figures of all that a city said over all sessions. *since* is the year of the first."""

    measures: int
    challenges: int
    sessions: int
    holding: int
    answered: int
    since: int | None


@dataclass(frozen=True, slots=True)
class CityEntries:
    """The entries of some contributions of a city: measures by topic, and challenges."""

    topics: list[TopicGroup]
    challenges: list[EntryCard]


def city_entries(contributions: Iterable[ContributionProjection], language: str) -> CityEntries:
    """Return the entries of *contributions*. A constant number of queries."""
    found = cards(published().filter(contribution__in=list(contributions)), language)
    measures = [card for card in found if not card.is_challenge]
    return CityEntries(_by_topic(measures), [card for card in found if card.is_challenge])


def summary(city: CityProjection) -> CitySummary:
    """Sum up what a city said. Three queries."""
    holding = city.entries.filter(
        status__in=(EntryProjection.Status.STILL_TRUE, EntryProjection.Status.CHANGED)
    ).count()
    first = city.contributions.order_by("starts_at").values_list("starts_at", flat=True).first()
    numbers = city.entries.filter(answers__isnull=False).values("answers__challenge")
    answered = (
        EntryProjection.objects.filter(kind=EntryKind.CHALLENGE, number__in=numbers)
        .exclude(city=city)
        .aggregate(cities=Count("city", distinct=True))
    )
    return CitySummary(
        city.response_count,
        city.challenge_count,
        city.contribution_count,
        holding,
        answered["cities"],
        first.year if first else None,
    )


def same_challenges(
    city: CityProjection, challenges: Iterable[EntryCard], language: str
) -> list[SameChallenge]:
    """Return other cities with challenges on the topics of *challenges*. Two queries."""
    names = {slug: name for card in challenges for slug, name in card.services.items()}
    if not names:
        return []
    rows = (
        EntryServiceProjection.objects.filter(service__in=names, entry__kind=EntryKind.CHALLENGE)
        .exclude(entry__city=city)
        .order_by()
        .values_list("entry__city", "service")
        .annotate(Count("pk"))
    )
    shared: defaultdict[int, list[str]] = defaultdict(list)
    for other, slug, _number in rows:
        shared[other].append(slug)
    nearest = sorted(shared, key=lambda other: (-len(shared[other]), other))[:SAME_CHALLENGE]
    called = city_names(nearest, language)
    return [
        SameChallenge(called[other], tuple(names[slug] for slug in sorted(shared[other])))
        for other in nearest
    ]


def _by_topic(measures: Iterable[EntryCard]) -> list[TopicGroup]:
    """Put measures together by their first topic, the topics with most measures first."""
    groups: dict[str, TopicGroup] = {}
    for card in measures:
        slug, name = next(iter(card.services.items()), ("", None))
        groups.setdefault(slug, TopicGroup(slug, name, [])).cards.append(card)
    return sorted(groups.values(), key=lambda group: (not group.slug, -len(group.cards)))
