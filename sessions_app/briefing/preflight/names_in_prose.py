"""The names that the texts of a note write with capitals, and where they do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from llex.core.text import without_addresses
from llex.core.text.name_keys import normalize_key

if TYPE_CHECKING:
    from sessions_app.briefing.preflight.passages import CheckedText

_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'\-.][^\W\d_]+)*")
_POSSESSIVE: Final = re.compile("[’']s?$")
# Articles and prepositions before a vowel, in one with the name: l’Afrique.
_ELIDED: Final = re.compile("^[A-Za-z]{1,4}[’'](?=[^\\W\\d_]{2})")
_BEGINS_SENTENCE: Final = re.compile(r"(?:^|[.!?:;…»”)\n•–—])[\s\u202f«“\"(¿¡-]*$")
_AROUND: Final = 6
# Words inside names that are written small: of, de, bin.
_LONGEST_PARTICLE: Final = 3
_MOST_WORDS: Final = 4


class NameWord(NamedTuple):
    """A word of a name, its key, and where it is in its text."""

    written: str
    key: str
    begin: int
    end: int
    begins_sentence: bool


@dataclass(slots=True)
class WrittenName:
    """One writing of a name in one language, with the keys of its words and the texts that have it.

    *is_inside* says that it does not only begin sentences, where every word is capitalised;
    *is_alone* that no other name is beside it everywhere.
    """

    language: str
    written: str
    keys: tuple[str, ...]
    texts: list[CheckedText] = field(default_factory=list)
    is_inside: bool = False
    is_alone: bool = False

    @property
    def key(self) -> str:
        """Return the key of the whole name."""
        return "".join(self.keys)


class NamesInProse:
    """The capitalised names of up to four words in the texts of a note.

    *lowered* has the keys of words that are somewhere written small, and so may be no names;
    *languages* has for the key of a name the languages that write it.
    """

    def __init__(self, passages: Iterable[CheckedText]) -> None:
        self.names: dict[tuple[str, str], WrittenName] = {}
        self.lowered: set[str] = set()
        self.languages: defaultdict[str, set[str]] = defaultdict(set)
        for passage in passages:
            text = without_addresses(passage.plain)
            words = _WORD.findall(text)
            self.lowered.update(_key(word) for word in words if word.islower())
            for run in _runs(text):
                self._add(passage, text, run)

    def __iter__(self) -> Iterator[WrittenName]:
        return iter(self.names.values())

    def _add(self, passage: CheckedText, text: str, run: list[NameWord]) -> None:
        for begin, first in enumerate(run):
            for window in (run[begin:end] for end in range(begin + 1, begin + _MOST_WORDS + 1)):
                if first.written[0].islower() or window[-1].written[0].islower():
                    continue
                written = text[first.begin : window[-1].end]
                name = self.names.get((passage.language, written))
                if name is None:
                    keys = tuple(word.key for word in window)
                    name = WrittenName(passage.language, written, keys)
                    self.names[passage.language, written] = name
                    self.languages[name.key].add(passage.language)
                if passage not in name.texts[-1:]:
                    name.texts.append(passage)
                name.is_inside |= not first.begins_sentence
                name.is_alone |= _is_alone(run, window)
                if begin + len(window) == len(run):
                    break


def _is_alone(run: list[NameWord], window: list[NameWord]) -> bool:
    """Return whether the other words of *run* are particles, or begin a sentence."""
    return all(word in window or word.begins_sentence or word.written[0].islower() for word in run)


def _runs(text: str) -> Iterator[list[NameWord]]:
    """Yield capitalised words in a row, with the particles between them."""
    run: list[NameWord] = []
    for match in _WORD.finditer(text):
        if run and text[run[-1].end : match.start()].strip(" \u00a0\u202f"):
            yield run
            run = []
        written = match[0]
        is_particle = bool(run) and len(written) <= _LONGEST_PARTICLE
        if written[0].isupper() or is_particle or _ELIDED.match(written):
            word = _word(text, match)
            if is_particle or word.written[0].isupper():
                run.append(word)
                continue
        if run:
            yield run
            run = []
    if run:
        yield run


def _word(text: str, match: re.Match[str]) -> NameWord:
    written = _POSSESSIVE.sub("", match[0])
    end = match.start() + len(written)
    elided = _ELIDED.match(written)
    begin = match.start() + (elided.end() if elided else 0)
    written = text[begin:end]
    before = text[max(0, match.start() - _AROUND) : match.start()]
    begins = not elided and bool(_BEGINS_SENTENCE.search(before))
    return NameWord(written, _key(written), begin, end, begins)


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    return normalize_key(word)
