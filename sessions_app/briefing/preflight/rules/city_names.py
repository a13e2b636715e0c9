"""Names of cities held against the gazetteer, which knows them in many languages."""

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from functools import cache
from typing import Final

from django.utils.translation import gettext as _
from rapidfuzz.distance import OSA

from cities.directory import gazetteer
from cities.directory.place_names import names_of_each
from cities.models import Place
from llex.core.languages import name_in_sentence
from llex.core.languages.scripts import script_of
from llex.core.text.name_keys import normalize_key
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote
from sessions_app.briefing.preflight.vocabulary_of_checks import frequent_words, words_for
from sessions_app.briefing.text_locations import Target, city_place

Places = Mapping[str, list[Place]]

_CAPITAL: Final = re.compile(r"(?<![\w’'])[^\W\d_a-zß-ÿ][^\W\d_]+(?:-[^\W\d_]+)*")
# Before the last word of a name.
_PARTICLE: Final = re.compile(r"(?<!\w)(?:of|the|de|del|du|des|la|las|los|el|le|les|da|do|dos) $")
_SHORTEST: Final = 5
_ENOUGH: Final = 2
_SLIPS: Final = 2
_MUCH: Final = 10
# Smaller places have the names of people and things.
_LARGE: Final = 200_000
# Of so many spellings none is missing.
_WELL_KNOWN: Final = 12


def check_city_names(note: CheckedNote) -> Iterator[Finding]:
    """Find cities with a name in one language that is another place's, or spelt otherwise.

    One query each for the names of the table, for those of large cities, for what may be a
    misspelt place in prose, and for cities that are said to have spoken.
    """
    rows = [(row, _versions(note, number)) for number, row in enumerate(note.main.rows)]
    places = note.places
    called = names_of_each(
        place
        for row, names in rows
        for name in names.values()
        if _is_taken_over(names, name) and (place := _place_of(name, row.country_code, places))
    )
    for number, (row, versions) in enumerate(rows):
        wrong = [
            *wrong_names(versions, row.country_code, places),
            *names_of_other_languages(versions, row.country_code, places, called),
        ]
        for code, message in dict(reversed(wrong)).items():
            target = Target("city", row.city.slug, "name")
            shown = (
                note.shown.rows[number].city.name
                if number < len(note.shown.rows)
                else row.city.name
            )
            yield Finding(
                "warning", "city_name_differs", code, city_place(shown), message, target,
                passage=versions[code], context=versions[code],
            )  # fmt: skip
    yield from _in_prose(note)
    yield from _speaking(note, {place.pk for found in places.values() for place in found})


def wrong_names(
    names: Mapping[str, str], country: str, places: Places
) -> Iterator[tuple[str, str]]:
    """Yield the languages in which a city has another name than its place, and what is wrong."""
    counted: Counter[int] = Counter()
    by_key: dict[int, Place] = {}
    for name in names.values():
        for place in places.get(name, ()):
            if not country or place.country.code == country:
                counted[place.pk] += 1
                by_key[place.pk] = place
    if not counted or counted.most_common(1)[0][1] < _ENOUGH:
        return
    usual = by_key[max(counted, key=lambda key: (counted[key], by_key[key].population))]
    known = {normalize_key(one) for one in (usual.name, *usual.spellings)}
    for code, name in names.items():
        key = normalize_key(name)
        namesakes = {normalize_key(one.name) for one in places.get(name, ())}
        if key in known or namesakes & known:
            continue
        values = {"name": name, "place": usual.name}
        if namesakes:
            yield code, _("“%(name)s” is the name of another place than %(place)s.") % values
        # Other scripts write the same sounds in many ways.
        elif script_of(name) == "LATIN" and _is_unknown(name, known, usual):
            yield code, _("“%(name)s” is no known spelling of %(place)s.") % values


def _is_unknown(name: str, known: set[str], place: Place) -> bool:
    """Return whether a name is nearly one of the *known* ones, or none of a well-known place."""
    key = normalize_key(name)
    if any(OSA.distance(key, one, score_cutoff=_SLIPS) <= _SLIPS for one in known):
        return True
    # “Colonia (Köln)”, “Greater Manchester”.
    has_name = any(one in key or key in one for one in known if len(one) >= _SHORTEST)
    return not has_name and len(known) >= _WELL_KNOWN and place.population >= _LARGE


def _versions(note: CheckedNote, number: int) -> dict[str, str]:
    """Return the name of the city of a row in each language that has one of its own."""
    cities = {
        code: document.rows[number].city.name
        for code, document in note.documents.items()
        if number < len(document.rows)
    }
    return {code: name.text for code, name in cities.items() if name.language == code}


def _is_taken_over(names: Mapping[str, str], name: str) -> bool:
    """Return whether several languages, and not all of them, have the same *name* of a city."""
    keys = [normalize_key(one) for one in names.values()]
    return 1 < keys.count(normalize_key(name)) < len(names)


def _place_of(name: str, country: str, places: Places) -> Place | None:
    here = (one for one in places.get(name, ()) if country in ("", one.country.code))
    return next(here, None)


def names_of_other_languages(
    names: Mapping[str, str], country: str, places: Places, called: Mapping[int, Mapping[str, str]]
) -> Iterator[tuple[str, str]]:
    """Yield the languages in which a city has the name that it has in another, and what is wrong.

    Only large cities have a name in each language that is known: *called* has them by place.
    """
    for code, name in names.items():
        place = _place_of(name, country, places)
        # A name of its own, or the same in all languages, is not taken from another one.
        if place is None or not _is_taken_over(names, name):
            continue
        known = called.get(place.pk, {})
        own, key = normalize_key(known.get(code, "")), normalize_key(name)
        if not own or own == key or own in key or key in own:
            continue
        # The main name is used in other languages as well: Accra in Spanish.
        if key == normalize_key(place.name):
            continue
        other = next((one for one in known if normalize_key(known[one]) == key), "")
        if other:
            yield (
                code,
                _("“%(name)s” is the name in %(language)s.")
                % {
                    "name": name,
                    "language": name_in_sentence(other),
                },
            )


def _in_prose(note: CheckedNote) -> Iterator[Finding]:
    """Find words that are nearly a place that the same text names in other languages."""
    suspects = [
        (code, written, right, position)
        for position, versions in enumerate(note.versions)
        if len(versions) > _ENOUGH and any(one.is_section for one in versions.values())
        for code, written, right in slips({code: one.plain for code, one in versions.items()})
    ]
    if not suspects:
        return
    known = gazetteer.find_each(
        {word for _c, written, right, _p in suspects for word in (written, right)}
    )
    for code, written, right, position in suspects:
        if _weight(known[right]) > _MUCH * _weight(known[written]):
            message = _("“%(name)s” is no known spelling of %(place)s.") % {
                "name": written,
                "place": right,
            }
            yield note.versions[position][code].finding(
                "name_differs", message, excerpt=written, values=(right,)
            )


def _speaking(note: CheckedNote, known: Container[int]) -> Iterator[Finding]:
    """Find large cities that speak in prose and are not among the *known* places of the table."""
    names = {normalize_key(name) for found in note.names_in.values() for name in found}
    spoken = [
        (passage, [name, name.rpartition(" ")[2]])
        for passage in note.passages
        if passage.is_section
        for name in cities_that_speak(passage.plain, passage.language)
        if normalize_key(name) not in names
    ]
    places = gazetteer.find_each({one for _passage, may_be in spoken for one in may_be})
    for passage, may_be in spoken:
        # The first word may be of what is before it: in May Lagos spoke.
        city = next((one for one in may_be if places[one]), "")
        place = places[city][0] if city else None
        is_named = normalize_key(city) in names
        if place and not is_named and place.population >= _LARGE and place.pk not in known:
            message = _("%(city)s seems to have spoken, and has no row in the table.")
            yield passage.finding("city_without_row", message % {"city": city}, excerpt=city)


def cities_that_speak(text: str, language: str) -> list[str]:
    """Return the names in *text* that are followed by a word such as “reported”.

    The end of a longer name is none: Ciudad del Cabo.
    """
    return [
        match["name"]
        for match in _speakers(language).finditer(text)
        if not _PARTICLE.search(text, 0, match.start())
        and normalize_key(match["name"]) not in frequent_words(language)
    ]


@cache
def _speakers(language: str) -> re.Pattern[str]:
    verbs = "|".join(map(re.escape, words_for(language, "speaking"))) or "(?!)"
    return re.compile(rf"(?P<name>{_CAPITAL.pattern}(?: {_CAPITAL.pattern})?) (?:{verbs})(?!\w)")


def _weight(places: list[Place]) -> int:
    return max((place.population for place in places), default=0)


def slips(texts: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield language, word and the word that two other languages have but for one letter."""
    words = {
        code: {normalize_key(match[0]): match[0] for match in _CAPITAL.finditer(text)}
        for code, text in texts.items()
    }
    held = Counter(key for found in words.values() for key in found)
    shared = [key for key, count in held.items() if count >= _ENOUGH and len(key) >= _SHORTEST]
    for code, found in words.items():
        for key, written in found.items():
            if held[key] > 1 or len(key) < _SHORTEST:
                continue
            for right in shared:
                is_near = abs(len(right) - len(key)) <= 1 and right not in found
                if is_near and OSA.distance(key, right, score_cutoff=1) == 1:
                    yield code, written, next(one[right] for one in words.values() if right in one)
                    break
