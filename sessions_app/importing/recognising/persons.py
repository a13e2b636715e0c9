"""Names and positions of people, in one text or in several."""

import re

from sessions_app.importing.formatted_text import EDGES
from sessions_app.importing.recognising.imported_note import RecognisedPerson
from sessions_app.importing.vocabulary import has_word, phrases
from sessions_app.importing.words import fold

SEPARATOR = re.compile(
    r"\s*[,،]\s*|\s*[;؛]\s*|\s+(?:[–—·•]|-{1,3})\s+|\s*:\s+|\s*[(\[]|[)\]]\s*|\s+[/|]\s+"
)
OPENING_BRACKETS = ("(", "[")
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
    if text.endswith((")", "]")) and not any(mark in text for mark in OPENING_BRACKETS):
        text = text[:-1]
    match = SEPARATOR.search(text)
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


def _begins_position(word: str) -> bool:
    """Return whether a position begins with a word: “Medical Officer”, “Municipal President”."""
    return is_position(word) or fold(word) in phrases("before_positions")


def _unseparated(text: str) -> RecognisedPerson:
    """Part “Ana Torres Mayor of Lima” and “Mayor Ana Torres” where nothing else parts them."""
    words = text.split()
    begins = [at for at, word in enumerate(words) if _begins_position(word)]
    for index in begins:
        is_role = index + 1 == len(words) or any(map(is_position, words[index:]))
        if index > 1 and is_role and is_name(" ".join(words[:index])):
            return RecognisedPerson(" ".join(words[:index]), " ".join(words[index:]))
    if is_position(text) and not is_name(text):
        return RecognisedPerson("", text)
    return RecognisedPerson(text, "")
