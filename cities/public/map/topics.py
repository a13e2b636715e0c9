"""The topics that a map tells apart by colour: those that most cities report measures on."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any, Final

from llex.core import languages
from llex.core.text import Phrase

# More colours cannot be told apart; `css/cities/public.css` has them. 0 is that of all others.
COLOURS: Final = 5


@dataclass(frozen=True, slots=True)
class MapTopic:
    """A topic with the number of its colour."""

    slug: str
    name: Phrase
    colour: int


@dataclass(frozen=True, slots=True)
class MapTopics:
    """The topics of published cities in one language, by their slugs, those of most cities first.

    A topic has the same colour on all maps.
    """

    by_slug: Mapping[str, MapTopic]

    @classmethod
    def read(cls, facets: Mapping[str, Any], language: str) -> MapTopics:
        """Read the topics from what the projection has counted."""
        found = {}
        for place, slug in enumerate(facets.get("main_services", ()), start=1):
            names = facets["services"][slug]["names"]
            name = next(
                (names[code] for code in languages.fallbacks(language) if code in names), None
            )
            if name:
                found[slug] = MapTopic(slug, Phrase(*name), place if place <= COLOURS else 0)
        return cls(found)

    def legend(self, slugs: Container[str]) -> list[MapTopic]:
        """Return which of the topics with a colour of their own are among *slugs*."""
        return [topic for slug, topic in self.by_slug.items() if topic.colour and slug in slugs]
