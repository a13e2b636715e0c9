"""Texts and sentences that are in another language than that of the note."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from django.utils.translation import gettext as _

from llex.core.languages import data, name_in_sentence
from llex.core.languages.scripts import script_of
from llex.core.languages.world_languages import scores
from llex.core.text import without_addresses
from llex.core.text.name_keys import normalize_key
from llex.core.text.sentences import words
from sessions_app.briefing.preflight.findings import Finding, Severity
from sessions_app.briefing.preflight.passages import CheckedNote, CheckedText, shortened
from sessions_app.briefing.preflight.vocabulary_of_checks import frequent_words

# Names and quotations may be in another language, and so may what is in brackets.
_QUOTED: Final = re.compile(r"«[^»]*»|“[^”]*”|„[^“]*“|\"[^\"]*\"|\([^()]*\)|\[[^\[\]]*\]")
_FEWEST: Final = 5
_FEWEST_OF_SAME: Final = 3
_SEVERAL: Final = 2
_SURE: Final = 0.75
_LIKELY: Final = 0.5
_VERY_SURE: Final = 0.85
_FEWEST_FOREIGN: Final = 7
# So many telling words, among so many in a row.
_TOLD: Final = 4
_CLAUSE: Final = 8
_FAMILY: Final = {"pt": {"es", "gl"}, "es": {"pt", "gl", "ca"}}


def check_language(note: CheckedNote) -> Iterator[Finding]:
    """Find texts and sentences in another language, but for names and quotations."""
    versions = {one.key: some for some in note.versions for one in some.values()}

    def others_of(passage: CheckedText) -> list[str]:
        some = versions.get(passage.key, {})
        return [other.plain for code, other in some.items() if code != passage.language]

    for passage in note.prose:
        found = [
            (one, code)
            for one in passage.sentences
            if (code := _language_of(one, passage.language))
            and _language_of(_without_shared(one, others_of(passage)), passage.language)
        ]
        if not found:
            continue
        sentence, code = found[0]
        is_all = len(found) == len(passage.sentences)
        message = (
            _("The text is in %(language)s.")
            if is_all
            else _("A part is in %(language)s: “%(passage)s”")
        ) % {
            "language": name_in_sentence(code),
            "passage": shortened(sentence),
        }
        severity: Severity = "error" if is_all else "warning"
        yield passage.finding(
            "wrong_language", message, severity=severity, excerpt=sentence, values=(code,)
        )


def check_copied_texts(note: CheckedNote) -> Iterator[Finding]:
    """Find texts that are the same, word by word, in two languages."""
    for versions in note.versions:
        for code, passage in versions.items():
            if passage.is_name or len(words(passage.plain)) < _FEWEST_OF_SAME:
                continue
            same = [
                one
                for one, other in versions.items()
                if one != code and other.plain == passage.plain
            ]
            if same and _is_not_in(passage, same):
                message = _("The text is the same as in %(language)s.") % {
                    "language": name_in_sentence(same[0])
                }
                yield passage.finding("wrong_language", message, severity="error")


def other_language(sentence: str, language: str) -> str:
    """Return the code of the language that a *sentence* is in instead of *language*, or nothing."""
    bare = _bare(sentence)
    found = words(bare)
    if len(found) < _FEWEST:
        return ""
    if code := _of_other_script(found, bare, language):
        return code
    own = _known(found, language)
    # No guess is better than so many words of the language, and a guess takes long.
    if own > 1 and all(own > _known(found, code) for code in _told_by_words(language)):
        return ""
    best, score = scores(bare)
    other = _known(found, best)
    # Many words of one language, and few of the other, make up for an unsure guess.
    has_many = score >= _LIKELY and other >= 2 * own + 2
    if best == language or not best or (score < _SURE and not has_many):
        return ""
    if data.read(best, "search"):
        # Words such as “the” tell more than a guess does.
        return best if other > own or (other == own and score >= _VERY_SURE) else ""
    is_near = language in _FAMILY.get(best, ())
    has_own = own > 1 and not is_near
    return best if score >= _VERY_SURE and len(found) >= _FEWEST_FOREIGN and not has_own else ""


def _language_of(sentence: str, language: str) -> str:
    return other_language(sentence, language) or language_of_clause(sentence, language)


def _without_shared(sentence: str, others: list[str]) -> str:
    """Return a sentence without the words in a row that every other language has: titles of works.

    Nothing is taken out where there is only one other language.
    """
    if len(others) < _SEVERAL:
        return sentence
    kept: list[str] = []
    run: list[str] = []
    for word in [*sentence.split(), ""]:
        longer = " ".join([*run, word])
        if word and all(longer in other for other in others):
            run.append(word)
            continue
        kept += run if len(run) < _FEWEST_OF_SAME else []
        run = [word] if word and all(word in other for other in others) else []
        kept += [] if run else [word]
    return " ".join(kept)


def language_of_clause(sentence: str, language: str) -> str:
    """Return the language of some words in a row within a sentence of *language*, or nothing.

    They are told by words such as “the”, without those inside a name.
    """
    found = words(_bare(sentence))
    keys = [_keys_of(word) for word in found]
    own = [not _told_alone(language).isdisjoint(some) for some in keys]
    for code in _told_by_words(language):
        told = _of_one_alone(code, language)
        if code in _FAMILY.get(language, ()) or sum(not told.isdisjoint(k) for k in keys) < _TOLD:
            continue
        marks = [
            not told.isdisjoint(some) and not _is_in_name(found, place)
            for place, some in enumerate(keys)
        ]
        for start in range(max(1, len(found) - _CLAUSE + 1)):
            window = slice(start, start + _CLAUSE)
            if sum(marks[window]) >= _TOLD and not any(own[window]):
                return code
    return ""


def _is_in_name(found: list[str], place: int) -> bool:
    """Return whether a word is between two with capitals: United Cities and Local Governments."""
    before, behind = found[max(0, place - 2) : place], found[place + 1 : place + 3]
    return any(one[0].isupper() for one in before) and any(one[0].isupper() for one in behind)


def _is_not_in(passage: CheckedText, others: list[str]) -> bool:
    best, score = scores(_bare(passage.plain))
    found = words(passage.plain)
    own = _known(found, passage.language)
    more = any(_known(found, code) > own for code in others)
    return best != passage.language and (more or score >= _SURE) and best in others


def _bare(sentence: str) -> str:
    """Return a sentence without addresses, quotations, brackets and names."""
    sentence = without_addresses(sentence)
    bare = _QUOTED.sub(" ", sentence)
    # A sentence that is a quotation alone is told by what is in it.
    return bare if words(bare) else sentence


def _of_other_script(found: list[str], bare: str, language: str) -> str:
    """Return the language of words most of which are in another script than the language's own."""
    own = script_of(_own_name(language))
    # Names keep their capitals; other scripts have none.
    foreign = [word for word in found if script_of(word) != own and not word[0].isupper()]
    if len(foreign) < _FEWEST - 1 or len(foreign) <= len(found) / 2:
        return ""
    best, _score = scores(" ".join(word for word in found if script_of(word) != own))
    return best if best and best != language else ""


@cache
def _own_name(language: str) -> str:
    return str(data.read(language, "language").get("name", language))


def _known(found: list[str], language: str) -> int:
    keys = [key for word in found for key in _keys_of(word)]
    return sum(map(frequent_words(language).__contains__, keys))


@lru_cache(maxsize=20_000)
def _keys_of(word: str) -> tuple[str, ...]:
    """Return the keys of a word, or of the parts of a contraction."""
    return tuple(map(normalize_key, re.split("[’']", word)))


@cache
def _told_by_words(language: str) -> tuple[str, ...]:
    """Return the other languages that are known by their most frequent words."""
    return tuple(code for code in data.available() if code != language and frequent_words(code))


@cache
def _of_one_alone(code: str, language: str) -> frozenset[str]:
    """Return the most frequent words of a language that *language* does not have."""
    return frequent_words(code) - frequent_words(language)


@cache
def _told_alone(language: str) -> frozenset[str]:
    """Return the most frequent words of *language* that no other one has."""
    return frequent_words(language).difference(*map(frequent_words, _told_by_words(language)))
