"""Which line ends are the writer's, and which only the page's."""

import re
from collections.abc import Iterable
from typing import Final

from sessions_app.importing.formatted_text import FormattedText, Span
from sessions_app.importing.reading.headings import ends_sentence
from sessions_app.importing.vocabulary import phrases
from sessions_app.importing.words import fold, words

# A span that is the writer's line break within a paragraph, in files of word processors.
LINE_BREAK: Final = "\n"
# A line this full, of the file's usual width, was ended by the margin.
_FULL = 0.75
_HALF_FULL = 0.5
_FEWEST_LINES = 3
# Narrower lines are not wrapped text but lines of a title page or a list.
_NARROWEST = 45
_CUT_WORD = re.compile(r"(?<![^\W\d_])(?P<left>[^\W\d_]+)-$")
_LOWER_START = re.compile(r"[^\w]*[^\W\d_]")


def paragraphs_of(spans: Iterable[Span]) -> list[FormattedText]:
    """Cut a paragraph at its line breaks, but not within a sentence."""
    lines: list[list[Span]] = [[]]
    for span in spans:
        if span.text == LINE_BREAK:
            lines.append([])
        else:
            lines[-1].append(span)
    whole: list[FormattedText] = []
    for prose in filter(None, map(FormattedText.of, lines)):
        if whole and starts_lower(str(prose)):
            whole[-1] += prose
        else:
            whole.append(prose)
    return whole


def width_of(runs: list[list[str]]) -> int | None:
    """Return the usual width, in characters, of lines that follow one another, or None."""
    lengths = sorted(len(line) for run in runs if len(run) >= _FEWEST_LINES for line in run[:-1])
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    return width if width >= _NARROWEST else None


def continues(line: str, following: str, width: int | None, *, inside: bool) -> bool:
    """Return whether *following* continues the paragraph that *line* is in.

    *inside* a paragraph of several lines, a line that is not full may be due to a long word.
    """
    if starts_lower(following) or line.endswith((",", "-")):
        return True
    if width is None:
        return False
    if ends_sentence(line):
        return len(line) >= width * _FULL
    return len(line) >= width * (_HALF_FULL if inside else _FULL)


def starts_lower(text: str) -> bool:
    """Return whether the first letter of *text*, quotation marks aside, is a small one."""
    match = _LOWER_START.match(text)
    return match is not None and match.group()[-1].islower()


def cut_word(line: str, following: str, known: set[str]) -> tuple[str, str, str] | None:
    """Return the two parts and the whole of a word that a line end cut, or None.

    *known* are the words that the file has uncut: they show a hyphen that belongs to the word.
    """
    match = _CUT_WORD.search(line)
    if not match or not following[:1].islower():
        return None
    left, right = words(match["left"]), words(following)[:1]
    if not left or not right or f"{left[-1]}-{right[0]}" in known:
        return None
    if fold(left[-1]) in phrases("hyphenated"):
        return None
    return left[-1], right[0], left[-1] + right[0]
