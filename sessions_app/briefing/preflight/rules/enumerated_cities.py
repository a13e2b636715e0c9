"""Cities that the introduction lists among those of the table, and that have no row."""

import re
from collections.abc import Collection, Iterator
from typing import Final

from django.utils.translation import gettext as _

from cities.directory import gazetteer
from llex.core.languages.countries import all_names
from llex.core.text import without_addresses
from llex.core.text.name_keys import normalize_key
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote

_CAPITALISED: Final = r"[^\W\d_a-zß-öø-ÿ][\w’'-]+"
_NAME: Final = re.compile(
    rf"(?:{_CAPITALISED}|(?<!\w)e[A-Z]\w+)(?:[ -](?:(?:de|del|do|of|la|le|el) )?{_CAPITALISED})*"
)
# Commas, “and”, and a preposition before each: from Quito, from Lima and from Cali.
_BETWEEN: Final = re.compile(
    r"(?:[,;] (?:[a-zà-ÿ]{1,5} ){0,2}| (?:and|et|y|e|or|ou|o|u) (?:[a-zà-ÿ]{1,5} )?)(?:[a-z][’'])?"
)
_FEWEST: Final = 3
_LISTED: Final = 2
# Smaller places have the names of people and things.
_LARGE: Final = 200_000


def check_enumerated_cities(note: CheckedNote) -> Iterator[Finding]:
    """Find large cities in a list of the table's cities; one query where there is one."""
    listed = {normalize_key(part) for part in _names_of_cities(note)}
    others = {normalize_key(name) for some in note.names_in.values() for name in some} | {
        normalize_key(name) for _code, name in all_names()
    }
    found = [
        (passage, name)
        for passage in note.passages
        if passage.target.field == "introduction"
        for sentence in passage.sentences
        for name in unlisted_among(sentence, listed, len(note.main.rows))
        if normalize_key(name) not in others
    ]
    places = gazetteer.find_each({name for _passage, name in found}) if found else {}
    for passage, name in found:
        if any(place.population >= _LARGE for place in places[name][:1]):
            message = _("%(city)s seems to have spoken, and has no row in the table.")
            yield passage.finding("city_without_row", message % {"city": name}, excerpt=name)


def unlisted_among(sentence: str, listed: Collection[str], rows: int) -> Iterator[str]:
    """Yield the one name that a list of names has beside most of the *listed* cities, by key."""
    for names in _lists(without_addresses(sentence)):
        # The word that begins a sentence is no part of the first name: In Quito.
        first = normalize_key(names[0].partition(" ")[2])
        unlisted = [
            name
            for place, name in enumerate(names)
            if normalize_key(name) not in listed and not (place == 0 and first in listed)
        ]
        others = len(names) - len(unlisted)
        if len(unlisted) == 1 and others >= _LISTED and 2 * others >= rows:
            yield unlisted[0]


def _lists(text: str) -> Iterator[list[str]]:
    """Yield names in a row, three and more, that commas and short words part."""
    run: list[str] = []
    end = 0
    for match in _NAME.finditer(text):
        if run and not _BETWEEN.fullmatch(text, end, match.start()):
            if len(run) >= _FEWEST:
                yield run
            run = []
        run.append(re.sub("[’'](?:s)?$", "", match[0]))
        end = match.end()
    if len(run) >= _FEWEST:
        yield run


def _names_of_cities(note: CheckedNote) -> Iterator[str]:
    for document in note.documents.values():
        for row in document.rows:
            yield row.city.name.text
            yield from re.split(r"[()/–]", row.city.name.text)
