"""Numbers and dates as the texts of each language write them, to be compared between languages.

What is written in figures must be found again in another language, where it may be written in
words. Words are only ever a hint: that a text says “two” or “half” asks nothing of the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sessions_app.briefing.quantities.figures import Values, Written, figures
from sessions_app.briefing.quantities.words import months_named, numbers_in_words

# “One city” is “una ciudad”, and Arabic says two by the form of the word.
_UNSAID = {"ar": frozenset({Decimal(1), Decimal(2)})}
_ONE = frozenset({Decimal(1)})


@dataclass(frozen=True, slots=True)
class Quantities:
    """What a text says in figures, and all that it may be saying in figures or in words."""

    written: tuple[Written, ...]
    said: Values

    def missing_from(self, other: Quantities) -> tuple[Written, ...]:
        """Return what is written here and is not said there, each once."""
        missing = (one for one in self.written if not one.is_among(other.said))
        return tuple({one.text: one for one in missing}.values())


def quantities(text: str, language: str) -> Quantities:
    """Read the numbers and dates of a plain text in one of our languages."""
    written, hinted = figures(text, language)
    said = {value for one in written for value in one.readings}
    said |= hinted | numbers_in_words(text, language) | months_named(text, language)
    return Quantities(written, frozenset(said) | _UNSAID.get(language, _ONE))
