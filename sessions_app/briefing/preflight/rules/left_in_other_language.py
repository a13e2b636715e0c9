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

# Names and quotations may be in another language, and so may what is in brackets.
_QUOTED: Final = re.compile(r"«[^»]*»|“[^”]*”|„[^“]*“|\"[^\"]*\"|\([^()]*\)|\[[^\[\]]*\]")
_FEWEST: Final = 5
_FEWEST_OF_SAME: Final = 3
_SURE: Final = 0.75
_LIKELY: Final = 0.5
_VERY_SURE: Final = 0.85
_FEWEST_FOREIGN: Final = 7
_FAMILY: Final = {"pt": {"es", "gl"}, "es": {"pt", "gl", "ca"}}


def check_language(note: CheckedNote) -> Iterator[Finding]:
    """Find texts and sentences in another language, but for names and quotations."""
    for passage in note.prose:
        found = [
            (one, code)
            for one in passage.sentences
            if (code := other_language(one, passage.language))
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
            if not passage.is_prose or len(words(passage.plain)) < _FEWEST_OF_SAME:
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
    return sum(map(_silent(language).__contains__, keys))


@lru_cache(maxsize=20_000)
def _keys_of(word: str) -> tuple[str, ...]:
    """Return the keys of a word, or of the parts of a contraction."""
    return tuple(map(normalize_key, re.split("[’']", word)))


@cache
def _told_by_words(language: str) -> tuple[str, ...]:
    """Return the other languages that are known by their most frequent words."""
    return tuple(code for code in data.available() if code != language and _silent(code))


@cache
def _silent(language: str) -> frozenset[str]:
    return frozenset(str(data.read(language, "search").get("silent", "")).split())
