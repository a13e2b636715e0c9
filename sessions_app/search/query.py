"""The text that a reader typed, as words with all that they may mean in the index."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from llex.core.db.full_text import Condition, any_of
from llex.core.languages.countries import CODES, country_name
from llex.core.text.name_keys import normalize_key
from llex.core.text.search_words import all_stems, folded, lexicon, stems, words_of
from sessions_app.models import SearchDocument
from sessions_app.search import tokens
from sessions_app.search.typed_numbers import typed_numbers

# What is typed beyond is not searched.
LONGEST: Final = 200
_MOST_WORDS: Final = 8
_LONGEST_PHRASE: Final = 5
_SYNONYM: Final = 0.8
_FURTHER: Final = 0.8
# Of what is said itself, where it is asked what answers it.
_SAID: Final = 0.4
# The shortest beginning of a country's name that a people's name is recognised by.
_ROOT: Final = 4
# Words whose country was looked for.
_KEPT: Final = 10_000
_PHRASE: Final = "phrase"
_YEAR: Final = re.compile(r"[12]\d{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a phrase that names one thing, with what it may mean: weights by token.

    *is_place* says that it names a region, a country or a size of cities, to which other words are
    limited.
    """

    shown: str
    meanings: Mapping[str, float]
    is_place: bool = False

    def condition(self) -> Condition:
        return any_of(self.meanings)

    def in_title(self) -> Condition:
        return any_of(map(tokens.in_title, self.meanings))


@dataclass(frozen=True, slots=True)
class Query:
    """The words that are searched for, in a language; *text* is what was typed, made clean."""

    text: str
    language: str
    words: tuple[Word, ...]

    @property
    def stems(self) -> frozenset[str]:
        """Return all stems that are to be marked in texts."""
        return frozenset(stem for word in self.words for stem in word.meanings)

    @property
    def kinds(self) -> frozenset[str]:
        """Return the kinds of rows that are named, as in “notes on water”."""
        kinds = SearchDocument.Kind.values
        return frozenset(kind for kind in kinds if tokens.of_kind(kind) in self.stems)


def clean(text: str) -> str:
    """Return what was typed in one line, without characters that cannot be seen."""
    visible = (_seen(character) for character in text[: 10 * LONGEST])
    return " ".join("".join(visible).split())[:LONGEST].strip()


def parse(text: str, language: str) -> Query:
    """Read what a reader of *language* typed. Any text is understood as some words, or none."""
    typed = rest = clean(text)
    numbers = [
        Word(typed[one.start : one.end], one.meanings, one.is_place)
        for one in typed_numbers(typed, language)
    ]
    for number in numbers:
        rest = rest.replace(number.shown, " ")
    found = [one[0] for one in words_of(rest) if normalize_key(one[0])]
    words = [*numbers, *_words(found, language)]
    return Query(typed, language, tuple(words)[:_MOST_WORDS])


def _words(found: list[str], language: str) -> Iterator[Word]:
    phrases = list(_phrases(found, language))
    named = [(phrase, concept) for phrase, concept in phrases if concept]
    plain = list(_plain(phrases, language))
    is_answer = any(concept[0] == "answer" for _phrase, concept in named)
    for word in dict.fromkeys(plain if plain or named else found):
        country = _country_of(word, language)
        meanings = _meanings(word, language, country)
        yield Word(word, _answering(meanings) if is_answer else meanings, bool(country))
    if is_answer:
        yield Word("", {tokens.ANSWERS: 1.0})
    for phrase, (subject, code) in named:
        # “Who answered the challenge” asks for what answers, and not for challenges.
        if subject in tokens.CONCEPTS and not (is_answer and subject == "kind"):
            literal = {
                form: _SYNONYM
                for word in phrase
                for form in (*stems(word, language), *folded(word))
            }
            meanings = (literal if len(phrase) == 1 else {}) | {tokens.CONCEPTS[subject](code): 1.0}
            is_place = subject in ("region", "country", "size")
            yield Word(" ".join(phrase), _answering(meanings) if is_answer else meanings, is_place)
        elif subject == _PHRASE:
            meanings = dict.fromkeys(code.split(), _SYNONYM)
            yield Word(" ".join(phrase), _answering(meanings) if is_answer else meanings)


def _plain(
    phrases: Iterable[tuple[list[str], tuple[str, str] | None]], language: str
) -> Iterator[str]:
    """Yield the words that name nothing by themselves, and those of phrases."""
    for phrase, concept in phrases:
        if concept is None or concept[0] == _PHRASE:
            yield from (
                word for word in phrase if concept is None or not _is_silent(word, language)
            )


def _is_silent(word: str, language: str) -> bool:
    return not lexicon(language).silent.isdisjoint({normalize_key(word), *folded(word)})


def _phrases(found: list[str], language: str) -> Iterator[tuple[list[str], tuple[str, str] | None]]:
    """Yield the words that say something: phrases that name one thing with it, others alone."""
    concepts = _concepts(language)
    place = 0
    while place < len(found):
        length, concept = _longest(found, place, concepts)
        phrase = found[place : place + max(length, 1)]
        place += len(phrase)
        if concept or not _is_silent(phrase[0], language):
            yield phrase, concept


def _longest(
    found: list[str], place: int, concepts: Mapping[tuple[str, ...], tuple[str, str]]
) -> tuple[int, tuple[str, str] | None]:
    """Return how many words from *place* on name one thing, and which; 0 where they do not."""
    for length in range(min(_LONGEST_PHRASE, len(found) - place), 0, -1):
        key = folded(" ".join(found[place : place + length]))
        if concept := concepts.get(key):
            return length, concept
    return 0, None


def _meanings(word: str, language: str, country: str) -> dict[str, float]:
    known = lexicon(language)
    own = stems(word, language)
    meanings: dict[str, float] = {}
    for stem in own:
        meanings |= dict.fromkeys(sorted(known.synonyms.get(stem, ())), _SYNONYM)
    # Of further stems each is less sure.
    meanings |= dict.fromkeys(own[1:], _FURTHER)
    # Names are no words that have a stem: Buenos Aires is no “air”.
    meanings |= dict.fromkeys((*own[:1], *folded(word)), 1.0)
    if country:
        meanings |= dict.fromkeys(all_stems(country_name(country, language), language), _SYNONYM)
        meanings[tokens.of_country(country)] = 1.0
    if _YEAR.fullmatch(word):
        meanings[tokens.of_year(int(word))] = 1.0
    return meanings


def _answering(meanings: Mapping[str, float]) -> dict[str, float]:
    """Return what words mean where it is asked what answers them."""
    said = {stem: _SAID * weight for stem, weight in meanings.items()}
    return said | {tokens.answering(stem): weight for stem, weight in meanings.items()}


@cache
def _concepts(language: str) -> Mapping[tuple[str, ...], tuple[str, str]]:
    """Return the phrases that say one thing: countries, regions, kinds, answers, other words."""
    known = lexicon(language)
    phrases = {key: (_PHRASE, " ".join(said)) for key, said in known.phrases.items()}
    countries = {folded(country_name(code, language)): ("country", code) for code in CODES}
    countries.pop((), None)
    return phrases | countries | dict(known.concepts)


@lru_cache(maxsize=_KEPT)
def _country_of(word: str, language: str) -> str:
    """Return the country of a people: known by name, or by its country's and a usual ending."""
    known, own = lexicon(language), stems(word, language)
    if own and own[0] in known.peoples:
        return known.peoples[own[0]]
    key, endings = normalize_key(word), known.demonyms
    for words, (subject, code) in _concepts(language).items():
        root = words[-1][:-1]
        if (
            subject != "country"
            or len(words) > 1
            or len(root) < _ROOT
            or key[:_ROOT] != root[:_ROOT]
        ):
            continue
        rest = key.removeprefix(root)
        if rest != key and (rest in endings or rest.removeprefix(words[-1][-1]) in endings):
            return code
    return ""


def _seen(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cf", "Cs", "Co", "Cn"):
        return ""
    return " " if category[0] in "CZ" else character
