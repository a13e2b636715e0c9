"""Names of countries: Unicode CLDR's, but for those that `language.toml` of a language replaces.

Django-countries shows these names everywhere (`COUNTRIES_OVERRIDE`); Babel brings CLDR's data.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from babel import Locale
from django.utils import translation
from django.utils.functional import lazy
from django_countries.data import COUNTRIES

from llex.core import languages
from llex.core.languages import data

# Kosovo has no code in ISO 3166, but CLDR and the gazetteer use this one.
CODES: Final = (*COUNTRIES, "XK")


def country_name(code: str, language: str) -> str:
    """Return the short name of a country in *language*; the code itself if it is unknown."""
    usual: Mapping[str, str] = data.read(language, "language").get("countries", {})
    return usual.get(code) or _territories(language).get(code, code)


def overrides() -> dict[str, Any]:
    """Return the setting `COUNTRIES_OVERRIDE`: names that follow the active language."""
    return {code: _in_active_language(code) for code in CODES}


@cache
def all_names() -> tuple[tuple[str, str], ...]:
    """Return pairs of a code and a name that people write for it, in all languages of the site.

    The names in ISO 3166 as django-countries translates them come first, those shown here last.
    """
    found: list[tuple[str, str]] = []
    for language in languages.CODES:
        with translation.override(language):
            found += [(code, str(name)) for code, name in COUNTRIES.items()]
    for language in languages.CODES:
        found += _territories(language).items()
        found += [(code, country_name(code, language)) for code in CODES]
    return tuple(found)


@cache
def _territories(language: str) -> dict[str, str]:
    known = Locale.parse(language, sep="-").territories
    return {code: str(known[code]) for code in CODES if code in known}


def _name_now(code: str) -> str:
    return country_name(code, translation.get_language() or languages.DEFAULT)


_in_active_language: Any = lazy(_name_now, str)
