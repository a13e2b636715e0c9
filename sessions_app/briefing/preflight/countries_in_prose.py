"""The countries that a text names, by their names or by those of their peoples."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from llex.core.languages import data
from llex.core.languages.countries import CODES, country_name
from llex.core.languages.scripts import script_of

# What Arabic writes in one with the word behind it.
_JOINED: Final = "(?:[وف]?[بلك]?(?:ال)?|ولل|لل)"
# Shorter names of peoples are other words as well.
_SHORTEST: Final = 4
# Endings of genders and numbers.
_ENDING: Final = re.compile("(?:[aeoё]|és|ès)$")
_ENDINGS: Final = r"\w{0,4}"


def countries_named(text: str, language: str) -> Mapping[str, str]:
    """Return the written name of each country in *text* by its code."""
    names = _names(language)
    found: dict[str, str] = {}
    for match in _pattern(language).finditer(text):
        code = names.get(match["name"].casefold(), "") if match["name"] else ""
        code = code or _peoples(language).get((match["people"] or "").casefold(), "")
        found.setdefault(code, match[0])
    found.pop("", None)
    return found


@cache
def _names(language: str) -> dict[str, str]:
    listed: Mapping[str, list[str]] = data.read(language, "checks").get("countries", {})
    names = {country_name(code, language).casefold(): code for code in CODES}
    return names | {name.casefold(): code for code, some in listed.items() for name in some}


@cache
def _peoples(language: str) -> dict[str, str]:
    """Return the codes by the beginning of what peoples are called."""
    table: Mapping[str, str] = data.read(language, "search").get("country", {})
    return {
        _ENDING.sub("", word).casefold(): code
        for code, words in table.items()
        for word in words.split()
        if len(word) > _SHORTEST
    }


@cache
def _pattern(language: str) -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(_names(language), key=len, reverse=True)))
    peoples = "|".join(map(re.escape, sorted(_peoples(language), key=len, reverse=True)))
    is_latin = script_of(country_name("ES", language)) == "LATIN"
    joined = "" if is_latin else _JOINED
    people = rf"(?P<people>{peoples or '(?!)'}){_ENDINGS}"
    return re.compile(rf"(?<!\w){joined}(?:(?P<name>{names})|{people})(?!\w)", re.IGNORECASE)
