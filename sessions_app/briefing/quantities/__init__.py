"""Numbers and dates as the texts of each language write them, to be compared between languages.

Each number in figures must be in the other language too, in figures or in words. Words are only a
hint: “two” or “half” in a text requires nothing of the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sessions_app.briefing.quantities.figures import Values, Written, figures
from sessions_app.briefing.quantities.number_words import number_words
from sessions_app.briefing.quantities.spelled_numbers import months_named, numbers_in_words


@dataclass(frozen=True, slots=True)
class Quantities:
    """The quantities of a text: those in figures, and the values of all in figures or words."""

    written: tuple[Written, ...]
    values: Values

    def missing_from(self, other: Quantities) -> tuple[Written, ...]:
        """Return the figures of this text whose value *other* does not have, each once."""
        missing = (one for one in self.written if not one.is_among(other.values))
        return tuple({one.text: one for one in missing}.values())


@lru_cache(maxsize=4096)
def quantities(text: str, language: str) -> Quantities:
    """Return the numbers and dates of a plain text in *language*."""
    written, hinted = figures(text, language)
    values = {value for one in written for value in one.readings}
    values |= hinted | numbers_in_words(text, language) | months_named(text, language)
    return Quantities(written, frozenset(values) | number_words(language).implied)
