import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from cities.models import City
from tests.factories import make_city


@pytest.mark.parametrize(
    ("latitude", "longitude"), [(4.6, None), (None, -74.1), (91, 0), (0, 181), (-91, 0)]
)
def test_coordinates_are_refused_when_they_make_no_place(db, latitude, longitude):
    place = {"latitude": latitude, "longitude": longitude}
    with pytest.raises(ValidationError):
        City(slug="x", name_en="X", country="CO", **place).full_clean()
    with pytest.raises(IntegrityError):
        make_city(**place)


@pytest.mark.parametrize(("latitude", "longitude"), [(None, None), (0, 0), (-33.9, 18.4)])
def test_coordinates_come_in_pairs(db, latitude, longitude):
    city = make_city(latitude=latitude, longitude=longitude)

    city.full_clean()


@pytest.mark.parametrize(("kind", "refused"), [("city", True), ("association", False)])
def test_country_is_needed_but_for_an_association(db, kind, refused):
    city = City(slug="x", name_en="X", kind=kind, country="")

    if refused:
        with pytest.raises(ValidationError, match="Choose the country"):
            city.full_clean()
    else:
        city.full_clean()


def test_city_is_found_by_its_name_in_any_language(db):
    rome = make_city(name_en="Rome", name_es="Roma")
    make_city()

    assert [list(City.objects.spelt(name)) for name in ("ROME", "roma", "Paris")] == [
        [rome],
        [rome],
        [],
    ]
