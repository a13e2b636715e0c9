"""City, person and position in a line such as “Lima Ana Torres, Mayor”."""

import re
from dataclasses import dataclass

from sessions_app.importing.formatted_text import EDGES, FormattedText
from sessions_app.importing.recognising.gazetteer import (
    Gazetteer,
    certain_place,
    country_of,
    leading_place,
    place_called,
)
from sessions_app.importing.recognising.imported_note import (
    NOBODY,
    RecognisedPerson,
    RecognisedPlace,
)
from sessions_app.importing.vocabulary import has_word, phrases
from sessions_app.importing.words import fold

_SEPARATOR = re.compile(r"\s*[,،]\s*|\s*[;؛]\s*|\s+[–—-]\s+|\s*:\s+|\s*\(|\)\s*")
_SMALL_IN_NAMES = frozenset(
    [
        "de",
        "del",
        "da",
        "dos",
        "das",
        "di",
        "van",
        "von",
        "der",
        "den",
        "el",
        "al",
        "la",
        "le",
        "bin",
        "ben",
        "ibn",
        "y",
        "i",
    ]
)
_MOST_NAME_WORDS = 6
_MOST_COUNTRY_WORDS = 4
_CLOSING = ") " + EDGES


@dataclass(frozen=True, slots=True)
class Identity:
    """A city, its country, and who spoke for it.

    *country* is a code, from what is written or from the place; *country_text* is what is written.
    """

    city: str
    place: RecognisedPlace | None
    country: str = ""
    country_text: str = ""
    person: RecognisedPerson = NOBODY


def identify(
    paragraphs: tuple[FormattedText, ...], gazetteer: Gazetteer, country: str = ""
) -> Identity:
    """Take apart what a cell says of a city and its representative, in one paragraph or several."""
    if not paragraphs:
        return Identity("", None)
    first, *others = paragraphs
    city, rest = _city(first, gazetteer, alone=bool(others))
    following = [*([rest] if rest else []), *map(str, others)]
    found, written, following = _country(following)
    place = certain_place(gazetteer, city, country or found) if city else None
    return Identity(
        city,
        place,
        country or found or (place.country if place else ""),
        written,
        person_of(following),
    )


def identify_city(
    cell: tuple[FormattedText, ...], gazetteer: Gazetteer, country: str = ""
) -> Identity:
    """Parse a cell with a city and perhaps its country, but no person."""
    text = ", ".join(map(str, cell))
    before, separator, after = (
        (text[: match.start()], match.group(), text[match.end() :])
        if (match := _SEPARATOR.search(text))
        else (text, "", "")
    )
    written = after.strip(_CLOSING) if separator else ""
    found = country_of(written)
    city, written = (before, written) if found else (text, "")
    place = certain_place(gazetteer, city, country or found) if city else None
    if not place_called(gazetteer, city) and (leading := leading_place(gazetteer, city)):
        place = leading[1]
    return Identity(city, place, country or found or (place.country if place else ""), written)


def person_of(pieces: list[str]) -> RecognisedPerson:
    """Tell name and position apart, in one text or in one paragraph each."""
    pieces = [piece for piece in (piece.strip(EDGES) for piece in pieces) if piece]
    if not pieces:
        return RecognisedPerson()
    if len(pieces) > 1:
        first, rest = pieces[0], ", ".join(pieces[1:])
        if is_position(first) and not is_position(rest):
            return RecognisedPerson(rest, first)
        inner = person_of([first])
        return RecognisedPerson(inner.name, ", ".join(filter(None, (inner.position, rest))))
    text = pieces[0]
    match = _SEPARATOR.search(text)
    if not match:
        return _unseparated(text)
    name, position = text[: match.start()].strip(EDGES), text[match.end() :].strip(EDGES)
    if "(" in match.group() and position.endswith(")") and "(" not in position:
        position = position[:-1]
    if is_position(name) and is_name(position):
        return RecognisedPerson(position, name)
    return RecognisedPerson(name, position)


def is_name(text: str) -> bool:
    """Return whether *text* looks like a person's name: a few words, each with a capital."""
    words = [word for word in re.split(r"[\s.]+", text.strip(EDGES)) if word]
    main = [word for word in words if word.lower() not in _SMALL_IN_NAMES]
    return (
        2 <= len(words) <= _MOST_NAME_WORDS  # noqa: PLR2004 - a first and a last name
        and len(main) > 1
        and all(word[0].isupper() or not word[0].isascii() for word in main)
        and not any(character.isdigit() for character in text)
    )


def is_position(text: str) -> bool:
    """Return whether *text* is a person's position: mayor, director."""
    return has_word(text, "positions")


def without_honorific(name: str) -> str:
    """Return a person's name without “Dr.” and the like before it."""
    words = name.split()
    while len(words) > 2 and fold(words[0]) in phrases("honorifics"):  # noqa: PLR2004
        words = words[1:]
    return " ".join(words)


def _city(first: FormattedText, gazetteer: Gazetteer, *, alone: bool) -> tuple[str, str]:
    """Return the city's name as it is written, and what follows it in the paragraph."""
    text = str(first)
    if place_called(gazetteer, text):
        return text, ""
    if found := leading_place(gazetteer, text):
        end = found[0]
        return text[:end].strip(_CLOSING), text[end:].strip(EDGES)
    bold = first.bold_runs()
    if bold and bold[0][0] == 0 and bold[0][1] < len(text):
        end = bold[0][1]
        return text[:end].strip(_CLOSING), text[end:].strip(EDGES)
    if match := _SEPARATOR.search(text):
        before, after = text[: match.start()], text[match.end() :]
        words = before.split()
        if alone or not is_position(after):
            return before, after.strip(_CLOSING)
        # The last two words before the comma are a person's name, the others an unknown city's.
        return " ".join(words[:-2]), text[len(" ".join(words[:-2])) :].strip()
    return text, ""


def _country(following: list[str]) -> tuple[str, str, list[str]]:
    """Return the country that *following* begins with, as a code and as written, and the rest."""
    if not following:
        return "", "", []
    text = following[0].lstrip("( ")
    match = _SEPARATOR.search(text)
    piece, rest = (text[: match.start()], text[match.end() :]) if match else (text, "")
    words = piece.split()
    for count in range(min(len(words), _MOST_COUNTRY_WORDS), 0, -1):
        written = " ".join(words[:count])
        if code := country_of(written):
            left = " ".join(words[count:])
            after = ", ".join(filter(None, (left, rest.strip(EDGES))))
            return code, written, [*([after] if after else []), *following[1:]]
    return "", "", following


def _unseparated(text: str) -> RecognisedPerson:
    """Part “Ana Torres Mayor of Lima” and “Mayor Ana Torres” where nothing else parts them."""
    words = text.split()
    for index, word in enumerate(words):
        if index > 1 and is_position(word) and is_name(" ".join(words[:index])):
            return RecognisedPerson(" ".join(words[:index]), " ".join(words[index:]))
    if is_position(text) and not is_name(text):
        return RecognisedPerson("", text)
    return RecognisedPerson(text, "")
