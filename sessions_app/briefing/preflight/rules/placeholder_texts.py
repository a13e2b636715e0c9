"""Words that were only there until the text would be written."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from django.utils.translation import gettext as _

from llex.core.text.name_keys import normalize_key
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote, shortened
from sessions_app.briefing.preflight.vocabulary_of_checks import words_for

_MERGE_FIELDS: Final = (
    r"\{\{[^}]*\}\}|\{%[^%]*%\}|<<[^<>]*>>|«\s?[A-Za-z]+_[A-Za-z_]+\s?»|%\([a-z_]+\)s|\$\{[^}]*\}"
)
_OF_ANY_LANGUAGE: Final = (
    r"lorem[ ]ipsum|dolor sit amet|(?<!\w)X{3,}(?!\w)|(?<!\w)XX(?!\w|e\b|[IVX])(?=\s?[^\W\d_])"
    r"|(?<!\w)XX+(?=[.,]?\d)|[?؟]{3,}|_{3,}|\.{6,}|(?<!\w)(?:TO[D]O|FIX[M]E|TBC|TBD|TBA|PLACEHOLDER|N\.N\.)(?!\w)|#REF!|#N/A|#VALUE!"
)
_BRACKETED: Final = re.compile(r"\[(?P<words>[^\[\]]{1,80})\](?!\()|<(?P<angle>[^<>\n]{2,60})>")
_NO_LETTERS: Final = re.compile(r"[\W_]+")
# A century: « le XXe siècle ».
_CENTURY: Final = re.compile(r"(?:si[eè]cle|siglo|century)", re.IGNORECASE)


def check_placeholders(note: CheckedNote) -> Iterator[Finding]:
    """Find what is to be replaced by the text itself."""
    for passage in note.passages:
        for found in placeholders(passage.plain, passage.language):
            message = _("“%(passage)s” is only there until the text is.") % {
                "passage": shortened(found)
            }
            yield passage.finding("placeholder", message, severity="error", excerpt=found)


def placeholders(text: str, language: str) -> list[str]:
    """Return what is in *text* only until it is written; all of it where it has no letter."""
    if not text or _NO_LETTERS.fullmatch(text):
        return [text.strip() or "–"]
    found = [match[0] for match in _pattern(language).finditer(text)]
    found = [one for one in found if not (one == "XX" and _CENTURY.search(text))]
    for match in _BRACKETED.finditer(text):
        if _asks(match["words"] or match["angle"] or "", language):
            found.append(match[0])
    return list(dict.fromkeys(found))


def _asks(words: str, language: str) -> bool:
    """Return whether words in brackets ask for something to be filled in."""
    key = normalize_key(words)
    asked = (
        normalize_key(word)
        for word in (*words_for(language, "bracketed"), *words_for("en", "bracketed"))
    )
    return any(word and key.startswith(word) for word in asked)


@cache
def _pattern(language: str) -> re.Pattern[str]:
    own = "|".join(words_for(language, "placeholders"))
    whole = rf"|(?<!\w)(?:{own})(?!\w)" if own else ""
    return re.compile(
        f"(?:{_MERGE_FIELDS})|(?-i:{_OF_ANY_LANGUAGE}){whole}|lorem[ ]ipsum", re.IGNORECASE
    )
