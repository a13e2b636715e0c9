"""Names of people, cities and organisations that prose spells otherwise than the lists."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from django.utils.translation import gettext as _
from rapidfuzz import process
from rapidfuzz.distance import OSA

from llex.core.languages.bidi import isolate
from llex.core.text import without_addresses
from llex.core.text.name_keys import normalize_key
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote

_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'\-.][^\W\d_]+)*")
_POSSESSIVE: Final = re.compile("[’'](?:s)?$")
_SHORTEST: Final = 5
_JOINED: Final = frozenset("وبلفك")
_MOST_JOINED: Final = 2
_DOUBLED: Final = re.compile(r"([^\W\d_])\1+")
_LONG: Final = 9
_LONG_ALONE: Final = 7
_MOST_SLIPS: Final = 2


def check_spellings(note: CheckedNote) -> Iterator[Finding]:
    """Find names in prose that are nearly, and not quite, those of the note's lists."""
    every = set().union(*note.names_in.values())
    for code, names in note.names_in.items():
        known = _KnownNames(names, every)
        for passage in note.prose:
            if passage.language != code:
                continue
            for written, name in known.misspelt(passage.plain):
                message = _("“%(passage)s”: elsewhere the name is “%(name)s”.") % {
                    "passage": isolate(written),
                    "name": isolate(name),
                }
                yield passage.finding("name_differs", message, excerpt=written, values=(name,))


class _KnownNames:
    """The names of a note in one language, and the words of its names in all languages."""

    def __init__(self, names: Iterable[str], every: Iterable[str]) -> None:
        self.words = {normalize_key(word) for name in every for word in _WORD.findall(name)}
        self.whole = {normalize_key(name) for name in every}
        self.exact = {_plain(name) for name in every}
        self.several: dict[int, list[tuple[str, str]]] = {}
        self.single: list[tuple[str, str]] = []
        # Names in a script without capitals, by what is left of them without doubled letters.
        self.caseless: dict[str, tuple[str, str]] = {}
        for name in sorted(names):
            parts = _WORD.findall(name)
            key = normalize_key(name)
            if len(parts) > 1 and len(key) >= _SHORTEST:
                self.several.setdefault(len(parts), []).append((key, name))
            elif len(parts) == 1 and len(key) >= _SHORTEST and _has_capitals(name):
                self.single.append((key, name))
            elif len(parts) == 1 and name[:1].lower() == name[:1].upper():
                self.caseless[_DOUBLED.sub(r"\1", key)] = (key, name)

    def misspelt(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield what *text* has instead of a name, and the name."""
        clean = without_addresses(text)
        words = list(_WORD.finditer(clean))
        # Only what begins like a name.
        starts = [place for place, match in enumerate(words) if not match[0][0].islower()]
        ends = _ends_of_runs(clean, words) if self.several else []
        taken: set[int] = set()
        for count, names in self.several.items():
            for place in starts:
                if place + count > ends[place]:
                    continue
                last = words[place + count - 1]
                written = _POSSESSIVE.sub("", clean[words[place].start() : last.end()])
                if name := self._alike(written, names):
                    taken.update(range(place, place + count))
                    yield written, name
        for place in starts:
            if place not in taken and (name := self._slip_of(words[place][0])):
                yield words[place][0], name

    def _slip_of(self, word: str) -> str:
        """Return the name of one word that *word* is a slip of, or nothing."""
        if self.caseless and _DOUBLED.search(word):
            return self._doubled(_key(word))
        key = _key_of_owner(word) if word[0].isupper() else ""
        if len(key) < _SHORTEST or key in self.words or key in self.whole:
            return ""
        return next((name for own, name in self.single if self._is_slip(key, own)), "")

    def _doubled(self, key: str) -> str:
        """Return the name that a word without capitals is, but for a letter that is there twice."""
        plain = _DOUBLED.sub(r"\1", key)
        joined = [
            key[:start] for start in range(_MOST_JOINED + 1) if not set(key[:start]) - _JOINED
        ]
        if any(key.removeprefix(prefix) in self.whole for prefix in joined):
            return ""
        for start in range(_MOST_JOINED + 1):
            own, name = self.caseless.get(plain[start:], ("", ""))
            if own and not set(key[:start]) - _JOINED and len(key) - start > len(own):
                return name
        return ""

    def _alike(self, written: str, names: list[tuple[str, str]]) -> str:
        key = _key(written)
        if key in self.whole and _plain(written) in self.exact:
            return ""
        keys = [own for own, _name in names]
        near = process.extract(key, keys, scorer=OSA.distance, score_cutoff=_MOST_SLIPS, limit=None)
        for place in sorted(place for _own, _distance, place in near):
            own, name = names[place]
            # Arabic writes “and” and “by” in one with the name.
            if key[1:] == own and key[0] in _JOINED:
                return ""
            if key == own:
                # The same but for its accents or hyphens.
                return (
                    name
                    if _letters(written) != _letters(name) and not _is_in_capitals(written)
                    else ""
                )
            most = 1 if len(own) < _LONG else _MOST_SLIPS
            if (
                abs(len(key) - len(own)) <= most
                and OSA.distance(key, own, score_cutoff=most) <= most
            ):
                return "" if key in self.whole else name
        return ""

    def _is_slip(self, key: str, own: str) -> bool:
        # The same letters in another order: Leceister.
        if key[0] == own[0] and len(own) >= _LONG_ALONE and sorted(key) == sorted(own):
            return True
        if abs(len(key) - len(own)) > 1 or OSA.distance(key, own, score_cutoff=1) > 1:
            return False
        # A plural, or the people of a place: Romans, Tunisia.
        is_longer = key.startswith(own) or own.startswith(key)
        return not is_longer or key[-1] == own[-1] == key[-2:-1]


def _ends_of_runs(text: str, words: list[re.Match[str]]) -> list[int]:
    """Return for each word the place behind the last that only spaces part from it."""
    ends = [len(words)] * len(words)
    for place in range(len(words) - 2, -1, -1):
        between = text[words[place].end() : words[place + 1].start()]
        is_run = between == " " or not between.strip(" \u00a0\u202f.-")
        ends[place] = ends[place + 1] if is_run else place + 1
    return ends


@lru_cache(maxsize=20_000)
def _key(written: str) -> str:
    """Return the key of words; those of a note are asked for in each of its rows."""
    return normalize_key(written)


@lru_cache(maxsize=20_000)
def _key_of_owner(word: str) -> str:
    """Return the key of a word without its mark of possession."""
    return normalize_key(_POSSESSIVE.sub("", word))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("'", "’").casefold()


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, unicodedata.normalize("NFC", text))).casefold()


def _has_capitals(text: str) -> bool:
    return text[:1].isupper()


def _is_in_capitals(text: str) -> bool:
    return text.isupper()
