"""Published responses and challenges of other cities, as examples beside the officer's form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from cities.models import ContributionProjection
from cities.wording.published_row import CityName, PublishedChallenge, PublishedResponse
from llex.core.text import Phrase, RichText

# How many are shown in all and of one service, and from how many contributions they are taken.
_SHOWN: Final = 6
_OF_ONE_SERVICE: Final = 2
_LOOKED_AT: Final = 12


@dataclass(frozen=True, slots=True)
class Example:
    """A published text of another city, its first service, and the address of its page."""

    city: CityName
    service: Phrase | None
    text: RichText
    address: str


@dataclass(frozen=True, slots=True)
class Examples:
    """Examples for the two parts of the form, in the reader's *language* where there is a note."""

    language: str
    responses: tuple[Example, ...] = ()
    challenges: tuple[Example, ...] = ()


def examples(language: str, *, without: str) -> Examples:
    """Return what other cities than the one called *without* said last, a few for each service."""
    rows = ContributionProjection.objects.exclude(city__slug=without)[:_LOOKED_AT]
    found = [row.row(language) for row in rows]
    return Examples(
        language,
        tuple(_chosen((row.city, one) for row in found for one in row.responses)),
        tuple(_chosen((row.city, one) for row in found for one in row.challenges)),
    )


def _chosen(
    entries: Iterator[tuple[CityName, PublishedResponse | PublishedChallenge]],
) -> Iterator[Example]:
    """Yield each city once, the latest first, and of each service no more than a few."""
    cities: set[str] = set()
    counts: dict[str, int] = {}
    for city, entry in entries:
        service = entry.services[0] if entry.services else None
        slug = service.slug if service else ""
        is_chosen = city.slug not in cities and counts.get(slug, 0) < _OF_ONE_SERVICE
        if is_chosen and len(cities) < _SHOWN:
            cities.add(city.slug)
            counts[slug] = counts.get(slug, 0) + 1
            kind = "response" if isinstance(entry, PublishedResponse) else "challenge"
            page = reverse("cities:city_detail", args=[city.slug])
            name = service.name if service else None
            yield Example(city, name, entry.text, f"{page}#{kind}-{entry.id}")
