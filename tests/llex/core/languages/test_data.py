"""The folders of languages: what is read from them, and a language that has hardly anything."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import override

from llex.core import languages
from llex.core.languages import data
from llex.core.languages.countries import country_name
from llex.core.languages.sorting import sort_key
from llex.core.time_zones.names import name_of
from sessions_app.briefing.quantities import quantities


def test_every_language_of_the_site_has_a_folder():
    assert set(languages.CODES) <= set(data.available())
    assert "pt" in data.available()


def test_regional_variant_shares_the_folder_of_its_language():
    assert data.read("pt-br", "language") == data.read("pt", "language")


@pytest.mark.parametrize("code", ["xx", "../pt", ""])
def test_language_without_a_folder_has_no_data(code):
    assert data.read(code, "numbers") == {}
    assert data.read_names(code) == {}


def test_language_with_little_data_is_still_served():
    assert sort_key("Évora", "sw") == sort_key("Évora", "en")
    assert country_name("FR", "sw") == "Ufaransa"
    with override("sw"):
        assert languages.name_in_sentence("fr") == "Français"
    found = quantities("Shule 25 zilifungwa tarehe 3.", "sw")
    assert {str(value) for value in found.values} >= {"25", "3"}


def test_configuration_takes_the_names_from_the_folders():
    assert languages.configuration(["en", "fr", "es", "ar", "pt"])[-1] == ("pt", "Português")
    assert languages.applications(["en", "pt"]) == ["llex.core.languages.pt"]


@pytest.mark.parametrize("codes", [[], ["en", "pt"], ["en", "fr", "es", "ar", "xx"]])
def test_configuration_refuses_other_languages(codes):
    with pytest.raises(ImproperlyConfigured, match="LANGUAGES"):
        languages.configuration(codes)


@pytest.mark.parametrize(
    ("language", "zone", "name"),
    [
        ("fr", "Africa/Cairo", "heure du Caire"),
        ("fr", "Europe/Athens", "heure d’Athènes"),
        ("fr", "Europe/Madrid", "heure de Madrid"),
        ("es", "Europe/Madrid", "hora de Madrid"),
    ],
)
def test_name_of_a_time_zone_is_inflected_by_the_rules_of_the_language(language, zone, name):
    with override(language):
        assert name_of(zone) == name
