"""The filters of a reader beside the words: read from an address, written into one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cities.models import EntryAddress, EntryKind, EntryProjection
from llex.core.db.full_text import Condition, any_of
from llex.core.languages.countries import CODES
from llex.core.languages.regions import REGIONS
from priorities.models import Service
from sessions_app.models import SearchDocument
from sessions_app.search import query, tokens

# In the order of the page.
FACETS: Final = (
    *("service", "challenge", "region", "country", "size", "session", "year", "status"),
    "language",
)
# Measures of which no follow-up was published.
NOT_ASKED: Final = "unknown"
# Choices that rows have a token of.
_TOKENS: Final[Mapping[str, Callable[[str], str]]] = {
    "service": tokens.of_service,
    "challenge": tokens.of_challenge,
    "region": tokens.of_region,
    "country": tokens.of_country,
    "year": tokens.of_year,
}
_SORTS: Final = ("best", "newest")
_SLUG: Final = re.compile(r"[\w-]{1,100}", re.ASCII)
_YEAR: Final = re.compile(r"[12]\d{3}", re.ASCII)
# As much of an unknown value as is told, and as many of them.
_TOLD: Final = 40
_MOST: Final = 20


def label(name: str) -> str:
    """Return what a filter is called."""
    return {
        "kind": _("Kind"),
        "service": _("Topic"),
        "challenge": _("Answers the challenge"),
        "region": _("Region"),
        "country": _("Country"),
        "size": _("Size of city"),
        "session": _("Session"),
        "year": _("Year"),
        "status": _("Does it still hold?"),
        "language": _("Language"),
        "sort": pgettext("of a list", "Order"),
    }.get(name, _("Parameter"))


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something in an address that means nothing here, and is left out."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Filters:
    """The choices of a reader; values of one filter widen it, several filters narrow."""

    text: str = ""
    kind: str = ""
    sort: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[Unknown, ...] = ()

    @classmethod
    def read(cls, given: QueryDict) -> Self:
        """Read an address. A query each for the topics, challenges and sessions that it names."""
        known = _known(given)
        unknown: list[Unknown] = []

        def take(name: str) -> tuple[str, ...]:
            values = list(dict.fromkeys(filter(None, map(query.clean, given.getlist(name)))))
            allowed = known[name]
            unknown.extend(_told(label(name), value) for value in values if value not in allowed)
            return tuple(value for value in values if value in allowed)[:_MOST]

        chosen = {name: values for name in FACETS if (values := take(name))}
        kind, sort = take("kind")[:1], take("sort")[:1]
        others = [name for name in given if name not in {*known, "q", "page"}]
        unknown += [_told(label(""), name) for name in others]
        return cls(
            text=query.clean(given.get("q", "")),
            kind="".join(kind),
            sort="".join(sort),
            chosen=chosen,
            unknown=tuple(unknown[:_MOST]),
        )

    def __bool__(self) -> bool:
        return bool(self.chosen or self.kind)

    def address(self, **changes: Any) -> str:
        """Return the query string of the same with other text, kind or sort, or a page."""
        page = changes.pop("page", 0)
        asked = replace(self, **changes)
        pairs = [("q", asked.text), ("kind", asked.kind)]
        pairs += [(name, value) for name in FACETS for value in asked.chosen.get(name, ())]
        pairs += [("sort", asked.sort), ("page", page or "")]
        return urlencode([(name, value) for name, value in pairs if value])

    def without(self, name: str, value: str) -> str:
        """Return the query string of the same without one choice."""
        left = {
            other: tuple(one for one in values if (other, one) != (name, value))
            for other, values in self.chosen.items()
        }
        return self.address(chosen=left)

    def conditions(self) -> list[Condition]:
        """Return the choices that rows have a token of, for the index of their words."""
        return [
            any_of(map(token, values))
            for name, token in _TOKENS.items()
            if (values := self.chosen.get(name))
        ]

    def narrow(self, found: QuerySet[SearchDocument]) -> QuerySet[SearchDocument]:
        """Return those of *found* that the other choices leave, but for the kind."""
        for name in ("size", "session", "language"):
            if values := self.chosen.get(name):
                found = found.filter(**{f"{name}__in": values})
        if said := self.chosen.get("status"):
            measures = Q(status__in=said)
            if NOT_ASKED in said:
                measures |= Q(status="", kind=SearchDocument.Kind.MEASURE)
            found = found.filter(measures)
        return found


def _known(given: QueryDict) -> dict[str, Iterable[str]]:
    """Return the values that each filter can have; of what has many, those that are asked."""
    services = Service.objects.values_list("slug", flat=True) if "service" in given else ()
    slugs = _slugs(given, "session")
    sessions = SearchDocument.objects.filter(session__in=slugs).values_list("session", flat=True)
    challenges = EntryAddress.objects.filter(
        slug__in=(asked := _slugs(given, "challenge")),
        kind=EntryKind.CHALLENGE,
        withdrawn_at=None,
    )
    return {
        "kind": SearchDocument.Kind.values,
        "sort": _SORTS,
        "service": set(services),
        "challenge": set(challenges.values_list("slug", flat=True)) if asked else set(),
        "region": set(filter(None, REGIONS)),
        "country": set(CODES),
        "size": SearchDocument.Size.values,
        "session": set(sessions.order_by().distinct()) if slugs else set(),
        "year": {year for year in given.getlist("year") if _YEAR.fullmatch(year)},
        "status": {*EntryProjection.Status.values, NOT_ASKED},
        "language": dict(settings.LANGUAGES),
    }


def _slugs(given: QueryDict, name: str) -> list[str]:
    return [slug for slug in given.getlist(name) if _SLUG.fullmatch(slug)][:_MOST]


def _told(name: str, value: str) -> Unknown:
    return Unknown(name, query.clean(value)[:_TOLD])
