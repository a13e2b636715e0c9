"""Units that numbers are counted by: per square metre, a month, each year."""

import re
from collections.abc import Mapping
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
    checks = data.read(language, "checks")
    words = sorted(_units(language), key=len, reverse=True)
    units = "|".join(re.escape(word).replace(r"\ ", " ") for word in words)
    return tuple(
        re.compile(
            rf"(?:(?<!\w)|(?<=\d)){form}(?P<unit>{units or '(?!)'})(?![\w²³])".replace(" ", _SPACE),
            re.IGNORECASE,
        )
        for form in checks.get("rate_forms", ())
    )


@cache
def _adverbs_pattern(language: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_adverbs(language), key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{words or '(?!)'})(?!\w)", re.IGNORECASE)
