"""The words by which the parts of a note are recognised, from `notes.toml` of each language.

A note is read with the words of all languages in use: a table's head may be English in a Spanish
note. Words are compared without accents and case.
"""

import dataclasses
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from llex.core import languages
from llex.core.languages import data
from sessions_app.briefing.document import Section
from sessions_app.importing.words import fold

Words = tuple[str, ...]
# Fewer function words than this do not identify the language of a line.
_FEWEST_FUNCTION_WORDS = 2
_PUBLICATION = ("publication", "publication_nouns", "publication_words")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words of one language. A language may leave out any of them.

    *positions*, *columns* and *rating* hold beginnings of words, the others words and phrases.
    """

    # From `language.toml`: each month's names, full and short; the weekdays, Monday first.
    months: tuple[Words, ...] = ()
    weekdays: Words = ()
    articles: Words = ()
    conjunctions: Words = ()
    # Before a person who did something: “chaired by”.
    by: Words = ()
    # Within a date, and behind its day: “25th of March”.
    of: Words = ()
    ordinals: Words = ()
    # In a line that only has a date: “Held on …”.
    around_date: Words = ()
    # Before a date that is not the session's: “published on”; before the number of an issue.
    published: Words = ()
    issue: Words = ()
    # What a session may be called in a text.
    gatherings: Words = ()
    # Before the number of a session, and of a page.
    session: Words = ()
    page: Words = ()
    page_of: Words = ()
    # The kind of publication, as it is printed before the title.
    publication: Words = ()
    # What such a kind may be made of: a noun, and words that go with one.
    publication_nouns: Words = ()
    publication_words: Words = ()
    # In the name of a series, and labels of the lines of a title page.
    series: Words = ()
    labels: Mapping[str, Words] = dataclasses.field(default_factory=dict)
    contact: Words = ()
    # Phrases in the heading of a section.
    sections: Mapping[Section, Words] = dataclasses.field(default_factory=dict)
    # In the heads of a table's columns.
    columns: Mapping[str, Words] = dataclasses.field(default_factory=dict)
    # In the head of a column for what was not done.
    negations: Words = ()
    # Before the names of those who led the session, and of those who took part.
    chaired: Words = ()
    attended: Words = ()
    people_headings: Words = ()
    # Between a quotation and its speaker.
    said: Words = ()
    # A person's position, and titles before a person's name.
    positions: Words = ()
    honorifics: Words = ()
    # Other words that a position begins with: “Medical Officer”.
    before_positions: Words = ()
    # Words whose hyphen stays where a line end cuts them: “vice-mayor”.
    hyphenated: Words = ()
    # Before a city's name: “City of”.
    city_of: Words = ()
    # In a question that asks for a rating.
    rating: Words = ()
    question: Words = ()
    # In the last lines of a note: “follow us”.
    farewell: Words = ()
    # Behind the number of people who took part, and numbers in words before these.
    heads: Words = ()
    numbers: Mapping[str, int] = dataclasses.field(default_factory=dict)
    # Function words, which identify the language of a text.
    function_words: Words = ()
    # By a country's code, what people write instead of its official name.
    countries: Mapping[str, Words] = dataclasses.field(default_factory=dict)


@cache
def vocabularies() -> Mapping[str, Vocabulary]:
    """Return the vocabularies of the languages in use that have one, by code."""
    return {code: _load(code) for code in languages.CODES if data.read(code, "notes")}


@cache
def phrases(field: str, key: str = "") -> tuple[str, ...]:
    """Return the folded phrases of a vocabulary's *field* in all languages, the longest first."""
    return tuple(sorted(dict.fromkeys(map(fold, _all(field, key))), key=len, reverse=True))


@cache
def spelled(field: str) -> tuple[str, ...]:
    """Return the phrases of a *field* with and without accents, the longest first."""
    spellings = {text for phrase in _all(field) for text in (phrase, _without_accents(phrase))}
    return tuple(sorted(spellings, key=lambda text: (-len(text), text)))


def mentions(text: str, field: str, key: str = "") -> str:
    """Return the longest phrase of *field* that is in *text* as whole words, or ""."""
    padded = f" {fold(text)} "
    return next((phrase for phrase in phrases(field, key) if f" {phrase} " in padded), "")


def has_word(text: str, field: str, key: str = "") -> bool:
    """Return whether a word in *text* begins like one of the words of *field*."""
    padded = f" {fold(text)}"
    return any(f" {beginning}" in padded for beginning in phrases(field, key))


def is_publication(text: str) -> bool:
    """Return whether *text* only says what kind of publication this is, in whatever words."""
    words = content_words(text)
    nouns = phrases("publication_nouns")
    known = {word for name in _PUBLICATION for phrase in phrases(name) for word in phrase.split()}
    return (any(word in nouns for word in words) and all(word in known for word in words)) or fold(
        text
    ) in phrases("publication")


def content_words(text: str) -> list[str]:
    """Return the folded words of *text* without the function words."""
    function_words = frozenset(phrases("function_words"))
    return [word for word in fold(text).split() if word not in function_words]


def language_of(text: str) -> str | None:
    """Return the language whose function words are most frequent in *text*, None if unclear."""
    words = fold(text).split()
    scores = sorted(
        ((sum(map(known.__contains__, words)), code) for code, known in _function_words().items()),
        reverse=True,
    )
    (best, code), (second, _other) = scores[:2]
    return code if best >= _FEWEST_FUNCTION_WORDS and best > second else None


@cache
def numbers() -> Mapping[str, int]:
    """Return the numbers in words of all languages, folded."""
    return {
        fold(name): int(value)
        for vocabulary in vocabularies().values()
        for name, value in vocabulary.numbers.items()
    }


@cache
def _function_words() -> Mapping[str, frozenset[str]]:
    return {
        code: frozenset(map(fold, vocabulary.function_words))
        for code, vocabulary in vocabularies().items()
    }


def _without_accents(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return "".join(character for character in apart if not unicodedata.combining(character))


def _load(code: str) -> Vocabulary:
    general, words = data.read(code, "language"), data.read(code, "notes")
    return Vocabulary(
        months=tuple(map(tuple, general.get("months", ()))),
        weekdays=tuple(general.get("weekdays", ())),
        **words,
    )


def _all(field: str, key: str = "") -> Iterable[str]:
    for vocabulary in vocabularies().values():
        value: Any = getattr(vocabulary, field)
        yield from value.get(key, ()) if key else value
