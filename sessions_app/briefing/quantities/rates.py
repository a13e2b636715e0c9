"""Units that numbers are counted by: per square metre, a month, each year."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from llex.core.languages import data

_SPACE: Final = r"[\s\u00a0\u202f]+"


def rates(text: str, language: str) -> Mapping[str, str]:
    """Return by its unit each “per unit” of a plain text, as it is written."""
    found = {
        _units(language)[match["unit"].casefold()]: match[0].strip()
        for pattern in _patterns(language)
        for match in pattern.finditer(text)
    }
    for match in _adverbs_pattern(language).finditer(text):
        found.setdefault(_adverbs(language)[match[0].casefold()], match[0])
    return found


@cache
def _units(language: str) -> dict[str, str]:
    """Return the units by their words; those of the table of units, and what is counted by head."""
    table: Mapping[str, Any] = data.read(language, "checks").get("units", {})
    heads: Mapping[str, Any] = data.read(language, "checks").get("heads", {})
    listed = [(unit, words) for unit, words in (*table.items(), *heads.items()) if unit != "?"]
    return {word.casefold(): unit for unit, words in listed for word in words if len(word) > 1}


@cache
def _adverbs(language: str) -> dict[str, str]:
    table: Mapping[str, Any] = data.read(language, "checks").get("rate_adverbs", {})
    return {word.casefold(): unit for unit, words in table.items() for word in words}


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns of rates; “al” and the like, which say much else, only with a unit."""
    checks = data.read(language, "checks")
    heads = {word.casefold() for words in checks.get("heads", {}).values() for word in words}
    units = _units(language)
    return tuple(
        _pattern(form, units if key == "rate_forms" else units.keys() - heads)
        for key in ("rate_forms", "rate_forms_of_units")
        for form in checks.get(key, ())
    )


def _pattern(form: str, units: Iterable[str]) -> re.Pattern[str]:
    words = sorted(units, key=len, reverse=True)
    named = "|".join(re.escape(word).replace(r"\ ", " ") for word in words)
    pattern = rf"(?:(?<!\w)|(?<=\d)){form}(?P<unit>{named or '(?!)'})(?![\w²³])"
    return re.compile(pattern.replace(" ", _SPACE), re.IGNORECASE)


@cache
def _adverbs_pattern(language: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_adverbs(language), key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{words or '(?!)'})(?!\w)", re.IGNORECASE)
