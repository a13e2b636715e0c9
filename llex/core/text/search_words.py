"""Words as the search compares them: folded, stemmed, without what says nothing, per language.

The stems are stored and asked for, so that every database answers alike whatever stemmers it has.
What one language needs is in the file `search.toml` of its folder; a language without one is
searched by folded words.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Final

import snowballstemmer

from llex.core.languages import data
from llex.core.text.name_keys import normalize_key

# A word with the marks that may stand inside it: accents, vowel signs, tatweel.
WORD: Final = re.compile(r"[^\W_][\w\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]*")
_ARABIC: Final = re.compile(r"[\u0600-\u06ff]")
# The conjunctions, prepositions and the article that Arabic writes in one word with a noun.
_ARTICLES: Final = ("وبال", "وكال", "ولل", "وال", "فال", "بال", "كال", "لل", "ال")
_ARTICLE: Final = "ال"
_FOR_THE: Final = "لل"
_PARTICLES: Final = "وبلفك"
_ENDINGS: Final = (
    *("تها", "تهم", "يات", "ات", "ون", "ين", "ان", "تي", "ها", "هم", "هن", "كم", "نا"),
    *("يه", "يا", "ته", "ه", "ي", "ا", "ت"),
)
_SHORTEST: Final = 3
# A word longer than any is cut, so that nothing that is typed costs much.
_LONGEST: Final = 40
_MOST_TIMES: Final = 3
# As many words are remembered with their stems: a note of a hundred cities has half of them.
_KEPT: Final = 50_000


def words_of(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text with their places in it."""
    return WORD.finditer(text)


@lru_cache(maxsize=_KEPT)
def stems(word: str, language: str) -> tuple[str, ...]:
    """Return the stems of a word, its main one first; none for a word without letters or digits.

    More than one where the language writes accents that some leave out, or particles in one word
    with a noun: each is stored, so that the main stem of any other form finds it.
    """
    key = normalize_key(word[:_LONGEST])
    if not key:
        return ()
    if _ARABIC.search(key):
        return tuple(dict.fromkeys(_arabic(key)))
    stemmer = _stemmer(language)
    if stemmer is None or key.isdigit():
        return (key,)
    found = [_stemmed(key, stemmer)]
    if (as_written := word[:_LONGEST].lower()) != key:
        found.append(normalize_key(_stemmed(as_written, stemmer)))
    return tuple(dict.fromkeys(filter(None, found)))


def all_stems(text: str, language: str) -> list[str]:
    """Return the stems of all words of a text that say something, each once, in order."""
    found = (stem for word in WORD.findall(text) for stem in _telling(word, language))
    return list(dict.fromkeys(found))


@lru_cache(maxsize=_KEPT)
def _telling(word: str, language: str) -> tuple[str, ...]:
    """Return the stems of a word, none where it says nothing."""
    silent = lexicon(language).silent
    says_nothing = normalize_key(word) in silent or _without_article(word) in silent
    return () if says_nothing else stems(word, language)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a language that the search knows.

    *silent* are folded words that say nothing, and those of a question's frame. *synonyms* are the
    stems of the group of a stem. *concepts* are phrases, as tuples of folded words, by the kind of
    thing they name ("region", "size", "kind", "status", "answer") and its code. *phrases* are the
    stems of the words that texts use for what a phrase says. *peoples* are the countries of the
    stems of what peoples are called. *words* are the folded words of the synonyms.
    """

    silent: frozenset[str] = frozenset()
    synonyms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    concepts: Mapping[tuple[str, ...], tuple[str, str]] = field(default_factory=dict)
    phrases: Mapping[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    demonyms: tuple[str, ...] = ()
    peoples: Mapping[str, str] = field(default_factory=dict)
    words: frozenset[str] = frozenset()


@cache
def lexicon(language: str) -> Lexicon:
    """Return what is known of a language, by its file `search.toml`; empty without one."""
    known: Mapping[str, Any] = data.read(language, "search")
    groups = [frozenset(_main_stems(group, language)) for group in known.get("synonyms", ())]
    synonyms: dict[str, frozenset[str]] = {}
    for group in groups:
        for stem in group:
            synonyms[stem] = synonyms.get(stem, frozenset()) | group
    concepts = {
        folded(phrase): (subject, code)
        for subject in ("region", "size", "kind", "status", "answer")
        for code, phrases in known.get(subject, {}).items()
        for phrase in phrases
    }
    return Lexicon(
        silent=frozenset(normalize_key(word) for word in known.get("silent", "").split()),
        synonyms=synonyms,
        concepts=concepts,
        phrases={
            folded(phrase): tuple(_main_stems(words.split(), language))
            for phrase, words in known.get("phrases", {}).items()
        },
        demonyms=tuple(known.get("demonyms", ())),
        peoples={
            stem: code
            for code, forms in known.get("country", {}).items()
            for stem in _main_stems(forms.split(), language)
        },
        words=frozenset(
            normalize_key(word) for group in known.get("synonyms", ()) for word in group
        ),
    )


def folded(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, Arabic ones without their article."""
    return tuple(filter(None, (_without_article(found[0]) for found in words_of(text))))


def _main_stems(words: Iterable[str], language: str) -> Iterator[str]:
    for word in words:
        yield from stems(word, language)[:1]


def _without_article(word: str) -> str:
    key = normalize_key(word[:_LONGEST])
    return _bare(key) if _ARABIC.search(key) else key


def _bare(key: str) -> str:
    for article in _ARTICLES:
        least = _SHORTEST - (article == _ARTICLE)
        if key.startswith(article) and len(key) - len(article) >= least:
            return key[len(article) :]
    return key


def _arabic(key: str) -> Iterator[str]:
    """Yield light stems: without article and endings, and also without a particle.

    Of a noun that begins with lam, “لل” leaves one behind: للاجئين is لاجئين.
    """
    bare = _bare(key)
    yield _without_ending(bare)
    is_whole = bare == key or key.startswith(_FOR_THE)
    if is_whole and key[0] in _PARTICLES and len(key) > _SHORTEST:
        yield _without_ending(key[1:])


def _without_ending(key: str) -> str:
    for ending in _ENDINGS:
        if key.endswith(ending) and len(key) - len(ending) >= _SHORTEST:
            return key[: -len(ending)]
    return key


def _stemmed(word: str, stemmer: Any) -> str:
    """Return the stem of the stem, until it stays: “loyers” gives “loyer”, and that “loi”."""
    for _time in range(_MOST_TIMES):
        stem = stemmer.stemWord(word)
        if stem == word:
            break
        word = stem
    return word


@cache
def _stemmer(language: str) -> Any:
    name = data.read(language, "search").get("stemmer")
    return snowballstemmer.stemmer(name) if name else None
