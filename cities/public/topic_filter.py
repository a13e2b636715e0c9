"""The topics by which the table of cities in the page of a note is filtered, without scripts.

A topic is a service; each has a number, by which the rules of the stylesheet know it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import ngettext

from cities.wording.published_row import PublishedRow, ServiceName
from llex.core.languages.numbers import number
from llex.core.text import Phrase

# So many topics have rules in note.css.
MOST_TOPICS: Final = 20
# A single topic leaves nothing to choose.
_FEWEST_TOPICS: Final = 2


@dataclass(frozen=True, slots=True)
class Topic:
    """A service that entries concern, and of how many cities they are."""

    number: int
    slug: str
    name: Phrase
    cities: int

    @property
    def count(self) -> str:
        """Return how many cities are shown with this topic."""
        text = ngettext("%(number)s city", "%(number)s cities", self.cities)
        return text % {"number": number(self.cities)}


def topics_of(rows: Sequence[PublishedRow]) -> tuple[Topic, ...]:
    """Return the topics of the *rows*, those of most cities first; nothing where there is one."""
    names: dict[str, ServiceName] = {}
    cities: dict[str, int] = {}
    for row in rows:
        services = [service for one in row.responses for service in one.services]
        services += [service for one in row.challenges for service in one.services]
        found = {service.slug: service for service in services}
        names = found | names
        for slug in found:
            cities[slug] = cities.get(slug, 0) + 1
    if len(names) < _FEWEST_TOPICS:
        return ()
    frequent = sorted(names, key=lambda slug: (-cities[slug], str(names[slug].name)))[:MOST_TOPICS]
    return tuple(
        Topic(place, slug, names[slug].name, cities[slug])
        for place, slug in enumerate(frequent, start=1)
    )
