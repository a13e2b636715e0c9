"""How cities are spelt and what they were called is kept beside them."""

import pytest
from django.core.exceptions import ValidationError

from cities.models import City, CitySpelling, FormerSlug
from tests.factories import make_city


def keys(city):
    return set(city.spellings.values_list("key", "is_name"))


def test_spellings_follow_the_city(db):
    names = dict.fromkeys(("name_en", "name_fr", "name_es"), "Rome")
    city = make_city(**names, name_ar="روما", other_spellings=["Roma", "ROMA"])
    assert keys(city) == {("rome", True), ("روما", True), ("roma", False)}

    city.name_es = "Roma"
    city.other_spellings = ["Urbs"]
    city.save()

    assert keys(city) == {("rome", True), ("روما", True), ("roma", True), ("urbs", False)}


def test_spellings_of_cities_written_in_bulk_are_kept_when_asked(db):
    cities = City.objects.bulk_create(
        City(slug=f"c{number}", country="CO", name_en=f"City {number}") for number in range(3)
    )
    assert not CitySpelling.objects.exists()

    CitySpelling.objects.keep(cities)

    assert set(CitySpelling.objects.values_list("key", flat=True)) == {"city0", "city1", "city2"}


def test_what_is_no_spelling_is_passed_over(db):
    city = make_city(other_spellings=["’ ", "x" * 300, 5, "Ok"])

    assert "ok" in dict(keys(city))
    assert len(keys(city)) == 5


def test_saving_an_unchanged_city_writes_no_spelling(db, django_assert_num_queries):
    city = City.objects.get(pk=make_city().pk)

    # Savepoint, what the log compares with, city, marks of translations, spellings, release.
    with django_assert_num_queries(6):
        city.save()


def test_former_slug_leads_to_the_city(db):
    city = make_city(slug="bombay")
    city = City.objects.get(pk=city.pk)
    city.slug = "mumbai"
    city.save()

    assert City.objects.by_slug("bombay") == City.objects.by_slug("mumbai") == city


def test_slug_taken_back_is_no_former_one(db):
    city = City.objects.get(pk=make_city(slug="one").pk)
    for slug in ("two", "one"):
        city.slug = slug
        city.save()

    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["two"]


def test_unknown_slug_leads_nowhere(db):
    with pytest.raises(City.DoesNotExist):
        City.objects.by_slug("atlantis")


def test_slug_that_leads_elsewhere_is_refused(db):
    FormerSlug.objects.record("bombay", make_city(slug="mumbai"))

    with pytest.raises(ValidationError, match="leads to another city"):
        City(slug="bombay", name_en="Bombay", country="US").full_clean()


def test_slug_in_use_cannot_be_a_former_one(db):
    city = make_city(slug="mumbai")

    with pytest.raises(ValueError, match="in use"):
        FormerSlug.objects.create(slug="mumbai", city=city)
