"""Where places stand on the map, which part of it is shown, and which names have room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities.public.map import equal_earth
from cities.public.map.areas import WHOLE, Area, Box
from cities.public.map.labels import place_labels

lengths = st.floats(0, equal_earth.WIDTH)


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_every_place_on_earth_is_on_the_map(latitude, longitude):
    x, y = equal_earth.place(latitude, longitude)

    assert 0 <= x <= equal_earth.WIDTH
    assert 0 <= y <= equal_earth.HEIGHT + 0.1


def test_places_stand_where_they_belong():
    centre, _equator = equal_earth.place(0, equal_earth.CENTRE)
    assert centre == pytest.approx(500)
    bogota, dakar, suva = (
        equal_earth.place(*place) for place in ((4.6, -74.1), (14.7, -17.4), (-18.1, 178.4))
    )
    # From west to east, Fiji on the right of the cut; from north to south.
    assert bogota[0] < dakar[0] < suva[0]
    assert dakar[1] < bogota[1] < suva[1]


def test_projection_keeps_areas():
    def area(latitude, longitude):
        (left, top), (right, _) = (
            equal_earth.place(latitude + 1, longitude),
            equal_earth.place(latitude + 1, longitude + 2),
        )
        _, bottom = equal_earth.place(latitude - 1, longitude)
        return (right - left) * (bottom - top)

    # A field of two degrees at 60° north is half as large as one at the equator.
    assert area(59, 11) / area(0, 11) == pytest.approx(0.5, rel=0.05)


@given(lengths, lengths, st.floats(1, 2_000))
def test_part_of_the_map_stays_inside_it(x, y, width):
    box = Box.around(x, y, width)

    assert 0 <= box.left <= box.left + box.width <= equal_earth.WIDTH + 0.1
    assert 0 <= box.top <= box.top + box.height <= equal_earth.HEIGHT + 0.1


@given(lengths, st.floats(0, equal_earth.HEIGHT))
def test_going_nearer_ends_and_leads_back(x, y):
    area = Area.nearer(x, y, WHOLE)
    assert Area.read(str(area)) == area
    assert area.outer is None
    nearer = Area.nearer(x, y, area.box)
    assert nearer.box.width < area.box.width
    assert nearer.outer == Area(nearer.x, nearer.y, area.width)
    for _step in range(3):
        nearer = Area.nearer(x, y, nearer.box)
    assert nearer.box.width == 16


@pytest.mark.parametrize("text", ["", "1", "1-2", "a-b-c", "1-2-3", "1-2-3456789", "-1-2-300"])
def test_area_that_cannot_be_read_is_none(text):
    assert Area.read(text) is None


def test_names_stand_to_the_right_else_to_the_left_else_nowhere():
    points = [
        (100, 100, 5, "Alone"),
        (300, 100, 5, "Left"),
        (320, 100, 5, "Right"),
        (980, 200, 5, "At the edge"),
        (500, 300, 5, "Between"),
        (480, 300, 5, ""),
        (520, 300, 5, ""),
    ]

    labels = {label.text: label for label in place_labels(points, WHOLE)}

    assert {text: label.ends for text, label in labels.items()} == {
        "Alone": False,
        "Left": True,
        "Right": False,
        "At the edge": True,
    }


def test_map_with_many_points_has_no_names():
    points = [(10 * number, 100, 5, "Name") for number in range(80)]

    assert place_labels(points, WHOLE) == []
