import pytest
from django.utils import translation

from cities.directory.gazetteer import continent_of
from llex.core.languages.regions import INHABITED, REGIONS, region_name


@pytest.mark.parametrize(
    ("country", "name"),
    [("CO", "América del Sur"), ("MX", "América del Norte y Central, Caribe"), ("KE", "África")],
)
def test_region_of_a_country_is_named_in_the_active_language(country, name):
    with translation.override("es"):
        assert region_name(continent_of(country)) == name


@pytest.mark.parametrize("code", ["", "XX"])
def test_unknown_region_has_no_name(code):
    assert region_name(code) == ""


def test_every_continent_has_a_name():
    assert {continent_of(code) for code in ("CO", "MX", "KE", "FR", "CN", "NZ", "AQ")} <= set(
        REGIONS
    )


def test_regions_of_people_are_those_with_a_name_but_antarctica():
    assert set(REGIONS) - set(INHABITED) == {"AN", ""}
    assert all(map(region_name, INHABITED))
