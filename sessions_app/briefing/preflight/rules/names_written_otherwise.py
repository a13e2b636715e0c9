"""Names that the prose of a note spells in two ways, whether a list has them or not."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from functools import cache
from itertools import combinations
from typing import Final, NamedTuple

from django.utils.translation import gettext as _
from rapidfuzz.distance import OSA

from cities.directory import gazetteer
from cities.models import Place
from llex.core.languages.bidi import isolate
from llex.core.languages.countries import all_names
from llex.core.text.name_keys import normalize_key
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.names_in_prose import NamesInProse, WrittenName
from sessions_app.briefing.preflight.passages import CheckedNote

# Shorter keys are alike by chance.
_SHORTEST_APART: Final = 7
_SHORTEST_ALONE: Final = 6
_SHORTEST_WORD: Final = 4
_LONG_WORD: Final = 9
_SEVERAL: Final = 2
# Endings of plurals and genders in the languages with Latin letters.
_ENDING: Final = re.compile("(?:[aeio]s?|s|x)$")
# Sounds that languages with Latin letters write in ways of their own: Souika, Suika.
_SOUNDS: Final = (
    ("ou", "u"),
    ("w", "u"),
    ("sh", "ch"),
    ("dj", "j"),
    ("y", "i"),
    ("k", "c"),
    ("q", "c"),
)
# So many more people live in the place that is meant.
_MUCH: Final = 10


class Suspect(NamedTuple):
    """A name, and the one that it may be a slip of."""

    name: WrittenName
    right: WrittenName


def check_names_in_prose(note: CheckedNote) -> Iterator[Finding]:
    """Find names that the prose writes in two ways; one query where there is a suspect."""
    listed = {normalize_key(name) for found in note.names_in.values() for name in found}
    found = suspects_in(note.written_names, listed)
    suspects = sorted(found, key=lambda one: len(one.name.keys))
    words = {name.written for suspect in suspects for name in suspect}
    places = gazetteer.find_each(words) if suspects else {}
    # Words of a place, such as Cruz Alta of Santa Cruz Alta, are right as well.
    known = [
        name.written
        for name, right in suspects
        if name.key != right.key
        and _people(places[name.written]) * _MUCH > _people(places[right.written])
    ]
    reported: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for name, right in suspects:
        is_known = any(name.written in place for place in known)
        if is_known or (_is_word(name, right) and not places[right.written]):
            continue
        message = _("“%(passage)s”: elsewhere the name is “%(name)s”.") % {
            "passage": isolate(name.written),
            "name": isolate(right.written),
        }
        for text in name.texts:
            # A longer name around the same slip says nothing new.
            if not any(shorter in name.written for shorter in reported[text.key]):
                reported[text.key].append(name.written)
                yield text.finding(
                    "name_differs", message, excerpt=name.written, values=(right.written,)
                )


def suspects_in(names: NamesInProse, listed: Container[str] = ()) -> list[Suspect]:
    """Return the names in the texts of a note that may be slips, each once.

    *listed* are the keys of the names in its lists, which another rule holds against the texts.
    """
    pairs = _Pairs(names)
    found: dict[int, Suspect] = {}
    for one, other in (*_of_same_key(names), *_of_near_words(names)):
        suspect = pairs.suspect(one, other)
        if suspect is None or suspect.name.key in _countries():
            continue
        # What is nearly a listed name of as many words is found by the lists.
        if suspect.right.key in listed and len(one.keys) == len(other.keys):
            continue
        if suspect.name.key not in listed or suspect.right.key in listed:
            found.setdefault(id(suspect.name), suspect)
    return list(found.values())


class _Pairs:
    """Tells of two writings which is the usual one, and whether they are surely one name."""

    def __init__(self, names: NamesInProse) -> None:
        self.names = names
        self.uses: Counter[str] = Counter()
        self.languages: defaultdict[str, set[str]] = defaultdict(set)
        for name in names:
            self.uses[_form(name)] += len(name.texts)
            self.languages[_form(name)].add(name.language)

    def suspect(self, one: WrittenName, other: WrittenName) -> Suspect | None:
        """Return which of two is a slip of the other, or None where both may be right."""
        is_less = self.uses[_form(one)] < self.uses[_form(other)]
        name, right = (one, other) if is_less else (other, one)
        shared = self.languages[_form(right)]
        is_shared = len(shared) >= _SEVERAL
        if name.language != right.language and (not is_shared or name.language in shared):
            return None
        if name.key == right.key:
            is_slip = self._is_apart(name, right)
        else:
            is_slip = self._is_misspelt(name, right, is_shared=is_shared)
        return Suspect(name, right) if is_slip else None

    def _is_apart(self, name: WrittenName, right: WrittenName) -> bool:
        """Return whether the same letters have other spaces, hyphens or accents."""
        if name.written.isupper() or right.written.isupper():
            return False
        if _letters(name) == _letters(right):
            # Words such as “night time” are written in both ways for good reasons.
            parted = name.keys if len(name.keys) > len(right.keys) else right.keys
            are_words = self.names.lowered.issuperset(parted)
            return len(name.key) >= _SHORTEST_APART and not are_words
        # Languages have accents of their own, and capitals may lose theirs.
        is_same_language = name.language == right.language
        is_name = name.is_inside and len(name.key) >= _SHORTEST_ALONE
        is_name &= name.key not in self.names.lowered
        return is_same_language and is_name and _letters(name)[1:] != _letters(right)[1:]

    def _is_misspelt(self, name: WrittenName, right: WrittenName, *, is_shared: bool) -> bool:
        both = zip(name.keys, right.keys, strict=True)
        place = next(number for number, (own, other) in enumerate(both) if own != other)
        if place == 0 and not (name.is_inside and right.is_inside):
            return False
        is_alone = len(name.keys) == 1
        one, other = name.keys[place], right.keys[place]
        if name.language != right.language and (is_alone or _sounds(one) == _sounds(other)):
            return False
        if {one, other} & self.names.lowered or one[0] != other[0]:
            return False
        # Two people may have nearly the same first name, or family name.
        if is_alone and not (name.is_alone and right.is_alone):
            return False
        is_inflected = _ENDING.sub("", one) == _ENDING.sub("", other)
        return not (is_inflected or _is_derived(one, other)) or (is_shared and not is_alone)


def _of_same_key(names: NamesInProse) -> Iterator[tuple[WrittenName, WrittenName]]:
    """Yield names of the same letters that are written in two ways."""
    groups: defaultdict[str, list[WrittenName]] = defaultdict(list)
    for name in names:
        groups[name.key].append(name)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if _form(one) != _form(other):
                yield one, other


def _of_near_words(names: NamesInProse) -> Iterator[tuple[WrittenName, WrittenName]]:
    """Yield names of which one word is another, nearly the same; all others are the same."""
    groups: defaultdict[tuple[int, tuple[str, ...]], list[WrittenName]] = defaultdict(list)
    for name in names:
        shortest = _SHORTEST_WORD if len(name.keys) > 1 else _SHORTEST_ALONE
        for place, key in enumerate(name.keys):
            if len(key) >= shortest and not name.written.isupper():
                others = (*name.keys[:place], "", *name.keys[place + 1 :])
                groups[place, others].append(name)
    for (place, others), group in groups.items():
        if len(others) == 1:
            yield from _near_alone(group)
            continue
        for one, other in combinations(group, 2):
            if _is_near(one.keys[place], other.keys[place]):
                yield one, other


def _near_alone(group: Iterable[WrittenName]) -> Iterator[tuple[WrittenName, WrittenName]]:
    """Yield names of one word that differ by one letter: without a letter they are the same."""
    without: defaultdict[str, list[WrittenName]] = defaultdict(list)
    for name in group:
        (key,) = name.keys
        for shortened in {key, *(key[:place] + key[place + 1 :] for place in range(len(key)))}:
            without[shortened].append(name)
    for names in without.values():
        for one, other in combinations(names, 2):
            if _is_near(one.key, other.key):
                yield one, other


def _is_near(one: str, other: str) -> bool:
    most = 2 if min(len(one), len(other)) >= _LONG_WORD else 1
    return one != other and OSA.distance(one, other, score_cutoff=most) <= most


def _is_derived(one: str, other: str) -> bool:
    """Return whether a word begins with the other and ends otherwise: Bolivia, Bolivian."""
    shorter, longer = sorted((one, other), key=len)
    # A letter that is there twice is a slip.
    return longer.startswith(shorter) and longer[-1:] != shorter[-1:]


def _is_word(name: WrittenName, right: WrittenName) -> bool:
    """Return whether two have one word and differ in accents: expérience is no name."""
    return len(name.keys) == 1 and name.key == right.key and _letters(name) != _letters(right)


def _sounds(word: str) -> str:
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return word


def _form(name: WrittenName) -> str:
    """Return a writing without differences of capitals and apostrophes."""
    return unicodedata.normalize("NFC", name.written).replace("'", "’").casefold()


def _letters(name: WrittenName) -> str:
    return "".join(filter(str.isalpha, _form(name)))


def _people(places: list[Place]) -> int:
    return max((place.population for place in places), default=0)


@cache
def _countries() -> frozenset[str]:
    return frozenset(normalize_key(name) for _code, name in all_names())
