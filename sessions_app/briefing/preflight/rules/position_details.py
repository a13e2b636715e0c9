"""Details that make a position another one than its role says: “acting”, “for health”."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from django.utils.translation import gettext as _

from llex.core.languages import name_in_sentence
from llex.core.languages.scripts import script_of
from llex.core.text.name_keys import normalize_words
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote, CheckedText
from sessions_app.briefing.preflight.rules.positions import is_position, outliers, spaced
from sessions_app.briefing.preflight.vocabulary_of_checks import table_for

# What Arabic writes in one with the word behind it.
_JOINED: Final = re.compile("^(?:و|ف)?(?:لل|[بلك]?ال|[بلك](?=...))?")
# A longer word may go on.
_LONG: Final = 4
_EVERY: Final = frozenset({"position_levels", "fields"})


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
    for table in sorted(_EVERY):
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


def details_of(position: str, language: str, table: str) -> frozenset[str]:
    """Return what a position says of a *table*: “position_qualifiers”, “fields” and others."""
    words = normalize_words(spaced(position))
    forms = [{word, *_bare(word, language)} for word in words]
    return frozenset(
        meant
        for phrase, meant in _phrases(language, table).items()
        if _is_in(phrase, forms, goes_on=table in _EVERY)
    )


def _is_in(phrase: tuple[str, ...], forms: list[set[str]], *, goes_on: bool) -> bool:
    return any(
        all(
            any(
                form == key or (goes_on and len(key) >= _LONG and form.startswith(key))
                for form in forms[start + place]
            )
            for place, key in enumerate(phrase)
        )
        for start in range(len(forms) - len(phrase) + 1)
    )


def _bare(word: str, language: str) -> set[str]:
    return set() if _has_capitals(language) else {_JOINED.sub("", word)}


@cache
def _has_capitals(language: str) -> bool:
    words = next(iter(table_for(language, "fields").values()), ("a",))
    return script_of(words[0]) == "LATIN"


@cache
def _phrases(language: str, table: str) -> dict[tuple[str, ...], str]:
    return {
        tuple(normalize_words(spaced(word))): meant
        for meant, words in table_for(language, table).items()
        for word in words
    }
