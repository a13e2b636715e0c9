"""Cities that are near each other on the map, counted in the database and taken together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import Final

from django.db.models import Avg, Count, F, IntegerField, Max, Min, Sum
from django.db.models.functions import Cast, Floor

from cities.models import CityProjection
from cities.public.search import Search

# What is counted of the cities with one main topic in a cell.
_COUNTED: Final = {
    "n": Count("pk"),
    "at_x": Avg("x"),
    "at_y": Avg("y"),
    "low": Min("pk"),
    "high": Max("pk"),
    "first_country": Min("country"),
    "last_country": Max("country"),
    "first_region": Min("continent"),
    "last_region": Max("continent"),
    "measures": Sum("response_count"),
}


@dataclass(slots=True)
class Cluster:
    """Cities that are near each other: how many, and what they have in common.

    *countries* and *regions* are the first and the last of them by their codes.
    """

    x: float
    y: float
    cities: int
    first: int
    last: int
    countries: tuple[str, str]
    regions: tuple[str, str]
    measures: int
    by_topic: Counter[str]

    def add(self, other: Cluster) -> None:
        """Take in the cities of *other*; the place stays."""
        self.cities += other.cities
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.countries = _ends(self.countries, other.countries)
        self.regions = _ends(self.regions, other.regions)
        self.measures += other.measures
        self.by_topic += other.by_topic

    @property
    def country(self) -> str:
        """Return the code of the country of all its cities, "" for several."""
        return self.countries[0] if self.countries[0] == self.countries[1] else ""

    @property
    def region(self) -> str:
        """Return the code of the region of all its cities, "" for several."""
        return self.regions[0] if self.regions[0] == self.regions[1] else ""


def _ends(one: tuple[str, str], other: tuple[str, str]) -> tuple[str, str]:
    return min(one[0], other[0]), max(one[1], other[1])


def cells_of(search: Search, size: float) -> Iterable[Cluster]:
    """Count the cities in each cell of a grid of width *size*. One query."""
    found = CityProjection.objects.filter(x__isnull=False, **search.lookups())
    rows = (
        found.annotate(
            column=Cast(Floor(F("x") / size), IntegerField()),
            line=Cast(Floor(F("y") / size), IntegerField()),
        )
        .values("column", "line", "main_service")
        .annotate(**_COUNTED)
        .order_by("column", "line", "main_service")
        .values_list("column", "line", "main_service", *_COUNTED)
    )
    cells: list[Cluster] = []
    last = None
    for column, line, topic, n, x, y, low, high, *ends, measures in rows.iterator():
        by_topic = Counter({topic: measures} if topic and measures else {})
        countries, regions = (ends[0], ends[1]), (ends[2], ends[3])
        part = Cluster(x, y, n, low, high, countries, regions, measures, by_topic)
        if (column, line) == last:
            before = cells[-1]
            before.x = (before.x * before.cities + x * n) / (before.cities + n)
            before.y = (before.y * before.cities + y * n) / (before.cities + n)
            before.add(part)
        else:
            cells.append(part)
        last = (column, line)
    return cells


def apart(cells: Iterable[Cluster], distance: float) -> list[Cluster]:
    """Merge cells until no two are nearer than *distance*; smaller ones join larger ones.

    The result is indexed by squares of that width, so that only neighbours are compared.
    """
    squares: dict[tuple[int, int], list[Cluster]] = {}
    for cell in sorted(cells, key=lambda cell: (-cell.cities, cell.first)):
        column, line = int(cell.x // distance), int(cell.y // distance)
        near = [
            (math.hypot(heap.x - cell.x, heap.y - cell.y), heap.first, heap)
            for square in product(range(column - 1, column + 2), range(line - 1, line + 2))
            for heap in squares.get(square, ())
        ]
        away, _first, heap = min(near, default=(distance, 0, cell))
        if away < distance:
            heap.add(cell)
        else:
            squares.setdefault((column, line), []).append(cell)
    return [heap for square in squares.values() for heap in square]
