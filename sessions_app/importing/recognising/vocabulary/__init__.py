"""The words for the parts of a note, in each language that notes are written in.

A note is read with all of them: a table's head may be English in a Spanish note.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sessions_app.importing.recognising.vocabulary.en import ENGLISH
from sessions_app.importing.recognising.vocabulary.es import SPANISH
from sessions_app.importing.recognising.vocabulary.fr import FRENCH
from sessions_app.importing.recognising.vocabulary.words import Vocabulary
from sessions_app.importing.words import fold

VOCABULARIES: Mapping[str, Vocabulary] = {"en": ENGLISH, "fr": FRENCH, "es": SPANISH}
# Fewer little words than this say nothing about the language of a line.
_FEWEST_SMALL_WORDS = 2


@cache
def phrases(field: str, key: str = "") -> tuple[str, ...]:
    """Return the folded phrases of a vocabulary's *field* in all languages, the longest first."""
    found = (
        fold(phrase)
        for vocabulary in VOCABULARIES.values()
        for phrase in _of(vocabulary, field, key)
    )
    return tuple(sorted(dict.fromkeys(found), key=len, reverse=True))


def mentions(text: str, field: str, key: str = "") -> str:
    """Return the longest phrase of *field* that stands in *text* as whole words, or nothing."""
    padded = f" {fold(text)} "
    return next((phrase for phrase in phrases(field, key) if f" {phrase} " in padded), "")


def has_word(text: str, field: str, key: str = "") -> bool:
    """Tell whether a word in *text* begins like one of the words of *field*."""
    padded = f" {fold(text)}"
    return any(f" {beginning}" in padded for beginning in phrases(field, key))


def content_words(text: str) -> list[str]:
    """Return the folded words of *text* that say something, without the little ones."""
    small = _small_words()
    return [word for word in fold(text).split() if word not in small]


def language_of(text: str) -> str | None:
    """Return the language whose little words stand in *text*, or None if it is not clear."""
    words = fold(text).split()
    scores = sorted(
        (
            (sum(word in {fold(small) for small in vocabulary.small} for word in words), code)
            for code, vocabulary in VOCABULARIES.items()
        ),
        reverse=True,
    )
    (best, code), (second, _other) = scores[:2]
    return code if best >= _FEWEST_SMALL_WORDS and best > second else None


def numbers() -> Mapping[str, int]:
    """Return the numbers in words of all languages, folded."""
    return {
        fold(name): value
        for vocabulary in VOCABULARIES.values()
        for name, value in vocabulary.numbers.items()
    }


@cache
def _small_words() -> frozenset[str]:
    return frozenset(phrases("small"))


def _of(vocabulary: Vocabulary, field: str, key: str) -> Iterable[str]:
    value: Any = getattr(vocabulary, field)
    return value[key] if key else value
