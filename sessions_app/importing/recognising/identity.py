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

_SEPARATOR = re.compile(r"\s*[,،]\s*|\s*[;؛]\s*|\s+[–—-]\s+|\s*:\s+|\s*[(\[]|[)\]]\s*|\s+[/|]\s+")
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
_CLOSING = ")]" + EDGES
_OPENING = ("(", "[")
_WRAPPED = re.compile(r"[(\[](?P<inner>(?:[^()\[\]]|\([^()]*\))*)[)\]]?(?P<after>.*)", re.DOTALL)


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
    if behind := _behind_person(paragraphs, gazetteer):
        city, following = behind
    elif behind := _behind_country(str(first), gazetteer):
        city, following = behind[0], [*behind[1], *map(str, others)]
    else:
        city, rest = _city(first, gazetteer, alone=bool(others))
        following = [*([_unwrapped(rest)] if rest else []), *map(str, others)]
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
    if behind := _behind_country(text, gazetteer):
        city, (written, *_rest) = behind
        found = country_of(written)
        return Identity(city, certain_place(gazetteer, city, found), country or found, written)
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
    if text.endswith((")", "]")) and not any(mark in text for mark in _OPENING):
        text = text[:-1]
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


def _pieces(text: str) -> list[str]:
    return [piece for part in _SEPARATOR.split(text) if (piece := part.strip(_CLOSING))]


def _behind_person(
    paragraphs: tuple[FormattedText, ...], gazetteer: Gazetteer
) -> tuple[str, list[str]] | None:
    """Return the city that is named behind a person, and the other pieces, the country first.

    As in “Ana Torres, Mayor, Lima (Peru)”.
    """
    pieces = [piece for paragraph in paragraphs for piece in _pieces(str(paragraph))]
    if len(pieces) < 2 or place_called(gazetteer, pieces[0]):  # noqa: PLR2004 - name and city
        return None
    name, position = pieces[0], pieces[1:]
    if not is_name(without_honorific(name)):
        return None
    is_role = any(map(is_position, position))
    if not is_role and not any(len(piece.split()) < _MOST_COUNTRY_WORDS for piece in position):
        return None
    at = _place_among(position, gazetteer)
    leading = leading_place(gazetteer, name)
    if at is None and leading:
        return None
    if at is None:
        city = next(filter(None, (_of_position(piece, gazetteer) for piece in position)), "")
        return (city, [", ".join([name, *position])]) if city else None
    if leading and leading[1] == place_called(gazetteer, position[at]):
        return None
    country = [piece for piece in position[at + 1 : at + 2] if country_of(piece)]
    rest = [*position[:at], *position[at + 1 + len(country) :]]
    return position[at], [*country, ", ".join([name, *rest])]


def _place_among(pieces: list[str], gazetteer: Gazetteer) -> int | None:
    """Return which piece is a city; a name that is also a country's counts where no other is."""
    places = [
        at
        for at, piece in enumerate(pieces)
        if not is_position(piece) and place_called(gazetteer, piece)
    ]
    cities = [at for at in places if not country_of(pieces[at])]
    return next(iter(cities or places), None)


def _of_position(position: str, gazetteer: Gazetteer) -> str:
    """Return the city at the end of a position: “Mayor of Lima”."""
    if not is_position(position):
        return ""
    words = position.replace("’", "'").replace("d'", "d' ").split()
    links = {*phrases("of"), *(phrase.split()[-1] for phrase in phrases("city_of")), "d"}
    for at in range(1, len(words)):
        name = " ".join(words[at:])
        if fold(words[at - 1]) in links and place_called(gazetteer, name):
            return name
    return ""


def _behind_country(text: str, gazetteer: Gazetteer) -> tuple[str, list[str]] | None:
    """Return the city that is named behind its country, then the country and the other pieces."""
    pieces = _pieces(text)
    if len(pieces) < 2 or not (code := country_of(pieces[0])):  # noqa: PLR2004 - country and city
        return None
    if not place_called(gazetteer, pieces[1], code):
        return None
    rest = ", ".join(pieces[2:])
    return pieces[1], [pieces[0], *([rest] if rest else [])]


def _unwrapped(rest: str) -> str:
    """Return “Name, position” of “(Name, position)”, and what follows the brackets."""
    if rest[:1] not in _OPENING or not (match := _WRAPPED.match(rest)):
        return rest
    return ", ".join(filter(None, (match["inner"].strip(), match["after"].strip(EDGES))))


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
