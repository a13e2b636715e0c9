"""Details that make a position another one than its role says: “acting”, “for health”."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Final

from django.utils.translation import gettext as _

from llex.core.languages import name_in_sentence
from llex.core.text.name_keys import normalize_words
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote, CheckedText
from sessions_app.briefing.preflight.rules.positions import is_position, outliers, spaced
from sessions_app.briefing.preflight.vocabulary_of_checks import table_for

# What Arabic writes in one with the word behind it.
_JOINED: Final = "[وف]?(?:لل|[بلك]?ال|[بلك])?"
_LONG: Final = 4
_GO_ON: Final = frozenset({"position_levels", "fields"})


def check_position_details(note: CheckedNote) -> Iterator[Finding]:
    """Find positions that are acting, former, of another level or field than in other languages."""
    for versions in note.versions:
        known = {code: one for code, one in versions.items() if is_position(one)}
        if len(known) < len(versions):
            continue
        for code, other in dict(_differing(known)).items():
            message = _("“%(here)s”; in %(language)s: “%(there)s”.") % {
                "here": known[code].plain,
                "language": name_in_sentence(other),
                "there": known[other].plain,
            }
            yield known[code].finding("role_differs", message, values=(other, known[other].plain))


def _differing(known: Mapping[str, CheckedText]) -> Iterator[tuple[str, str]]:
    qualified = {
        code: " ".join(sorted(details_of(one.plain, code, "position_qualifiers")))
        for code, one in known.items()
    }
    yield from outliers(qualified) if qualified else ()
    for table in sorted(_GO_ON):
        found = {code: details_of(one.plain, code, table) for code, one in known.items()}
        yield from _apart({code: details for code, details in found.items() if details})


def _apart(found: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Yield the languages that share nothing with any other, and one of the others."""
    for code in found:
        others = [other for other in found if other != code]
        # Of two that differ the later one is named.
        is_first_of_two = len(others) == 1 and code == next(iter(found))
        if others and not is_first_of_two and _is_alone(code, found):
            yield code, others[0]


def _is_alone(code: str, found: Mapping[str, frozenset[str]]) -> bool:
    return all(found[code].isdisjoint(found[other]) for other in found if other != code)


@lru_cache(maxsize=4096)
def details_of(position: str, language: str, table: str) -> frozenset[str]:
    """Return what a position says of a *table*: “position_qualifiers”, “fields” and others."""
    words = f" {' '.join(normalize_words(spaced(position)))} "
    pattern, meant = _pattern(language, table)
    return frozenset(meant[match["key"]] for match in pattern.finditer(words))


@cache
def _pattern(language: str, table: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return a pattern of the phrases of a table, by key, and what each means."""
    meant = {
        " ".join(normalize_words(spaced(word))): meaning
        for meaning, words in table_for(language, table).items()
        for word in words
    }
    is_latin = all(key.isascii() for key in meant)
    keys = sorted(meant, key=len, reverse=True)
    whole = "|".join(keys) or "(?!)"
    joined = "" if is_latin else _JOINED
    # A longer word of a field may go on.
    end = rf"(?:(?= )|(?<=[^ ]{{{_LONG}}}))" if table in _GO_ON else "(?= )"
    return re.compile(rf"(?<= ){joined}(?P<key>{whole}){end}"), meant
