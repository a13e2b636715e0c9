"""The points on the map: each city where there is room, and together where they would overlap."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product
from typing import Final

from django.db.models import Avg, Count, F, IntegerField, Max, Min
from django.db.models.functions import Cast, Floor
from django.utils import formats
from django.utils.translation import ngettext

from cities.models import PublishedCity, PublishedName
from cities.public.map.areas import WHOLE, Area, Box
from cities.public.map.labels import Label, place_labels
from cities.public.search import Search
from llex.core.languages.phrases import join_items

# Points come no nearer to each other than this, in units of the whole map: on a map that is 60 rem
# wide, the narrowest we draw, a finger has 28 pixels for each.
APART: Final = 32.0
# Cities in one cell of a grid this wide are counted by the database.
_CELL: Final = 12.0
_ALONE: Final = 5.0
_PAIR: Final = 2
# How much of the map a city's own page shows around it, in units.
_AROUND_A_CITY: Final = 210.0


@dataclass(frozen=True, slots=True)
class CityLabel:
    """How a city and its country are called, and its slug."""

    name: str
    country: str
    slug: str


@dataclass(frozen=True, slots=True)
class Point:
    """One city, or several so near that they are one point. Lengths are in units of the map.

    *reach* is how far from its centre it can be pressed. *names* are of its one or two cities, of
    one among more. *query* leads to the part of the map around several; it is empty for one.
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
        """What it stands for: a city and its country, or cities."""
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
        """The size of its number."""
        return round(self.radius * 0.95, 3)


@dataclass(frozen=True, slots=True)
class Map:
    """A map to be drawn: the part shown, its points from north to south, and their names."""

    box: Box
    points: list[Point]
    labels: list[Label] = field(default_factory=list)

    @property
    def view(self) -> str:
        """The part that it shows, as SVG wants it."""
        return f"{self.box.left} {self.box.top} {self.box.width} {self.box.height}"


@dataclass(slots=True)
class _Cluster:
    x: float
    y: float
    cities: int
    first: int
    last: int


def draw(search: Search, language: str, *, box: Box = WHOLE) -> Map:
    """Return the map of the cities that *search* finds, of the part that *box* shows.

    Two queries, whatever the number of cities.
    """
    share = box.share
    heaps = _apart(_cells(search, _CELL * share), APART * share)
    keys = {key for heap in heaps for key in (heap.first, heap.last)}
    names = PublishedName.objects.filter(city__in=keys, language=language)
    # As rows and not as objects, of which there would be some hundred.
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


def locate(name: PublishedName) -> Map | None:
    """Return the part of the map around one city; None where nobody knows where it is."""
    city = name.city
    if city.x is None or city.y is None:
        return None
    called = CityLabel(name.name, name.country_name, city.slug)
    point = Point(city.x, city.y, _ALONE, APART, 1, [called], "")
    return Map(Box.around(city.x, city.y, _AROUND_A_CITY), [point])


def _cells(search: Search, size: float) -> Iterable[_Cluster]:
    """Count the cities in each cell of a grid. One query."""
    found = PublishedCity.objects.filter(x__isnull=False, **search.lookups())
    cells = (
        found.annotate(
            column=Cast(Floor(F("x") / size), IntegerField()),
            line=Cast(Floor(F("y") / size), IntegerField()),
        )
        .values("column", "line")
        .annotate(n=Count("pk"), at_x=Avg("x"), at_y=Avg("y"), first=Min("pk"), last=Max("pk"))
        .order_by()
        .values_list("at_x", "at_y", "n", "first", "last")
    )
    return [_Cluster(*cell) for cell in cells]


def _apart(cells: Iterable[_Cluster], distance: float) -> list[_Cluster]:
    """Put cells together until no two stand nearer than *distance*; the fullest stay.

    What is kept is filed by squares of that width, so that only neighbours are compared.
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
            heap.first, heap.last = min(heap.first, cell.first), max(heap.last, cell.last)
        else:
            squares.setdefault((column, line), []).append(cell)
    return [heap for kept in squares.values() for heap in kept]


def _point(heap: _Cluster, by_city: dict[int, CityLabel], query: str, box: Box) -> Point:
    """Make the point of a heap. *query* is the address of its map without an area."""
    alone = heap.cities == 1
    radius = _ALONE if alone else min(7.5 + 1.5 * math.log2(heap.cities), 12.4)
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


def _label(point: Point) -> str:
    """Return what may stand beside a point: the names of its cities, if it stands for no others."""
    if point.cities > _PAIR:
        return ""
    return join_items(name.name for name in point.names)
