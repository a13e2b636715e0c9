"""The points on the map: one per city, or one for several cities that would overlap.

Their size tells how many measures were reported, their colour on which topic most of them are.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import CityNameProjection
from cities.public.map.areas import WHOLE, Area, Box
from cities.public.map.clusters import Cluster, apart, cells_of
from cities.public.map.labels import Label, place_labels
from cities.public.map.topics import MapTopic, MapTopics
from cities.public.search import Search
from llex.core.languages.phrases import join_items, labelled
from llex.core.languages.regions import region_name

# The least distance between points, in units of the whole map: on a map of 700 pixels each can be
# pressed within 28 of them; on a phone the list beside the map leads to the same pages.
APART: Final = 40.0
# Maps of more than such a share of the world have the land in less detail.
_WORLD: Final = 0.4
# The width of the grid's cells, in which the database counts cities.
_CELL: Final = 12.0
_ALONE: Final = 5.0
# The radius of the smallest point that has room for the number of its cities, and of the largest.
_WITH_NUMBER: Final = 8.0
_LARGEST: Final = 14.0
_PAIR: Final = 2
# How much larger the points and names of a small map are; `css/cities/public.css` draws them so.
_SMALL_POINT: Final = 1.7
_SMALL_NAME: Final = 2.9
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
    more; *whole* is the country or region that several have in common and no other point has.
    *query* is the query string of the map around several cities, empty for a single one.
    """

    x: float
    y: float
    radius: float
    reach: float
    cities: int
    names: list[CityLabel]
    query: str
    measures: int = 0
    topic: MapTopic | None = None
    whole: str = ""

    @property
    def colour(self) -> int:
        """Return the number of its colour."""
        return self.topic.colour if self.topic else 0

    @property
    def title(self) -> str:
        """Return what it is, and in words what its size and its colour tell."""
        if not self.measures:
            return self._place
        text = ngettext("%(number)s measure", "%(number)s measures", self.measures)
        measures = text % {"number": formats.number_format(self.measures)}
        if self.topic:
            about = {"measures": measures, "topic": self.topic.name}
            measures = _("%(measures)s, mostly on: %(topic)s") % about
        return labelled(self._place, measures)

    @property
    def label(self) -> str:
        """Return what is written beside it."""
        if self.cities <= _PAIR:
            return join_items(name.name for name in self.names)
        if self.whole:
            return self.whole
        more = self.cities - 1
        text = ngettext("%(name)s and %(more)s more", "%(name)s and %(more)s more", more)
        return text % {"name": self.names[0].name, "more": formats.number_format(more)}

    @property
    def _place(self) -> str:
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
    """A map to be drawn: the part shown, its points from north to south, and their names.

    *small_labels* are those that have room where it is small. *legend* has the topics with a
    colour.
    """

    box: Box
    points: list[Point]
    labels: list[Label] = field(default_factory=list)
    small_labels: list[Label] = field(default_factory=list)
    legend: list[MapTopic] = field(default_factory=list)

    @property
    def has_others(self) -> bool:
        """Return whether measures on topics without a colour are on it."""
        return any(point.measures and not point.colour for point in self.points)

    @property
    def land(self) -> str:
        """Return the static file of the land, in as much detail as is seen."""
        return "img/land-world.svg" if self.box.share > _WORLD else "img/land.svg"

    @property
    def view(self) -> str:
        """Return the value of the SVG's viewBox."""
        return f"{self.box.left} {self.box.top} {self.box.width} {self.box.height}"


def draw(search: Search, language: str, topics: MapTopics, *, box: Box = WHOLE) -> Map:
    """Return the map of the cities that *search* finds within *box*. Two queries."""
    share = box.share
    heaps = apart(cells_of(search, _CELL * share), APART * share)
    keys = {key for heap in heaps for key in (heap.first, heap.last)}
    names = CityNameProjection.objects.filter(city__in=keys, language=language)
    # Tuples are faster than some hundred model instances.
    rows = names.values_list("city_id", "name", "country_name", "city__slug")
    drawing = _Drawing(
        box,
        search.within(None).query(),
        {key: CityLabel(*called) for key, *called in rows},
        topics,
        Counter(code for heap in heaps for code in {heap.country, heap.region} if code),
    )
    points = [
        drawing.point(heap)
        for heap in sorted(heaps, key=lambda heap: (heap.y, heap.x))
        if heap.first in drawing.names
    ]
    # Where there is no room for all names, those of many measures come first.
    wanted = sorted(points, key=lambda point: -point.measures)
    return Map(
        box,
        points,
        place_labels([(one.x, one.y, one.radius, one.label) for one in wanted], box),
        place_labels(
            [(one.x, one.y, one.radius * _SMALL_POINT, one.label) for one in wanted],
            box,
            scale=_SMALL_NAME,
        ),
        topics.legend({point.topic.slug for point in points if point.topic}),
    )


@dataclass(frozen=True, slots=True)
class _Drawing:
    """The material of points: *query* is that of the map without an area.

    *names* are by the keys of cities; *commons* counts the points that have a country or a region
    in common, by its code.
    """

    box: Box
    query: str
    names: dict[int, CityLabel]
    topics: MapTopics
    commons: Counter[str]

    def point(self, heap: Cluster) -> Point:
        """Return the point of a cluster."""
        alone = heap.cities == 1
        radius = max(_radius(heap.measures), 0 if alone else _WITH_NUMBER)
        pair = [heap.first, heap.last] if heap.cities == _PAIR else [heap.first]
        nearer = f"area={Area.nearer(heap.x, heap.y, self.box)}"
        main = min(heap.by_topic.items(), key=lambda one: (-one[1], one[0]), default=("", 0))[0]
        return Point(
            x=round(heap.x, 2),
            y=round(heap.y, 2),
            radius=round(radius * self.box.share, 3),
            reach=round(APART / 2 * self.box.share, 3),
            cities=heap.cities,
            names=[self.names[key] for key in pair],
            query="" if alone else f"{self.query}&{nearer}" if self.query else nearer,
            measures=heap.measures,
            topic=self.topics.by_slug.get(main),
            whole=self._whole(heap),
        )

    def _whole(self, heap: Cluster) -> str:
        if self.commons[heap.country] == 1:
            return self.names[heap.first].country
        return region_name(heap.region) if self.commons[heap.region] == 1 else ""


def locate(name: CityNameProjection) -> Map | None:
    """Return the map around one city, or None if its position is unknown."""
    city = name.city
    if city.x is None or city.y is None:
        return None
    called = CityLabel(name.name, name.country_name, city.slug)
    point = Point(city.x, city.y, _ALONE, APART, 1, [called], "")
    return Map(Box.around(city.x, city.y, _AROUND_A_CITY), [point])


def _radius(measures: int) -> float:
    """Return the radius of a point, whose area grows with the number of measures."""
    return min(math.sqrt(_ALONE**2 + 8 * measures), _LARGEST)
