"""Names of countries: Unicode CLDR's, but for a few that a network of cities writes otherwise.

Django-countries shows these names everywhere (`COUNTRIES_OVERRIDE`); Babel brings CLDR's data.
"""

from functools import cache
from typing import Any, Final

from babel import Locale
from django.utils import translation
from django.utils.functional import lazy
from django_countries.data import COUNTRIES

from llex.core import languages

# CLDR's main name is long, describes instead of naming, or is not the usual one in that language.
_USUAL: Final[dict[str, dict[str, str]]] = {
    "CD": {
        "en": "Democratic Republic of the Congo",
        "fr": "République démocratique du Congo",
        "es": "República Democrática del Congo",
        "ar": "جمهورية الكونغو الديمقراطية",
    },
    "CG": {"en": "Congo", "fr": "Congo", "es": "Congo", "ar": "الكونغو"},
    "HK": {"en": "Hong Kong", "fr": "Hong Kong", "es": "Hong Kong", "ar": "هونغ كونغ"},
    "MM": {"en": "Myanmar", "fr": "Myanmar", "es": "Myanmar", "ar": "ميانمار"},
    "MO": {"en": "Macao", "fr": "Macao", "es": "Macao", "ar": "ماكاو"},
    "PS": {"en": "Palestine", "fr": "Palestine", "es": "Palestina", "ar": "فلسطين"},
    "UY": {"ar": "أوروغواي"},
}
# Kosovo has no code in ISO 3166, but CLDR and the gazetteer use this one.
CODES: Final = (*COUNTRIES, "XK")


def country_name(code: str, language: str) -> str:
    """Return the short name of a country in *language*; the code itself if it is unknown."""
    usual = _USUAL.get(code, {}).get(language.partition("-")[0])
    return usual or _territories(language).get(code, code)


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
