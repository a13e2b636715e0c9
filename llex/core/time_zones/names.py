"""Names of time zones in the language of the reader, from Unicode CLDR."""

import re
from functools import lru_cache
from typing import Final

from babel.core import get_global
from babel.dates import get_timezone_location
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.languages.countries import country_name

# The sign in these names is the opposite of the usual one.
_FIXED_OFFSET: Final = re.compile(r"Etc/GMT([+-])(\d{1,2})")
_UNIVERSAL: Final = frozenset({"Etc/UTC", "Etc/GMT", "GMT", "UTC"})
_VOWELS: Final = "aeiouàâéèêëîïôœ"


def canonical(zone: str) -> str:
    """Return the present name of *zone*: ``Asia/Calcutta`` is ``Asia/Kolkata`` now."""
    name: str = get_global("zone_aliases").get(zone, zone)
    return "UTC" if name in _UNIVERSAL else name


def offset_of(zone: str) -> str:
    """Return ``UTC+3`` for ``Etc/GMT-3``, ``UTC`` for its aliases, and "" for a place."""
    if match := _FIXED_OFFSET.fullmatch(zone):
        sign, hours = match.groups()
        return f"UTC{'-' if sign == '+' else '+'}{hours}" if int(hours) else "UTC"
    return "UTC" if canonical(zone) == "UTC" else ""


def city_of(zone: str, language: str = "") -> str:
    """Return the city that a zone is named after in *language*, or its offset: Bogotá, UTC+3."""
    return offset_of(zone) or _city(canonical(zone), language or _active())


def country_code_of(zone: str) -> str:
    """Return the code of the country in which a zone is, or "" where it belongs to none."""
    code: str = get_global("zone_territories").get(canonical(zone), "")
    return code


def country_of(zone: str, language: str = "") -> str:
    """Return the country in which a zone is, or "" where it belongs to none."""
    code = country_code_of(zone)
    return country_name(code, language or _active()) if code else ""


def name_of(zone: str) -> str:
    """Return a zone as a clock is described: ``Madrid time``, ``UTC+3``."""
    if offset := offset_of(zone):
        return offset
    language = _active()
    city = _city(canonical(zone), language)
    if language == "fr":
        return f"heure {_of_french_city(city)}"
    return _("%(city)s time") % {"city": city}


def _active() -> str:
    language = (get_language() or languages.DEFAULT).split("-", maxsplit=1)[0]
    return language if language in languages.CODES else languages.DEFAULT


@lru_cache(maxsize=2048)
def _city(zone: str, language: str) -> str:
    try:
        return str(get_timezone_location(zone, locale=language, return_city=True))
    except LookupError:
        return zone.rpartition("/")[2].replace("_", " ")


def _of_french_city(city: str) -> str:
    """Return *city* after "de", contracted and elided: du Caire, d’Athènes."""
    if city.startswith("Le "):
        return f"du {city.removeprefix('Le ')}"
    return f"d’{city}" if city[0].lower() in _VOWELS else f"de {city}"
