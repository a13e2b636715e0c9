"""The points on the map: one per city, or one for several cities that would overlap."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from django.db.models import Avg, Count, F, IntegerField, Max, Min, Sum
from django.db.models.functions import Cast, Floor
from django.utils import formats
from django.utils.translation import ngettext

from cities.models import CityNameProjection, CityProjection
from cities.public.map.areas import WHOLE, Area, Box
from cities.public.map.labels import Label, place_labels
from cities.public.search import Search
from llex.core.languages.phrases import join_items

# The least distance between points, in units of the whole map: on a map of 700 pixels each can be
# pressed within 28 of them; on a phone the list beside the map leads to the same pages.
APART: Final = 40.0
# The width of the grid's cells, in which the database counts cities.
_CELL: Final = 12.0
_ALONE: Final = 5.0
# The radius of the smallest point that has room for the number of its cities, and of the largest.
_WITH_NUMBER: Final = 8.0
_LARGEST: Final = 14.0
_PAIR: Final = 2
# The width of the map on a city's page, in units.
_AROUND_A_CITY: Final = 210.0


@dataclass(frozen=True, slots=True)
class CityLabel:
    """The names of a city and its country in one language, and the city's slug."""

    name: str
    country: str
    slug: str


@dataclass(frozen=True, slots=True)
class Point:
    """One city, or several that would overlap. Lengths are in units of the map.

    *reach* is the radius within which it can be pressed. *names* has both of two cities, and one of
    more. *query* is the query string of the map around several cities, empty for a single one.
    """

    x: float
    y: float
    radius: float
    reach: float
    cities: int
    names: list[CityLabel]
    query: str

    @property
    def title(self) -> str:
        """Return the name of the city with its country, or the names of the cities."""
        first = self.names[0]
        if self.cities == 1:
            return join_items(filter(None, (first.name, first.country)))
        if self.cities == _PAIR:
            return join_items(name.name for name in self.names)
        more = self.cities - 1
        text = ngettext(
            "%(name)s and %(more)s more city", "%(name)s and %(more)s more cities", more
        )
        return text % {"name": first.name, "more": formats.number_format(more)}

    @property
    def digits(self) -> float:
        """Return the font size of the number in it."""
        return round(self.radius * 0.95, 3)


@dataclass(frozen=True, slots=True)
class Map:
    """A map to be drawn: the part shown, its points from north to south, and their names."""

    box: Box
    points: list[Point]
    labels: list[Label] = field(default_factory=list)

    @property
    def view(self) -> str:
        """Return the value of the SVG's viewBox."""
        return f"{self.box.left} {self.box.top} {self.box.width} {self.box.height}"


@dataclass(slots=True)
class _Cluster:
    x: float
    y: float
    cities: int
    measures: int
    first: int
    last: int


def draw(search: Search, language: str, *, box: Box = WHOLE) -> Map:
    """Return the map of the cities that *search* finds within *box*. Two queries."""
    share = box.share
    heaps = _apart(_cells(search, _CELL * share), APART * share)
    keys = {key for heap in heaps for key in (heap.first, heap.last)}
    names = CityNameProjection.objects.filter(city__in=keys, language=language)
    # Tuples are faster than some hundred model instances.
    rows = names.values_list("city_id", "name", "country_name", "city__slug")
    by_city = {key: CityLabel(*called) for key, *called in rows}
    elsewhere = search.within(None).query()
    points = [
        _point(heap, by_city, elsewhere, box)
        for heap in sorted(heaps, key=lambda heap: (heap.y, heap.x))
        if heap.first in by_city
    ]
    wanted = [(point.x, point.y, point.radius, _label(point)) for point in points]
    return Map(box, points, place_labels(wanted, box))


def locate(name: CityNameProjection) -> Map | None:
    """Return the map around one city, or None if its position is unknown."""
    city = name.city
    if city.x is None or city.y is None:
        return None
    called = CityLabel(name.name, name.country_name, city.slug)
    point = Point(city.x, city.y, _ALONE, APART, 1, [called], "")
    return Map(Box.around(city.x, city.y, _AROUND_A_CITY), [point])


def _cells(search: Search, size: float) -> Iterable[_Cluster]:
    """Count the cities in each cell of a grid of width *size*. One query."""
    found = CityProjection.objects.filter(x__isnull=False, **search.lookups())
    cells = (
        found.annotate(
            column=Cast(Floor(F("x") / size), IntegerField()),
            line=Cast(Floor(F("y") / size), IntegerField()),
        )
        .values("column", "line")
        .annotate(
            n=Count("pk"),
            measures=Sum("response_count"),
            at_x=Avg("x"),
            at_y=Avg("y"),
            first=Min("pk"),
            last=Max("pk"),
        )
        .order_by()
        .values_list("at_x", "at_y", "n", "measures", "first", "last")
    )
    return [_Cluster(*cell) for cell in cells]


def _apart(cells: Iterable[_Cluster], distance: float) -> list[_Cluster]:
    """Merge cells until no two are nearer than *distance*; smaller ones join larger ones.

    The result is indexed by squares of that width, so that only neighbours are compared.
    """
    squares: dict[tuple[int, int], list[_Cluster]] = {}
    for cell in sorted(cells, key=lambda cell: (-cell.cities, cell.first)):
        column, line = int(cell.x // distance), int(cell.y // distance)
        near = [
            (math.hypot(heap.x - cell.x, heap.y - cell.y), heap.first, heap)
            for square in product(range(column - 1, column + 2), range(line - 1, line + 2))
            for heap in squares.get(square, ())
        ]
        away, _first, heap = min(near, default=(distance, 0, cell))
        if away < distance:
            heap.cities += cell.cities
            heap.measures += cell.measures
            heap.first, heap.last = min(heap.first, cell.first), max(heap.last, cell.last)
        else:
            squares.setdefault((column, line), []).append(cell)
    return [heap for square in squares.values() for heap in square]


def _point(heap: _Cluster, by_city: dict[int, CityLabel], query: str, box: Box) -> Point:
    """Return the point of a cluster. *query* is the query string of the map without an area."""
    alone = heap.cities == 1
    radius = max(_radius(heap.measures), 0 if alone else _WITH_NUMBER)
    pair = [heap.first, heap.last] if heap.cities == _PAIR else [heap.first]
    nearer = f"area={Area.nearer(heap.x, heap.y, box)}"
    return Point(
        x=round(heap.x, 2),
        y=round(heap.y, 2),
        radius=round(radius * box.share, 3),
        reach=round(APART / 2 * box.share, 3),
        cities=heap.cities,
        names=[by_city[key] for key in pair],
        query="" if alone else f"{query}&{nearer}" if query else nearer,
    )


def _radius(measures: int) -> float:
    """Return the radius of a point, whose area grows with the number of measures."""
    return min(math.sqrt(_ALONE**2 + 8 * measures), _LARGEST)


def _label(point: Point) -> str:
    """Return the label of a point: the names of one or two cities, "" for more."""
    if point.cities > _PAIR:
        return ""
    return join_items(name.name for name in point.names)
