"""Names of time zones in the language of the reader, from Unicode CLDR."""

import re
from functools import lru_cache
from typing import Final

from babel.core import get_global
from babel.dates import get_timezone_location
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.languages import data
from llex.core.languages.countries import country_name

# The sign in these names is the opposite of the usual one.
_FIXED_OFFSET: Final = re.compile(r"Etc/GMT([+-])(\d{1,2})")
_UNIVERSAL: Final = frozenset({"Etc/UTC", "Etc/GMT", "GMT", "UTC"})


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
    """Return the country in which a zone is, or "" for a zone of no country."""
    code = country_code_of(zone)
    return country_name(code, language or _active()) if code else ""


def name_of(zone: str) -> str:
    """Return a zone as a clock is described: ``Madrid time``, ``UTC+3``."""
    if offset := offset_of(zone):
        return offset
    language = _active()
    city = _city(canonical(zone), language)
    return _inflected(city, language) or _("%(city)s time") % {"city": city}


def _active() -> str:
    language = (get_language() or languages.DEFAULT).split("-", maxsplit=1)[0]
    return language if language in languages.CODES else languages.DEFAULT


@lru_cache(maxsize=2048)
def _city(zone: str, language: str) -> str:
    try:
        return str(get_timezone_location(zone, locale=language, return_city=True))
    except LookupError:
        return zone.rpartition("/")[2].replace("_", " ")


def _inflected(city: str, language: str) -> str:
    """Return the phrase for a city's time if its form depends on the city: heure d’Athènes.

    Empty if the language has no such rules, `[time_zones]` in its `language.toml`.
    """
    rules = data.read(language, "language").get("time_zones")
    if rules is None:
        return ""
    for article, phrase in rules.get("before_article", {}).items():
        if city.startswith(article):
            return f"{phrase}{city.removeprefix(article)}"
    elided = city[0].lower() in rules.get("vowels", "")
    return f"{rules['before_vowel' if elided else 'otherwise']}{city}"
