"""The map on paper: every city is named once, beside its point or in the key; nothing overlaps."""

import math
import random
import re
from itertools import combinations

import pytest

from cities.public.map.printed import MAP_WIDTH, printed_map
from cities.wording.published_row import Coordinates


def cities(count, seed=1, *, south=-40, north=60, west=-120, east=150, name="City"):
    choose = random.Random(seed)  # noqa: S311 - only for a test
    return [
        (f"{name} {number}", Coordinates(choose.uniform(south, north), choose.uniform(west, east)))
        for number in range(count)
    ]


def boxes(drawn, names):
    """Return the rectangles of the labels, letters being as wide as they are in print."""
    for label in drawn.labels:
        width = len(names[label.position]) * 2.75 * 0.55
        left = label.x - {"starts": 0, "ends": width, "middle": width / 2}[label.anchor]
        yield left, label.y - 1.4, left + width, label.y + 1.4


MAPS = {
    "one": cities(1),
    "four": cities(4),
    "world of 20": cities(20),
    "world of 100": cities(100),
    "one country of 60": cities(60, south=43, north=50, west=-2, east=7),
    "one town of 30": cities(30, south=48.8, north=48.9, west=2.2, east=2.4),
    "across the Pacific": [("Suva", Coordinates(-18, 178)), ("Apia", Coordinates(-14, -172))],
    "far north and south": [("Tromsø", Coordinates(69, 19)), ("Ushuaia", Coordinates(-55, -68))],
    "one place twice": [("A", Coordinates(10, 10)), ("B", Coordinates(10, 10))],
    "long names": cities(30, name="Communauté métropolitaine de la vallée"),
    "wide letters": [("上海市浦东新区", Coordinates(31, 121)), ("东京都", Coordinates(36, 140))],
}


@pytest.mark.parametrize("name", MAPS)
def test_every_city_is_named_once(name):
    drawn = printed_map(MAPS[name])

    named = [label.position for label in drawn.labels]
    named += [position for entry in drawn.key for position in entry.positions]
    assert sorted(named) == list(range(len(MAPS[name])))


@pytest.mark.parametrize("name", MAPS)
def test_numbers_of_the_key_are_those_of_the_points_from_one_on(name):
    drawn = printed_map(MAPS[name])

    numbers = sorted(point.number for point in drawn.points if point.number)
    assert numbers == list(range(1, len(drawn.key) + 1))
    assert [entry.number for entry in drawn.key] == numbers
    firsts = [entry.positions[0] for entry in drawn.key]
    assert firsts == sorted(firsts)


@pytest.mark.parametrize("name", MAPS)
def test_nothing_overlaps_or_crosses_the_edge(name):
    names = [one for one, _where in MAPS[name]]
    drawn = printed_map(MAPS[name])

    for one, other in combinations(drawn.points, 2):
        assert math.hypot(one.x - other.x, one.y - other.y) > one.radius + other.radius
    rooms = list(boxes(drawn, names))
    for one, other in combinations(rooms, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    for left, top, right, bottom in rooms:
        assert left >= 0
        assert right <= drawn.width
        assert top >= 0
        assert bottom <= drawn.height
        for point in drawn.points:
            across = max(left - point.x, point.x - right, 0)
            down = max(top - point.y, point.y - bottom, 0)
            assert math.hypot(across, down) >= point.radius - 0.1


def test_box_fits_the_cities_and_leaves_out_other_coasts():
    whole = printed_map(MAPS["world of 100"])
    near = printed_map(MAPS["one country of 60"])

    view = re.search(r'viewBox="([^"]+)"', near.land)[1].split()
    assert float(view[2]) < 3000
    assert len(near.land) < len(whole.land)
    assert whole.width == near.width == MAP_WIDTH


def test_map_is_made_soon():
    import time

    printed_map(MAPS["one"])
    began = time.process_time()
    printed_map(MAPS["world of 100"])
    assert time.process_time() - began < 0.2
