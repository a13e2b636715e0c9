"""Cities that prose names in another form than the table of its language does."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Final

from django.utils.translation import gettext as _

from llex.core.languages.bidi import isolate
from llex.core.languages.countries import all_names
from llex.core.languages.scripts import script_of
from llex.core.text import without_addresses
from llex.core.text.name_keys import normalize_key
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote, without_brackets

# Capitalised words alone: no part of a longer name.
_NAME: Final = re.compile(
    r"(?<![\w’'&])(?<![A-ZÀ-Ý]\. )[^\W\d_a-zß-öø-ÿ][^\W\d_]+(?:[ -][^\W\d_a-zß-öø-ÿ][^\W\d_]+)*"
)
_QUOTED: Final = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|\([^()]*\)|\[[^\[\]]*\]")
_BEGINNING: Final = re.compile(r"(?:^|[.!?:;…\n•–—])[\s\u202f¿¡*_-]*$")
_SHORTEST: Final = 5


def check_city_forms(note: CheckedNote) -> Iterator[Finding]:
    """Find cities of the table that prose calls by their name in another language."""
    names = _names_by_language(note)
    people = _words_of_people(note)
    for code, own in names.items():
        others = [some for other, some in names.items() if other != code]
        forms = _other_forms(own, others, note)
        for passage in note.passages:
            if passage.language != code or not passage.is_prose:
                continue
            for written, right in written_otherwise(passage.plain, forms, people):
                message = _("“%(passage)s”: elsewhere the name is “%(name)s”.") % {
                    "passage": isolate(written),
                    "name": isolate(right),
                }
                yield passage.finding("name_differs", message, excerpt=written, values=(right,))


def written_otherwise(
    text: str, forms: Mapping[str, str], people: Iterable[str] = ()
) -> Iterator[tuple[str, str]]:
    """Yield the names in a text that are keys of *forms*, once each, and what is right instead.

    What is quoted or in brackets, and words of the names of *people*, are left out.
    """
    seen: set[str] = set(people)
    bare = _QUOTED.sub(" ", without_addresses(text))
    for match in _NAME.finditer(bare):
        names = [match[0]]
        if _BEGINNING.search(bare, 0, match.start()):
            # The word that begins a sentence is seldom part of the name.
            names.append(match[0].partition(" ")[2])
        for name in names:
            key = normalize_key(name)
            if key in forms and key not in seen:
                seen.add(key)
                yield name, forms[key]


def _names_by_language(note: CheckedNote) -> dict[str, dict[int, str]]:
    """Return the cities of the table by language and row, without what is in brackets."""
    return {
        code: {
            number: without_brackets(row.city.name.text)
            for number, row in enumerate(document.rows)
            if row.city.name.language == code and script_of(row.city.name.text) == "LATIN"
        }
        for code, document in note.documents.items()
    }


def _other_forms(
    own: Mapping[int, str],
    others: list[dict[int, str]],
    note: CheckedNote,
) -> dict[str, str]:
    """Return by key the forms of each city in other languages, and its name in this one."""
    right = {
        key for names in note.names_in.values() for name in names for key in _keys_of_parts(name)
    } - {normalize_key(name) for some in others for name in some.values()}
    right |= {key for name in own.values() for key in _keys_of_parts(name)}
    right |= _countries()
    found: dict[str, str] = {}
    for number, name in own.items():
        country = note.main.rows[number].country_code if number < len(note.main.rows) else ""
        known = [one for one in note.places.get(name, ()) if country in ("", one.country.code)]
        forms = {some[number] for some in others if number in some}
        forms |= {form for place in known[:1] for form in (place.name, *place.spellings)}
        for form in forms:
            key = _key(form)
            is_part = key in _key(name) or _key(name) in key
            if len(key) >= _SHORTEST and key not in right and not is_part:
                found.setdefault(key, name)
    return found


@cache
def _countries() -> frozenset[str]:
    return frozenset(normalize_key(name) for _code, name in all_names())


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    return normalize_key(name)


def _keys_of_parts(name: str) -> set[str]:
    """Return the keys of a name, and of what it has before and in brackets."""
    parts = [name, *re.split(r"[()/–]", name)]
    return {key for part in parts if (key := normalize_key(part))}


def _words_of_people(note: CheckedNote) -> set[str]:
    people = {
        *(one.name for document in note.documents.values() for one in document.attendees),
        *(row.representative for row in note.main.rows if row.representative),
        *(one.speaker for one in note.main.quotations),
    }
    return {normalize_key(word) for name in people for word in name.split()}
