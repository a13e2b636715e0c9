"""Lines of plain text that are no longer than a reader's window, in the direction of their text."""

from collections.abc import Iterator
from typing import Final
from unicodedata import combining, east_asian_width

from llex.core.languages.bidi import direction_of

# What mail programs and terminals show without breaking it themselves.
WIDTH: Final = 72
_MARKS: Final = {"ltr": "\u200e", "rtl": "\u200f"}


def wrap(text: str, direction: str, *, first: str = "", rest: str = "") -> str:
    """Return *text* in lines that begin with *first*, and with *rest* from the second on.

    A line ends at a space, never inside a word or an address; no-break spaces hold. One that would
    run against the *direction* of its text, for it begins with other letters, has an invisible
    mark of direction in front.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        for line in _lines(paragraph, WIDTH - columns(first)):
            mark = "" if direction_of(line) == direction else _MARKS[direction]
            lines.append(f"{rest if lines else first}{mark}{line}".rstrip())
    return "\n".join(lines)


def _lines(paragraph: str, width: int) -> Iterator[str]:
    line = ""
    for word in paragraph.split(" "):
        if line and columns(line) + 1 + columns(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def columns(text: str) -> int:
    """Return how many columns *text* takes in a terminal."""
    return sum(
        0 if combining(character) else 2 if east_asian_width(character) in {"W", "F"} else 1
        for character in text
    )
