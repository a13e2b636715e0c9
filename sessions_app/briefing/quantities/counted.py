"""How many of something a text says there are: “twelve cities”, “12 villes”."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Final

from llex.core.text.name_keys import normalize_key
from sessions_app.briefing.quantities.number_words import number_words
from sessions_app.briefing.quantities.spelled_numbers import compound

_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
# A whole number, with or without signs between its thousands, at the end of what stands before.
_FIGURES: Final = re.compile(r"(?<![\d.,/:-])(\d{1,3}(?:[\s.,'’٬]\d{3})+|\d+)$")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_LAST_WORD: Final = re.compile(r"([^\W\d_]+)[\s\-\u2010\u2011]*$")


@dataclass(frozen=True, slots=True)
class CountedNoun:
    """A number of a *kind* of thing, as *written*."""

    kind: str
    number: Decimal
    written: str


def counted(text: str, language: str) -> Iterator[CountedNoun]:
    """Yield what a plain *text* counts, in its order; the kinds are those of `numbers.toml`."""
    for kind in number_words(language).counted:
        for noun in _noun_pattern(language, kind).finditer(text):
            before = text[: noun.start()].rstrip()
            found = _number_at_end(before, language)
            if found is not None:
                number, start = found
                yield CountedNoun(kind, number, text[start : noun.end()])


def names_kind(text: str, language: str, kind: str) -> bool:
    """Return whether a text names things of a *kind*, whether it counts them or not."""
    is_known = kind in number_words(language).counted
    return is_known and bool(_noun_pattern(language, kind).search(text))


@cache
def _noun_pattern(language: str, kind: str) -> re.Pattern[str]:
    nouns = sorted(number_words(language).counted[kind], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, nouns))})(?![\w·])", re.IGNORECASE)


def _number_at_end(text: str, language: str) -> tuple[Decimal, int] | None:
    """Return the number at the end of *text* and where it begins, or None."""
    if figures := _FIGURES.search(text.translate(_DIGITS)):
        # “In 2020 cities met” counts nothing.
        is_year = bool(_YEAR.fullmatch(figures[0]))
        return None if is_year else (Decimal(re.sub(r"\D", "", figures[0])), figures.start())
    words = number_words(language)
    run: list[Decimal] = []
    start = end = len(text)
    while word := _LAST_WORD.search(text, 0, end):
        key = normalize_key(word[1])
        value = _cardinal(key, language)
        if value is None and key in words.numbers:
            # “A hundred and twenty” is not twenty; dozens are not exact.
            return None
        if value is None and (key not in words.connectors or not run):
            break
        if value is not None:
            run.insert(0, value)
            start = word.start()
        end = word.start()
    # A single article, “une ville”, counts nothing.
    return None if not run or run == [Decimal(1)] else (compound(run, language), start)


def _cardinal(key: str, language: str) -> Decimal | None:
    words = number_words(language)
    forms = (key.removeprefix(prefix) for prefix in words.prefixes if key.startswith(prefix))
    return next((words.cardinals[form] for form in forms if form in words.cardinals), None)
