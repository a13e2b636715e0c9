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
from sessions_app.importing.recognising.persons import (
    OPENING_BRACKETS,
    SEPARATOR,
    is_name,
    is_position,
    person_of,
    without_honorific,
)
from sessions_app.importing.vocabulary import phrases
from sessions_app.importing.words import fold

_MOST_COUNTRY_WORDS = 4
_CLOSING = ")]" + EDGES
_NAME_END = re.compile(r"\s*[,،:(\[]|\.\s|\s(?:[–—·]|-{1,3})\s")
_LONGEST_CITY_NAME = 6
# In characters: how far on the end of a city's name is looked for.
_LONGEST_HEAD = 160
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
        if (match := SEPARATOR.search(text))
        else (text, "", "")
    )
    written = after.strip(_CLOSING) if separator else ""
    found = country_of(written)
    city, written = (before, written) if found else (text, "")
    place = certain_place(gazetteer, city, country or found) if city else None
    if not place_called(gazetteer, city) and (leading := leading_place(gazetteer, city)):
        place = leading[1]
    return Identity(city, place, country or found or (place.country if place else ""), written)


def name_before(text: FormattedText) -> FormattedText | None:
    """Return the few words before the first mark of a line, or its bold beginning, or None."""
    runs = text.bold_runs()
    if runs and not runs[0][0] and not text.is_bold:
        text = text.cut(0, runs[0][1])
    match = _NAME_END.search(str(text), 0, _LONGEST_HEAD)
    name = text.cut(0, match.start() if match else None).strip()
    return name if 0 < len(str(name).split()) <= _LONGEST_CITY_NAME else None


def _pieces(text: str) -> list[str]:
    return [piece for part in SEPARATOR.split(text) if (piece := part.strip(_CLOSING))]


def _behind_person(
    paragraphs: tuple[FormattedText, ...], gazetteer: Gazetteer
) -> tuple[str, list[str]] | None:
    """Return the city that is named behind a person, and the other pieces, the country first.

    As in “Ana Torres, Mayor, Lima (Peru)”.
    """
    pieces = [piece for paragraph in paragraphs for piece in _pieces(str(paragraph))]
    if not _begins_with_person(pieces, gazetteer):
        return None
    name, position = pieces[0], pieces[1:]
    at = _place_among(position, gazetteer)
    leading = leading_place(gazetteer, name)
    if at is None:
        city = next(filter(None, (_of_position(piece, gazetteer) for piece in position)), "")
        return (city, [", ".join(pieces)]) if city and not leading else None
    if leading and leading[1] == place_called(gazetteer, position[at]):
        return None
    country = [piece for piece in position[at + 1 : at + 2] if country_of(piece)]
    rest = [*position[:at], *position[at + 1 + len(country) :]]
    return position[at], [*country, ", ".join([name, *rest])]


def _begins_with_person(pieces: list[str], gazetteer: Gazetteer) -> bool:
    if len(pieces) < 2 or not is_name(without_honorific(pieces[0])):  # noqa: PLR2004 - and a city
        return False
    if place_called(gazetteer, pieces[0]):
        return False
    return any(is_position(one) or len(one.split()) < _MOST_COUNTRY_WORDS for one in pieces[1:])


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
    if rest[:1] not in OPENING_BRACKETS or not (match := _WRAPPED.match(rest)):
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
    if match := SEPARATOR.search(text):
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
    match = SEPARATOR.search(text)
    piece, rest = (text[: match.start()], text[match.end() :]) if match else (text, "")
    words = piece.split()
    for count in range(min(len(words), _MOST_COUNTRY_WORDS), 0, -1):
        written = " ".join(words[:count])
        if code := country_of(written):
            left = " ".join(words[count:])
            after = ", ".join(filter(None, (left, rest.strip(EDGES))))
            return code, written, [*([after] if after else []), *following[1:]]
    return "", "", following
