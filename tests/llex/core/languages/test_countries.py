import pytest
from django.utils import translation
from django_countries import countries

from cities.spreadsheets.countries import Country
from llex.core.languages.countries import CODES, country_name
from llex.core.languages.sorting import sort_key
from sessions_app.importing.recognising.gazetteer import country_of
from tests.factories import make_city


@pytest.mark.parametrize(
    ("code", "language", "name"),
    [
        ("ES", "ar", "إسبانيا"),
        ("UY", "ar", "أوروغواي"),
        ("ZA", "ar", "جنوب أفريقيا"),
        ("US", "en", "United States"),
        ("BO", "fr", "Bolivie"),
        ("CD", "es", "República Democrática del Congo"),
        ("HK", "fr", "Hong Kong"),
        ("PS", "ar", "فلسطين"),
        ("TR", "en", "Türkiye"),
        ("XK", "es", "Kosovo"),
        ("ZA", "pt", "África do Sul"),
        ("??", "en", "??"),
    ],
)
def test_country_has_its_short_name(code, language, name):
    assert country_name(code, language) == name


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_choices_and_fields_show_the_same_names(db, language):
    city = make_city(country="ZA")

    with translation.override(language):
        shown = dict(countries)
        assert shown == {code: country_name(code, language) for code in CODES}
        assert str(city.country.name) == shown["ZA"]


def test_choices_are_in_alphabetical_order():
    with translation.override("fr"):
        names = [name for _code, name in countries]

    assert names == sorted(names, key=lambda name: sort_key(name, "fr"))
    assert names.index("États-Unis") < names.index("Fidji")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("South Africa", "ZA"),
        ("Afrique du Sud", "ZA"),
        ("sudafrica", "ZA"),
        ("جنوب أفريقيا", "ZA"),
        ("United States of America", "US"),
        ("United States", "US"),
        ("Bolivia (Plurinational State of)", "BO"),
        ("RAE de Hong Kong (China)", "HK"),
        ("Palestine", "PS"),
        ("Kosovo", "XK"),
        ("Türkiye", "TR"),
    ],
)
def test_country_is_known_by_every_usual_name(written, code):
    assert Country().clean(written) == code
    assert country_of(written) == code
