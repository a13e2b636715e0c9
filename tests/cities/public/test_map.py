"""Where places stand on the map, which part of it is shown, and which names have room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cities.models import CityNameProjection, CityProjection
from cities.public.map import equal_earth, world
from cities.public.map.areas import WHOLE, Area, Box
from cities.public.map.labels import place_labels
from cities.public.map.topics import MapTopics
from cities.public.search import Search

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


def test_names_stand_to_the_right_else_to_the_left_below_above_else_nowhere():
    points = [
        (100, 100, 5, "Alone"),
        (300, 100, 5, "Left"),
        (320, 100, 5, "Right"),
        (980, 200, 5, "At the edge"),
        (500, 300, 5, "Between"),
        (480, 300, 5, ""),
        (520, 300, 5, ""),
        (500, 320, 5, "Higher"),
        (480, 320, 5, ""),
        (520, 320, 5, ""),
        (500, 340, 5, ""),
        (980, 5, 5, "In the corner, at the right"),
    ]

    labels = {label.text: label for label in place_labels(points, WHOLE)}

    assert {text: label.anchor for text, label in labels.items()} == {
        "Alone": "starts",
        "Left": "ends",
        "Right": "starts",
        "At the edge": "ends",
        "Between": "middle",
    }
    assert labels["Between"].y < 300


def test_names_keep_inside_a_part_of_the_map_that_is_shown():
    box = Box.around(500, 200, 250)

    (label,) = place_labels([(500, box.top + 1, 1, "Name")], box)

    assert label.y > box.top + 1


def test_map_with_many_points_has_no_names():
    points = [(10 * number, 100, 5, "Name") for number in range(80)]

    assert place_labels(points, WHOLE) == []


@given(
    st.lists(
        st.tuples(lengths, st.floats(0, equal_earth.HEIGHT), st.just(8.0), st.text(max_size=12)),
        max_size=30,
    ),
    st.sampled_from([1.0, 2.9]),
)
def test_no_name_crosses_the_edge_or_another_name(points, scale):
    rooms = []
    for label in place_labels(points, WHOLE, scale=scale):
        width = len(label.text) * label.size * 0.62
        left = label.x - {"starts": 0, "ends": width, "middle": width / 2}[label.anchor]
        rooms.append((left, label.y - label.size / 2, left + width, label.y + label.size / 2))

    for place, one in enumerate(rooms):
        assert one[0] >= -0.02
        assert one[2] <= equal_earth.WIDTH + 0.02
        assert 0 <= one[1] <= one[3] <= equal_earth.HEIGHT
        for other in rooms[:place]:
            is_apart = one[2] <= other[0] + 0.02 or other[2] <= one[0] + 0.02
            assert is_apart or one[3] <= other[1] or other[3] <= one[1]


# --- What points tell -----------------------------------------------------------------------------

SLUGS = ("water", "health", "housing", "food", "mobility", "culture")


@pytest.fixture
def topics():
    facets = {
        "main_services": list(SLUGS),
        "services": {slug: {"names": {"en": ["en", slug.title()]}} for slug in SLUGS},
    }
    return MapTopics.read(facets, "en")


def make_place(slug, x, y, *, country="CO", continent="SA", measures=1, topic="water"):
    city = CityProjection.objects.create(
        slug=slug,
        country=country,
        continent=continent,
        x=x,
        y=y,
        response_count=measures,
        main_service=topic,
    )
    names = {"name": slug.title(), "name_language": "en", "country_language": "en"}
    CityNameProjection.objects.create(
        city=city, language="en", country_name=f"Country {country}", **names
    )
    return city


def points(topics):
    return {point.names[0].slug: point for point in world.draw(Search(), "en", topics).points}


def test_only_as_many_topics_have_a_colour_as_can_be_told_apart(topics):
    assert [topic.colour for topic in topics.by_slug.values()] == [1, 2, 3, 4, 5, 0]


def test_topic_without_a_name_in_any_language_is_not_shown():
    facets = {"main_services": ["water"], "services": {"water": {"names": {}}}}

    assert not MapTopics.read(facets, "en").by_slug
    assert not MapTopics.read({}, "en").by_slug


def test_point_tells_its_measures_and_topic_by_size_colour_and_words(db, topics):
    make_place("quito", 100, 200, measures=9, topic="health")
    make_place("dakar", 500, 200, topic="culture")
    make_place("suva", 900, 200, measures=0, topic="")

    drawn = points(topics)

    assert [drawn[slug].colour for slug in ("quito", "dakar", "suva")] == [2, 0, 0]
    assert drawn["quito"].radius > drawn["dakar"].radius > drawn["suva"].radius
    assert drawn["quito"].title == "Quito, Country CO: 9 measures, mostly on: Health"
    assert drawn["dakar"].title == "Dakar, Country CO: 1 measure, mostly on: Culture"
    assert drawn["suva"].title == "Suva, Country CO"


def test_legend_has_the_colours_on_the_map_alone(db, topics):
    make_place("quito", 100, 200, topic="health")
    drawn = world.draw(Search(), "en", topics)
    assert [topic.slug for topic in drawn.legend] == ["health"]
    assert not drawn.has_others

    make_place("dakar", 500, 200, topic="culture")
    assert world.draw(Search(), "en", topics).has_others


def test_colour_of_several_cities_is_the_topic_of_most_measures(db, topics):
    make_place("one", 100, 200, measures=2, topic="water")
    make_place("two", 101, 200, measures=2, topic="water")
    make_place("three", 130, 201, measures=3, topic="health")

    (point,) = points(topics).values()

    assert (point.cities, point.measures, point.topic.slug) == (3, 7, "water")


@pytest.mark.parametrize(
    ("others", "label"),
    [
        ([], "Country CO"),
        ([("pasto", 300, "CO", "SA")], "Bogota and 2 more"),
        ([("quito", 104, "EC", "SA")], "South America"),
        ([("quito", 104, "EC", "SA"), ("lima", 300, "PE", "SA")], "Bogota and 3 more"),
        ([("dakar", 104, "SN", "AF")], "Bogota and 3 more"),
    ],
)
def test_several_cities_have_the_name_that_no_other_point_has(db, topics, others, label):
    for slug, x in (("bogota", 100), ("cali", 102), ("cucuta", 103)):
        make_place(slug, x, 200)
    for slug, x, country, continent in others:
        make_place(slug, x, 200, country=country, continent=continent)

    drawn = points(topics)["bogota"]

    assert drawn.label == label


def test_names_of_two_cities_are_both_written(db, topics):
    make_place("bogota", 100, 200)
    make_place("cali", 101, 200)

    (label,) = world.draw(Search(), "en", topics).labels

    assert label.text == "Bogota, Cali"
