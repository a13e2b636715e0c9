"""Names of the lists that texts in another script spell in two ways, or replace by other names."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final, NamedTuple

from django.utils.translation import gettext as _
from rapidfuzz.distance import OSA

from llex.core.languages.bidi import isolate
from llex.core.languages.scripts import script_of
from llex.core.text.name_keys import normalize_key
from llex.core.text.romanization import consonants, likeness, may_be_same_name
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote, CheckedText
from sessions_app.briefing.text_locations import Target

# The names of a note in its language, with their writing in each of the other languages.
Names = Mapping[str, Mapping[str, Mapping[str, str]]]

_UNKNOWN: Final[Mapping[str, str]] = {}
_WORD: Final = re.compile(r"[^\W\d_]+")
# Arabic writes “and”, “so”, “by”, “to” and “as” in one with a name.
_JOINED: Final = re.compile("^[وف]?[بلك]?(?=..)")
_ARTICLE: Final = "ال"
_FEWEST_CONSONANTS: Final = 4
_MOST_SLIPS: Final = 3
_SHORTEST: Final = 4
_LONG: Final = 6
_SLIPS_IN_VOWELS: Final = 2
# An article, or a name in the middle.
_BETWEEN: Final = 1


class ScriptWord(NamedTuple):
    """A word of a text, where it is, and how it may be meant: as it is, or without its prefix."""

    begin: int
    end: int
    meant: tuple[str, ...]


def check_lists_between_scripts(note: CheckedNote) -> Iterator[Finding]:
    """Find participants whose name in another script has none of the sounds of their name."""
    for document in note.documents.values():
        for one, other in zip(note.main.attendees, document.attendees, strict=False):
            if one.id == other.id and not sounds_alike(one.name, other.name):
                place = _("Participant %(name)s") % {"name": one.name}
                target = Target("participant", one.id)
                yield Finding(
                    "warning", "name_differs", document.language, place,
                    _message(other.name, one.name), target,
                    passage=other.name, values=(one.name,),
                )  # fmt: skip


def check_names_between_scripts(note: CheckedNote) -> Iterator[Finding]:
    """Find names that texts in another script spell in two ways, or that are others there."""
    people, cities, unlisted = _people(note), _cities(note), _names_by_text(note)
    writings: defaultdict[tuple[str, str], list[tuple[CheckedText, str]]] = defaultdict(list)
    for source, other in _in_two_scripts(note):
        words = script_words(other.plain)
        named = {**dict.fromkeys(unlisted[source.key], _UNKNOWN), **people[source.language]}
        for name, own in named.items():
            if name not in source.plain:
                continue
            given = own.get(other.language, "")
            if written := find_writing(name, words, other.plain):
                writings[other.language, given or name].append((other, written))
            elif wrong := other_name(given, words, other.plain, source.plain):
                yield _finding(other, wrong, given)
        for name, own in cities[source.language].items():
            given = own.get(other.language, "")
            if name in source.plain and (wrong := near_word(given, words, other.plain)):
                yield _finding(other, wrong, given)
    for (_language, name), found in writings.items():
        yield from _in_two_ways(name, found)


def sounds_alike(one: str, other: str) -> bool:
    """Return whether two names in two scripts may be one; names in one script are not compared."""
    first, second = (
        [word for word in _WORD.findall(name) if len(consonants(word)) > 1] for name in (one, other)
    )
    if script_of(one) == script_of(other) or not (first and second):
        return True
    return any(may_be_same_name(a, b) for a in first for b in second) or may_be_same_name(
        "".join(first), "".join(second)
    )


def script_words(text: str) -> list[ScriptWord]:
    """Return the words of a text in its own script, with and without what is joined to them."""
    found = []
    for match in _WORD.finditer(text):
        if not match[0].isascii():
            bare = _JOINED.sub("", match[0])
            meant = {match[0], match[0][1:] if match[0][0] in "وف" else match[0], bare}
            # “To” and the article are written as one: للرباط.
            if bare.startswith("ل"):
                meant.add(f"ا{bare}")
            meant |= {one.removeprefix(_ARTICLE) for one in meant}
            kept = tuple(sorted((one for one in meant if len(one) > 1), key=len, reverse=True))
            found.append(ScriptWord(match.start(), match.end(), kept or (match[0],)))
    return found


def find_writing(name: str, words: list[ScriptWord], text: str) -> str:
    """Return how *text* writes *name* in its own script, or nothing."""
    parts = [part for part in _WORD.findall(name) if len(part) > 1]
    # One word, and few sounds, are alike by chance.
    if len(parts) == 1 or len("".join(map(consonants, parts))) < _FEWEST_CONSONANTS:
        return ""
    for place, first in enumerate(words):
        meant = _meant(parts[0], first)
        end = place if meant else -1
        for part in parts[1:]:
            nexts = range(end + 1, min(end + 2 + _BETWEEN, len(words))) if end >= 0 else ()
            end = next((one for one in nexts if _is_part(part, words[one])), -1)
        if end >= 0:
            return text[first.end - len(meant) : words[end].end]
    return ""


def other_name(given: str, words: list[ScriptWord], text: str, source: str) -> str:
    """Return the name of another person, who has the first name of *given*, or nothing.

    People who are named in *source*, the text in another script, are not meant.
    """
    parts = [normalize_key(part) for part in _WORD.findall(given)]
    if len(parts) == 1 or normalize_key(given) in normalize_key(text):
        return ""
    named = [word for word in _WORD.findall(source) if word[0].isupper() and len(word) >= _SHORTEST]
    for first, second in pairwise(words):
        meant = next((one for one in first.meant if normalize_key(one) == parts[0]), "")
        is_named = any(_is_part(word, second) for word in named)
        if meant and not is_named and not text[first.end : second.begin].strip():
            return text[first.end - len(meant) : second.end]
    return ""


def near_word(given: str, words: list[ScriptWord], text: str) -> str:
    """Return the word of *text* that is nearly *given*, where the name itself is missing."""
    own = normalize_key(given)
    is_there = any(own == normalize_key(one) for word in words for one in word.meant)
    if len(own) < _SHORTEST or is_there or len(_WORD.findall(given)) > 1:
        return ""
    for word in words:
        for one in word.meant:
            key = normalize_key(one)
            # Two slips in the vowels leave a long name recognisable.
            is_long = min(len(key), len(own)) >= _LONG and consonants(key) == consonants(own)
            most = _SLIPS_IN_VOWELS if is_long else 1
            if OSA.distance(key, own, score_cutoff=most) <= most:
                return text[word.end - len(one) : word.end]
    return ""


def _in_two_ways(name: str, found: list[tuple[CheckedText, str]]) -> Iterator[Finding]:
    """Yield the rarer of two writings of a name that no list has in their script."""
    uses = Counter(normalize_key(written) for _text, written in found)
    usual = max(uses, key=uses.__getitem__)
    right = next(written for _text, written in found if normalize_key(written) == usual)
    for text, written in found:
        key = normalize_key(written)
        if script_of(name) != script_of(written) and 0 < OSA.distance(key, usual) <= _MOST_SLIPS:
            yield _finding(text, written, right)


def _in_two_scripts(note: CheckedNote) -> Iterator[tuple[CheckedText, CheckedText]]:
    """Yield texts with the same text in another script, once for each that is in another one."""
    for versions in note.versions:
        scripts = {code: script_of(one.plain) for code, one in versions.items() if one.is_prose}
        for code, script in scripts.items():
            source = next((one for one in scripts if scripts[one] not in (script, "")), "")
            if script not in ("LATIN", "") and source:
                yield versions[source], versions[code]


def _names_by_text(note: CheckedNote) -> defaultdict[tuple[str, str], list[str]]:
    """Return by text the names of several words that more than one language writes alike."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    names = note.written_names
    for name in names:
        is_shared = len(name.keys) > 1 and len(names.languages[name.key]) > 1
        if is_shared and not names.lowered.intersection(name.keys):
            for text in name.texts:
                found[text.key].append(name.written)
    return found


def _people(note: CheckedNote) -> Names:
    """Return the people of a note by language: how each is named in the other languages."""
    named: dict[str, list[str]] = {
        code: [
            *(one.name for one in document.attendees),
            *(one.representative for one in document.rows),
            *(one.speaker for one in document.quotations),
        ]
        for code, document in note.documents.items()
    }
    return _side_by_side(named)


def _cities(note: CheckedNote) -> Names:
    """Return the cities of a note by language, as `_people` does."""
    return _side_by_side(
        {
            code: [one.city.name.text for one in document.rows]
            for code, document in note.documents.items()
        }
    )


def _side_by_side(named: Mapping[str, list[str]]) -> Names:
    """Return for each name of a language how it is written in languages of another script."""
    return {
        code: {
            name: {
                other: names[place]
                for other, names in named.items()
                if place < len(names) and script_of(names[place]) not in (script_of(name), "")
            }
            for place, name in enumerate(own)
            if name
        }
        for code, own in named.items()
    }


def _meant(part: str, word: ScriptWord) -> str:
    """Return what of a word is *part* of a name, without what is joined to it, or nothing."""
    found = [one for one in word.meant if may_be_same_name(part, one)]
    best = max((likeness(part, one) for one in found), default=0)
    found = [one for one in found if likeness(part, one) == best]
    # “And” sounds like the first letter of Walid, and of no other name.
    return (found[0] if part[0] in "WwOoUu" else found[-1]) if found else ""


def _is_part(part: str, word: ScriptWord) -> bool:
    return any(may_be_same_name(part, one) for one in word.meant)


def _finding(text: CheckedText, written: str, right: str) -> Finding:
    message = _message(written, right)
    return text.finding("name_differs", message, excerpt=written, values=(right,))


def _message(written: str, right: str) -> str:
    return _("“%(passage)s”: elsewhere the name is “%(name)s”.") % {
        "passage": isolate(written),
        "name": isolate(right),
    }
