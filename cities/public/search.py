"""Which published cities a reader asks for, read from an address and written into one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Count, Max, Min

from cities.models import CityNameProjection, CityProjection
from cities.public.map.areas import WHOLE, Area, Box

# The filters that are words; the other one is the area.
WORDS = ("region", "country", "kind", "service")
_WORD = re.compile(r"[\w-]{1,100}")


@dataclass(frozen=True, slots=True)
class Found:
    """How many cities were found in each country ("" for those without), and where they are.

    *box* is the part of the map to show: the one asked for, else what shows all that was found.
    """

    per_country: dict[str, int]
    box: Box

    @property
    def cities(self) -> int:
        return sum(self.per_country.values())

    @property
    def countries(self) -> int:
        return sum(1 for code in self.per_country if code)


@dataclass(frozen=True, slots=True)
class Search:
    """The filters of a reader; all of them apply, and empty ones do not filter.

    *region* is a continent's code, *country* one of two letters, *service* a slug, and *area* a
    part of the map.
    """

    region: str = ""
    country: str = ""
    kind: str = ""
    service: str = ""
    area: Area | None = field(default=None)

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Read what an address asks for. Impossible values are left out."""
        words = {
            name: value for name in WORDS if _WORD.fullmatch(value := given.get(name, "").strip())
        }
        return cls(**words, area=Area.read(given.get("area", "")))

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))

    def without(self, name: str) -> Search:
        """Return the same without one of its filters."""
        words = {one: getattr(self, one) for one in WORDS if one != name}
        return Search(**words, area=None if name == "area" else self.area)

    @property
    def everywhere(self) -> str:
        """The address of the same on the whole map."""
        return self.within(None).query()

    @property
    def farther(self) -> str:
        """The address of the same one step back on the map."""
        return self.within(self.area.outer if self.area else None).query()

    def within(self, area: Area | None) -> Search:
        """Return the same in a part of the map, or in all of it."""
        return replace(self, area=area)

    def query(self) -> str:
        """Return the query string of its address."""
        asked = {one.name: str(getattr(self, one.name) or "") for one in fields(self)}
        return urlencode({name: value for name, value in asked.items() if value})

    def lookups(self, prefix: str = "") -> dict[str, Any]:
        """Return it as conditions on a `CityProjection` that is reached by *prefix*."""
        conditions: dict[str, Any] = {
            "continent": self.region,
            "country": self.country,
            "kind": self.kind,
            "services__service": self.service,
        }
        conditions = {name: value for name, value in conditions.items() if value}
        if self.area:
            box = self.area.box
            conditions["x__range"] = (box.left, box.left + box.width)
            conditions["y__range"] = (box.top, box.top + box.height)
        return {f"{prefix}{name}": value for name, value in conditions.items()}

    def count(self) -> Found:
        """Count what it finds, and measure how far that reaches on the map. One query."""
        found = CityProjection.objects.filter(**self.lookups()).order_by()
        edges = (Min("x"), Min("y"), Max("x"), Max("y"))
        rows = list(found.values_list("country").annotate(Count("pk"), *edges))
        on_map = [row[2:] for row in rows if row[2] is not None]
        lows = [min(row[edge] for row in on_map) for edge in (0, 1)] if on_map else []
        highs = [max(row[edge] for row in on_map) for edge in (2, 3)] if on_map else []
        fitted = Box.fitting(*lows, *highs) if on_map and self else WHOLE
        return Found(
            per_country={row[0]: row[1] for row in rows},
            box=self.area.box if self.area else fitted,
        )

    def names(self, language: str) -> Names:
        """Return the cities it finds as they are called in *language*, by country and name."""
        return Names(self, language)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the cities that a search finds, to be cut into pages.

    The keys of a page are selected first, from the index alone: the rows before it are neither read
    nor joined, so that the last page costs little more than the first.
    """

    search: Search
    language: str

    def __getitem__(self, cut: slice) -> Any:
        """Return the names of a page, each with its city. One query."""
        spoken = CityNameProjection.objects.filter(language=self.language)
        order = ("country_key", "name_key", "city_id")
        found = spoken.filter(**self.search.lookups("city__")).order_by(*order)
        keys = found.values("city")[cut]
        return spoken.filter(city__in=keys).select_related("city").order_by(*order)
