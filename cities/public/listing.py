"""Data of the public pages of cities, in the reader's language."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cities.models import (
    City,
    CityNameProjection,
    CityProjection,
    ContributionProjection,
    ProjectionState,
)
from cities.public.search import Search
from cities.wording.published_row import Original, SessionRow
from llex.core import languages
from llex.core.languages.countries import CODES
from llex.core.languages.regions import REGIONS, region_name
from llex.core.languages.sorting import reader_key
from llex.core.text import Phrase, excerpt
from priorities.models import Service

# The mean radius of the Earth, in kilometres.
_RADIUS: Final = 6371.0
# Shorter distances are exact to the kilometre.
_NEAR: Final = 100
# Cities that are farther away, in kilometres, are not near by.
NEAR_BY: Final = 1000
# As many characters of an unknown value are told.
_TOLD: Final = 40


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """Something to filter by, and how many cities it leaves where nothing else is chosen."""

    value: str
    name: str
    cities: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class ListFilter:
    """A filter of the list with its choices. *drop* is the address without it."""

    field: str
    label: str
    anything: str
    choices: list[FilterChoice]
    drop: str

    @property
    def chosen(self) -> FilterChoice | None:
        return next((choice for choice in self.choices if choice.chosen), None)


@dataclass(frozen=True, slots=True)
class CountryGroup:
    """The cities of one country on a page of the list; *cities* counts those on other pages too."""

    name: Phrase | None
    cities: int
    names: list[CityNameProjection]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another city, and how far away it is in kilometres where that is known."""

    name: CityNameProjection
    distance: int | None


@dataclass(frozen=True, slots=True)
class ContributionCard:
    """A contribution to one session: the row in the reader's language, and the original wording."""

    contribution: ContributionProjection
    row: SessionRow
    own_words: Original | None

    @property
    def held(self) -> datetime:
        """When the session began, by the clock of its own place."""
        return self.contribution.starts_at.astimezone(ZoneInfo(self.contribution.time_zone))


class _Counted(Paginator[Any]):
    """Pages of rows that have been counted already."""

    def __init__(self, rows: Any, size: int, count: int) -> None:
        super().__init__(rows, size)
        self._count = count

    @cached_property
    def count(self) -> int:
        return self._count


def page_of(rows: Any, count: int, size: int, number: str | None) -> Page[Any]:
    """Return a page of rows that were counted already; the nearest one for a wrong number."""
    return _Counted(rows, size, count).get_page(number)


def by_country(
    names: Iterable[CityNameProjection], counts: Mapping[str, int]
) -> list[CountryGroup]:
    """Put the cities of a page, which are in the order of countries, together by country."""
    return [
        CountryGroup(
            name=found[0].country if code else None,
            cities=counts.get(code, len(found)),
            names=found,
        )
        for code, group in groupby(names, key=lambda name: name.city.country)
        if (found := list(group))
    ]


def filters(projection: ProjectionState, search: Search, language: str) -> list[ListFilter]:
    """Return what the list can be filtered by, with the choices that are there. No query."""
    facets: dict[str, Any] = {"regions": {}, "countries": {}, "kinds": {}, "services": {}}
    facets |= projection.facets
    named = {
        field: {
            key: (_in(value["names"], language), value["cities"])
            for key, value in facets[field].items()
        }
        for field in ("countries", "services")
    }
    regions = {key: (region_name(key), cities) for key, cities in facets["regions"].items()}
    kinds = {
        key: (str(capfirst(City.Kind(key).label)), cities)
        for key, cities in facets["kinds"].items()
    }
    return [
        _filter(search, "region", _("Region"), _("All regions"), regions),
        _filter(search, "country", _("Country"), _("All countries"), named["countries"]),
        _filter(search, "kind", _("Kind"), _("All kinds"), kinds),
        _filter(search, "service", _("Topic"), _("All topics"), named["services"]),
    ]


def unknown_values(
    filters: Iterable[ListFilter], given: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return what an address asks for that is nothing here, each behind the label of its filter.

    A value that exists, but that no city on the list has, is none of them. At most one query.
    """
    asked = [(one, given.get(one.field, "").strip()) for one in filters if not one.chosen]
    return [
        (one.label, excerpt(value, _TOLD))
        for one, value in asked
        if value and not _exists(one.field, value)
    ]


def _exists(field: str, value: str) -> bool:
    if field == "service":
        return Service.objects.filter(slug=value).exists()
    known = {"region": REGIONS, "country": CODES, "kind": City.Kind.values}
    return value in known[field]


def contribution_cards(
    contributions: Iterable[ContributionProjection], language: str
) -> list[ContributionCard]:
    """Return the contributions of a city, each in *language* if its note has it."""
    return [ContributionCard(one, one.row(language), one.own_words()) for one in contributions]


def networks(city: CityProjection, language: str) -> list[Phrase]:
    """Return the networks that a city belongs to."""
    return [
        Phrase(code, names[code])
        for names in city.networks
        if (code := next((code for code in languages.fallbacks(language) if code in names), ""))
    ]


def neighbours(city: CityProjection, language: str, count: int) -> list[Neighbour]:
    """Return the nearest cities of its country, then of its region. One query.

    For a city without coordinates, those of its country; none without a country either.
    """
    is_on_map = city.x is not None
    if not city.country and not is_on_map:
        return []
    near = Q(city__country=city.country) if city.country else Q(city__x__isnull=False)
    if city.continent and is_on_map:
        near |= Q(city__continent=city.continent)
    found = CityNameProjection.objects.filter(near, language=language).exclude(city=city)
    at_home = Case(
        When(city__country=city.country, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    order: list[Any] = [at_home] if city.country else []
    if city.x is not None and city.y is not None:
        across, down = F("city__x") - city.x, F("city__y") - city.y
        order.append((across * across + down * down).asc(nulls_last=True))
    rows = found.select_related("city").order_by(*order, "name_key", "city_id")[:count]
    near_by = [Neighbour(name, _kilometres(city, name.city)) for name in rows]
    return [one for one in near_by if one.distance is None or one.distance <= NEAR_BY]


def _filter(
    search: Search,
    field: str,
    label: str,
    anything: str,
    found: Mapping[str, tuple[str, int]],
) -> ListFilter:
    chosen = getattr(search, field)
    in_order = sorted(found.items(), key=lambda item: reader_key(item[1][0]))
    choices = [
        FilterChoice(value, name, cities, value == chosen)
        for value, (name, cities) in in_order
        if value and name
    ]
    return ListFilter(field, label, anything, choices, search.without(field).query())


def _in(names: Mapping[str, list[str]], language: str) -> str:
    """Return a name in a language, else in any."""
    found = names.get(language) or next(iter(names.values()), None)
    return found[1] if found else ""


def _kilometres(one: CityProjection, other: CityProjection) -> int | None:
    """Return the distance on the globe, rounded to ten kilometres above a hundred."""
    places = (one.latitude, one.longitude, other.latitude, other.longitude)
    if None in places:
        return None
    lat1, lon1, lat2, lon2 = (math.radians(degrees) for degrees in places if degrees is not None)
    half = math.sin((lat2 - lat1) / 2) ** 2
    half += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    distance = 2 * _RADIUS * math.asin(math.sqrt(half))
    return round(distance) if distance < _NEAR else round(distance / 10) * 10
