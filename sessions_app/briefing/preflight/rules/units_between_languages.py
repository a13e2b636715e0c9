"""Signs and units of numbers, compared between the languages of a note."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from django.utils import formats
from django.utils.translation import gettext as _

from llex.core.languages import name_in_sentence
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote
from sessions_app.briefing.preflight.vocabulary_of_checks import table_for
from sessions_app.briefing.quantities.units import TIMES, UNKNOWN, names_unit, units

_FIGURE: Final = re.compile(r"\d")
_SHARE: Final = "percent"


def check_units(note: CheckedNote) -> Iterator[Finding]:
    """Find numbers that have another unit, or none, in another language."""
    for source, passage in note.pairs():
        if not _FIGURE.search(source.plain) or not _FIGURE.search(passage.plain):
            continue
        for number, here, there in different_units(
            passage.plain, passage.language, source.plain, source.language
        ):
            message = _("“%(number)s” is in %(here)s; in %(language)s in %(there)s.") % {
                "number": formats.number_format(number, force_grouping=True),
                "here": _named(here, passage.language),
                "language": name_in_sentence(source.language),
                "there": _named(there, source.language),
            }
            yield passage.finding("unit_differs", message, values=(number, here, there))


def different_units(
    text: str, language: str, other_text: str, other_language: str
) -> list[tuple[Decimal, str, str]]:
    """Return the numbers of both texts whose unit is not the same: number, unit here and there."""
    here, there = units(text, language), units(other_text, other_language)
    found: list[tuple[Decimal, str, str]] = []
    for number in here.keys() & there.keys():
        one, times = _parted(here[number])
        other, other_times = _parted(there[number])
        if len(one) != len(other) or UNKNOWN in (*one, *other):
            continue
        both = [*zip(one, other, strict=True)]
        # Three weeks are 21 days, but thirty seconds are not thirty minutes.
        if len(times) == len(other_times) == 1:
            both += zip(times, other_times, strict=True)
        found += [
            (number, *pair)
            for pair in both
            if pair[0] != pair[1]
            and not _is_elsewhere(text, language, *pair)
            and not _is_elsewhere(other_text, other_language, *reversed(pair))
        ][:1]
    return found


def _is_elsewhere(text: str, language: str, here: str, there: str) -> bool:
    """Return whether the unit that a number lacks is said of another one in its text.

    Shares repeat their sign.
    """
    return not here and there != _SHARE and names_unit(text, language, there)


def _parted(found: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return units in order, and apart from them those of time."""
    every = sorted(found)
    return [one for one in every if one not in TIMES], [one for one in every if one in TIMES]


def _named(unit: str, language: str) -> str:
    words = table_for(language, "units").get(unit, ())
    return f"“{words[0]}”" if words else _("no unit")
