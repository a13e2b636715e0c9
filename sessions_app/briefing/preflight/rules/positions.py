"""Municipal roles, compared between languages and places of a note."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from django.utils.translation import gettext as _

from llex.core.languages import data, name_in_sentence
from llex.core.text import Phrase
from llex.core.text.name_keys import normalize_words
from sessions_app.briefing.document import Document
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote, CheckedText
from sessions_app.briefing.preflight.vocabulary_of_checks import words_for

_OR: Final = "_or_"
# Prose names them by the same words as lists do.
_SPOKEN_OF: Final = frozenset(
    {
        *("deputy_mayor", "mayor", "deputy_governor", "governor", "deputy_minister", "minister"),
        *("deputy_secretary_general", "secretary_general", "vice_president", "president"),
        *("councillor", "ambassador", "deputy_director", "director"),
    }
)


def check_positions(note: CheckedNote) -> Iterator[Finding]:
    """Find positions that are another role, or of another gender, than in other languages."""
    for versions in note.versions:
        known = {code: one for code, one in versions.items() if is_position(one)}
        roles = {code: role for code, one in known.items() if (role := role_of(one.plain, code))}
        genders = {
            code: gender for code, one in known.items() if (gender := gender_of(one.plain, code))
        }
        # Roles of the table say it better: an alderman is no deputy in every language.
        deputies = {code: is_deputy(one.plain, code) for code, one in known.items() if not roles}
        for code, other in outliers(roles) or outliers(genders) or _alone(deputies):
            message = _("“%(here)s”; in %(language)s: “%(there)s”.") % {
                "here": known[code].plain,
                "language": name_in_sentence(other),
                "there": known[other].plain,
            }
            yield known[code].finding("role_differs", message, values=(other, known[other].plain))


def check_positions_of_persons(note: CheckedNote) -> Iterator[Finding]:
    """Find people who have one role in the list of participants and another at a quotation."""
    document = note.shown
    listed = {one.name: one.position for one in document.attendees if one.position}
    for place, name, position in _elsewhere(document):
        own = listed.get(name)
        if own is None or own.language != position.language:
            continue
        first, second = role_of(own.text, own.language), role_of(position.text, own.language)
        if first and second and not _is_same(first, second):
            message = _("The list of participants has the position “%(name)s”, not “%(other)s”.")
            yield Finding(
                "warning", "position_differs", "", place,
                message % {"name": own.text, "other": position.text}, values=(name, first, second),
            )  # fmt: skip


def role_of(position: str, language: str) -> str:
    """Return the role that a position names first, or nothing for one that is not in the table.

    The role of another person, to whom the position belongs, is none: “adviser to the mayor”.
    """
    words = f" {' '.join(normalize_words(spaced(position)))} "
    found = [
        (words.index(f" {key} "), -len(key), role)
        for key, role in _roles(language).items()
        if f" {key} " in words
    ]
    if not found:
        return ""
    place, _length, role = min(found)
    before = words[:place].split()
    return "" if before and before[-1] in _links(language) else role


def roles_in(text: str, language: str) -> dict[str, str]:
    """Return the roles of mayors, ministers and the like that a prose text names, as written.

    A role that a word may mean among others has no writing.
    """
    found: dict[str, str] = {}
    for match in _roles_in_prose(language).finditer(text):
        role = _roles(language)[_key(match["role"])]
        meant = role.split(_OR)
        for one in meant:
            # Who was mayor is a mayor.
            one = one.removeprefix("former_")  # noqa: PLW2901 - the role itself
            if one in _SPOKEN_OF:
                # “Head of” and “responsable de” are said of many things.
                is_sure = len(meant) == 1 and _key(match["role"]) not in _loose(language)
                found[one] = found.get(one, "") or (match[0] if is_sure else "")
    return found


def is_deputy(position: str, language: str) -> str:
    """Return “deputy” for a position that says so, “chief” for another one."""
    words = f" {' '.join(normalize_words(spaced(position)))}"
    found = any(f" {_key(word)}" in words for word in words_for(language, "deputies"))
    return "deputy" if found else "chief"


def gender_of(position: str, language: str) -> str:
    """Return “woman” or “man” where the first words of a position tell it."""
    words = f"{' '.join(normalize_words(spaced(position)))} "
    found = [key for key in _genders(language) if words.startswith(f"{key} ")]
    return _genders(language)[max(found, key=len)] if found else ""


def outliers(found: dict[str, str]) -> list[tuple[str, str]]:
    """Return each language that differs from most of the others, and one of these.

    Of two that differ the later one is named.
    """
    values = list(found.values())
    if all(_is_same(values[0], value) for value in values):
        return []
    usual = max(values, key=lambda value: (values.count(value), -values.index(value)))
    source = next(code for code, value in found.items() if value == usual)
    return [(code, source) for code, value in found.items() if not _is_same(value, usual)]


def _alone(found: dict[str, str]) -> list[tuple[str, str]]:
    """Return the one language that differs from all others, of three and more."""
    differing = outliers(found)
    return differing if len(differing) == 1 and len(found) > 2 else []  # noqa: PLR2004 - see above


def _is_same(one: str, other: str) -> bool:
    """Return whether two values may be one; a word of a language may mean either of two roles."""
    return not set(one.split(_OR)).isdisjoint(other.split(_OR))


def is_position(passage: CheckedText) -> bool:
    """Return whether a text is the position of a person."""
    kind, field = passage.target.kind, passage.target.field
    if kind == "participant":
        return field == "position"
    return kind == "participants" or (kind == "contribution" and field == "representative")


def _elsewhere(document: Document) -> Iterator[tuple[str, str, Phrase]]:
    for quotation in document.quotations:
        if quotation.position:
            place = _("Quotation of %(speaker)s") % {"speaker": quotation.speaker}
            yield place, quotation.speaker, quotation.position


def spaced(position: str) -> str:
    """Return a position without the signs between its words."""
    return re.sub(r"[’'\-/,;()،]", " ", position)


@cache
def _roles(language: str) -> dict[str, str]:
    table = data.read(language, "checks").get("roles", {})
    return {_key(word): role for role, words in table.items() for word in words}


@cache
def _roles_in_prose(language: str) -> re.Pattern[str]:
    table = data.read(language, "checks").get("roles", {})
    words = sorted((word for some in table.values() for word in some), key=len, reverse=True)
    joined = r"[\s\u00a0\u202f-]+"
    forms = "|".join(joined.join(map(re.escape, re.split("[ -]", word))) for word in words)
    return re.compile(rf"(?<!\w)[وف]?[بلك]?(?P<role>{forms or '(?!)'})(?!\w)", re.IGNORECASE)


@cache
def _loose(language: str) -> frozenset[str]:
    return frozenset(map(_key, words_for(language, "loose_roles")))


@cache
def _links(language: str) -> frozenset[str]:
    """Return the words before the role of another person."""
    return frozenset(map(_key, words_for(language, "role_links")))


@cache
def _genders(language: str) -> dict[str, str]:
    table = data.read(language, "checks").get("genders", {})
    return {_key(word): gender for gender, words in table.items() for word in words}


def _key(word: str) -> str:
    return " ".join(normalize_words(spaced(word)))
