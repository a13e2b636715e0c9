"""Words that are written together where a space belongs between them."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _

from llex.core.text import without_addresses
from llex.core.text.sentences import words
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote
from sessions_app.briefing.preflight.vocabulary_of_checks import frequent_words, words_for

_GLUED: Final = re.compile(
    r"[^\W\d_]{2,}[.!?…؟](?=[A-ZÀ-ÝÉŒ«“¿¡][^\W\d_])[^\W\d_]+"
    r"|[\u0621-\u064a]{2,}[.،؛؟!](?=[\u0621-\u064a])[\u0621-\u064a]+"
    r"|[^\W\d_]{2,}[,;](?=[^\W\d_])[^\W\d_]+"
    r"|[^\W\d_]{2,}[\s\u202f]?;(?=[^\W\d_])[^\W\d_]+"
    r"|[^\W\d_]{3,}\((?=[^\W\d_]{4,})[^\W\d_]+"
    r"|(?<!\w)[a-zà-ÿ]{3,}[A-ZÀ-Ý][a-zà-ÿ]{2,}(?!\w)"
    # Units and ordinals are shorter.
    r"|(?<![\w.,])\d[\d.,]*(?=[^\W\d_]{5,})[^\W\d_]+"
)
_CAMEL: Final = re.compile(r"[^\W\d_]+")
_NAMES_OF_FIRMS: Final = re.compile(
    r"^(?:e|i|you|[Mm]ac|[Mm]c|[Dd]e|[Dd]i|[Vv]an|[Ll]a|[Ll]e|open|micro|eco|auto|agro)[A-Z]"
    r"|(?:Tube|App|Book|Hub|Link|Pal|Phone|Map|Street)s?$"
)
# A shorter part may be the beginning or end of any word.
_FEWEST: Final = 3
# Where compounds are rare, longer parts are two words.
_LONG: Final = 5


def check_spaces(note: CheckedNote) -> Iterator[Finding]:
    """Find words that are glued together."""
    known = {code: _words_of(note, code) for code in note.documents}
    for passage in note.prose:
        text, own = without_addresses(passage.plain), known[passage.language]
        found = [
            *glued_words(text),
            *glued_articles(text, passage.language, own),
            *glued_pairs(text, passage.language, own),
        ]
        for glued in found:
            message = _("A space is missing: “%(passage)s”") % {"passage": glued}
            yield passage.finding("glued_words", message, excerpt=glued)


def glued_words(text: str) -> list[str]:
    """Return what is written without the space that belongs in it."""
    return [
        match[0]
        for match in _GLUED.finditer(without_addresses(text))
        if not (_CAMEL.fullmatch(match[0]) and _NAMES_OF_FIRMS.search(match[0]))
        and not _is_in_capitals(match[0])
    ]


def glued_articles(text: str, language: str, known: Mapping[str, int]) -> Iterator[str]:
    """Yield what is an article or preposition and a word in one: “therent”, “semainesur”.

    *known* are the words of the note and how often it has them; the word in question is there once.
    """
    before, behind, articles = (
        words_for(language, key) for key in ("glued_before", "glued_behind", "glued_articles")
    )
    for word in words(text) if before or behind else ():
        if word[0].isupper() or known.get(word, 0) > 1 or word in frequent_words(language):
            continue
        rests = [word.removeprefix(one) for one in before if word.startswith(one)]
        parts = rests + [word.removesuffix(one) for one in behind if word.endswith(one)]
        is_known = any(len(part) >= _FEWEST and known.get(part, 0) for part in parts)
        if is_known or any(rest in articles for rest in rests):
            yield word


def glued_pairs(text: str, language: str, known: Mapping[str, int]) -> Iterator[str]:
    """Yield two words in one: frequent ones, “forall”, or long ones where compounds are rare.

    *known* are the words of the note and how often it has them; the word in question is there once.
    """
    frequent = frequent_words(language)
    compounds = frozenset(words_for(language, "compounds"))
    parts = frozenset(words_for(language, "compound_parts"))
    for written in words(text):
        word = written.lower()
        is_new = known.get(written, 0) == 1 and not (word != written and word in known)
        if not is_new or not word.isalpha() or word in frequent or word in compounds:
            continue
        for place in range(_FEWEST, len(word) - _FEWEST + 1):
            first, second = word[:place], word[place:]
            are_frequent = not parts and first in frequent and second in frequent
            are_long = parts and min(place, len(word) - place) >= _LONG
            is_compound = first in parts or second in parts
            if not is_compound and (
                are_frequent or (are_long and _both_known(first, second, frequent, known))
            ):
                yield written
                break


def _both_known(
    first: str, second: str, frequent: Container[str], known: Mapping[str, int]
) -> bool:
    return all(
        part in frequent or part in known or part.capitalize() in known for part in (first, second)
    )


def _words_of(note: CheckedNote, language: str) -> Counter[str]:
    return Counter(
        word for one in note.prose if one.language == language for word in words(one.plain)
    )


def _is_in_capitals(text: str) -> bool:
    letters = [one for one in text if one.isalpha()]
    return all(one.isupper() for one, _next in pairwise(letters)) if len(letters) > 1 else True
