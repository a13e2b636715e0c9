"""What a reader typed, as words with all that they may mean in the index."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from llex.core import languages
from llex.core.db.full_text import Condition, any_of
from llex.core.languages.countries import CODES, country_name
from llex.core.text.name_keys import normalize_key
from llex.core.text.search_words import folded, lexicon, stems, words_of
from sessions_app.search import tokens

# What is typed beyond is not searched.
LONGEST: Final = 200
_MOST_WORDS: Final = 8
_LONGEST_PHRASE: Final = 5
_SYNONYM: Final = 0.6
# The shortest beginning of a country's name that a people's name is recognised by.
_ROOT: Final = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a phrase that names one thing, with what it may mean: weights by token."""

    shown: str
    meanings: Mapping[str, float]

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


def clean(text: str) -> str:
    """Return what was typed in one line, without characters that cannot be seen."""
    visible = (_seen(character) for character in text[: 10 * LONGEST])
    return " ".join("".join(visible).split())[:LONGEST].strip()


def parse(text: str, language: str) -> Query:
    """Read what a reader of *language* typed. Any text is understood as some words, or none."""
    typed = clean(text)
    found = [one[0] for one in words_of(typed) if normalize_key(one[0])]
    return Query(typed, language, tuple(_words(found, language))[:_MOST_WORDS])


def _words(found: list[str], language: str) -> Iterator[Word]:
    concepts = _concepts(language)
    silent = lexicon(language).silent
    plain, named, kinds, is_answer = [], [], [], False
    place = 0
    while place < len(found):
        length, concept = _longest(found, place, concepts)
        phrase = found[place : place + max(length, 1)]
        place += max(length, 1)
        if concept is None:
            if not {normalize_key(phrase[0]), *folded(phrase[0])} & silent:
                plain.append(phrase[0])
        elif concept[0] == "answer":
            is_answer = True
        elif concept[0] == "kind":
            kinds.append((phrase, concept[1]))
        else:
            named.append(_named(phrase, concept, language))
    if not (plain or named or kinds):
        plain = found
    for word in dict.fromkeys(plain):
        yield Word(word, _meanings(word, language, is_answer=is_answer))
    yield from named
    if is_answer:
        yield Word("", {tokens.ANSWERS: 1.0})
    for phrase, kind in kinds:
        # “Who answered the challenge” asks for what answers, and not for challenges.
        if not is_answer:
            literal = {stem: _SYNONYM for one in phrase for stem in stems(one, language)}
            yield Word(" ".join(phrase), literal | {tokens.of_kind(kind): 1.0})


def _longest(
    found: list[str], place: int, concepts: Mapping[tuple[str, ...], tuple[str, str]]
) -> tuple[int, tuple[str, str] | None]:
    """Return how many words from *place* on name one thing, and which; 0 where they do not."""
    for length in range(min(_LONGEST_PHRASE, len(found) - place), 0, -1):
        key = folded(" ".join(found[place : place + length]))
        if concept := concepts.get(key):
            return length, concept
    return 0, None


def _named(phrase: list[str], concept: tuple[str, str], language: str) -> Word:
    subject, code = concept
    token = tokens.of_country(code) if subject == "country" else tokens.of_region(code)
    literal: dict[str, float] = {}
    if len(phrase) == 1:
        literal = dict.fromkeys(stems(phrase[0], language), _SYNONYM)
    return Word(" ".join(phrase), literal | {token: 1.0})


def _meanings(word: str, language: str, *, is_answer: bool) -> dict[str, float]:
    known = lexicon(language)
    own = stems(word, language)
    meanings: dict[str, float] = {}
    for synonym in sorted(known.synonyms.get(own[0], ())) if own else ():
        meanings[synonym] = _SYNONYM
    # What a note has not in the language of its readers is found in its own language.
    for other in languages.CODES:
        meanings |= dict.fromkeys(stems(word, other)[:1], 1.0)
    meanings |= dict.fromkeys(own, 1.0)
    if code := _country_of(normalize_key(word), language):
        meanings[tokens.of_country(code)] = 1.0
    if is_answer:
        meanings |= {tokens.answering(stem): weight for stem, weight in list(meanings.items())}
    return meanings


@cache
def _concepts(language: str) -> Mapping[tuple[str, ...], tuple[str, str]]:
    """Return the phrases that name one thing: countries, regions, kinds, answers."""
    countries = {folded(country_name(code, language)): ("country", code) for code in CODES}
    countries.pop((), None)
    return countries | dict(lexicon(language).concepts)


@cache
def _country_of(key: str, language: str) -> str:
    """Return the country of a people that is called by its name and a usual ending: Kenyan."""
    endings = lexicon(language).demonyms
    for words, (subject, code) in _concepts(language).items():
        root = words[-1][:-1]
        if subject != "country" or len(words) > 1 or len(root) < _ROOT or key[:_ROOT] != root[:_ROOT]:
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
