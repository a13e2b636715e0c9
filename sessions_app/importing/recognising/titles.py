"""Series, tagline and title of the session among the lines of the title page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Block, Heading, Paragraph
from sessions_app.importing.recognising.imported_note import ImportedNote, RecognisedFact
from sessions_app.importing.recognising.similarity import likeness
from sessions_app.importing.vocabulary import mentions, phrases, spelled
from sessions_app.importing.words import fold

_APART = re.compile(r"\s*:\s+|\s*:$|\s+[|–—-]\s+")
_BETWEEN_TAGLINES = " · "
# From here on, a line is the series that we know.
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A line of the title page, and its block."""

    text: FormattedText
    block: Block

    def __str__(self) -> str:
        return str(self.text)


def read_titles(note: ImportedNote, lines: list[TitleLine], known: Sequence[str]) -> None:
    """Find series, tagline and title among *lines*; keep the others in the introduction."""
    lines = [line for line in lines if not _is_number(note, line)]
    before, title, after = _parted(note, lines, known)
    if note.title and title:
        after.insert(0, title)
    elif title:
        note.title = note.line(title.text, "introduction", title.block.where)
    for line in (*_series(note, before, known), *after):
        paragraph = Paragraph(line.text, line.block.where)
        note.texts["introduction"].append(note.keep("introduction", paragraph))
    if match := _number().search(note.title):
        note.number = note.number or int(match[1])


def _is_number(note: ImportedNote, line: TitleLine) -> bool:
    match = _number().fullmatch(str(line).rstrip(" :."))
    if not match or note.number is not None:
        return False
    note.number = int(match[1])
    note.facts.append(RecognisedFact("number", str(line), line.block.where, about="session"))
    return True


def _parted(
    note: ImportedNote, lines: list[TitleLine], known: Sequence[str]
) -> tuple[list[TitleLine], TitleLine | None, list[TitleLine]]:
    """Return the title, and the lines before and after it."""
    for index, line in enumerate(lines):
        if mentions(str(line), "publication"):
            return _published(note, lines, index)
    if len(lines) < 2:  # noqa: PLR2004 - a single line has none beside it
        return [], lines[0] if lines else None, []
    if (at := _series_at(lines, known)) is not None:
        others = [*lines[:at], *lines[at + 1 :]]
        title = next((line for line in others if isinstance(line.block, Heading)), others[0])
        return [lines[at]], title, [line for line in others if line is not title]
    at = next((i for i, line in enumerate(lines) if _is_chief(line)), 0)
    return lines[:at], lines[at], lines[at + 1 :]


def _published(
    note: ImportedNote, lines: list[TitleLine], index: int
) -> tuple[list[TitleLine], TitleLine | None, list[TitleLine]]:
    """Take apart the line that says that this is a briefing note; the title is beside it."""
    line, before, after = lines[index], lines[:index], lines[index + 1 :]
    text = str(line)
    edges = [0, *(at for match in _APART.finditer(text) for at in match.span()), len(text)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if fold(text[start:end]) in phrases("publication"):
            note.facts.append(RecognisedFact("publication", text[start:end], line.block.where))
            left, right = line.text.cut(0, start).strip(), line.text.cut(end).strip()
            if right:
                return (
                    [*before, TitleLine(left, line.block)] if left else before,
                    TitleLine(right, line.block),
                    after,
                )
            if left:
                return before, TitleLine(left, line.block), after
            if after:
                return before, after[0], after[1:]
            return before[:-1], before[-1] if before else None, []
    return before, line, after


def _series(note: ImportedNote, before: list[TitleLine], known: Sequence[str]) -> list[TitleLine]:
    """Take series and tagline from the lines before the title, and return the others."""
    if not before or note.series_title:
        return before
    at = _series_at(before, known) or 0
    line, *others = before[at:]
    others = [*before[:at], *others]
    title, tagline = line.text, FormattedText()
    if match := _APART.search(str(line)):
        title, tagline = line.text.cut(0, match.start()), line.text.cut(match.end())
    taglines = [tagline] if tagline else []
    if others and not note.tagline:
        taglines.append(others.pop(0).text)
    where = line.block.where
    note.series_title = note.line(title, "introduction", where)
    if taglines:
        lines = [note.line(prose, "introduction", where) for prose in taglines]
        note.tagline = _BETWEEN_TAGLINES.join(filter(None, (note.tagline, *lines)))
    return others


def _series_at(lines: list[TitleLine], known: Sequence[str]) -> int | None:
    for index, line in enumerate(lines):
        if any(likeness(str(line), title) >= _ALIKE for title in known if title):
            return index
    return next((i for i, line in enumerate(lines) if mentions(str(line), "series")), None)


def _is_chief(line: TitleLine) -> bool:
    return isinstance(line.block, Heading) and line.block.style == "1"


@cache
def _number() -> re.Pattern[str]:
    words = "|".join(map(re.escape, spelled("session")))
    return re.compile(rf"\b(?:{words})\s*(?:n[°º.o]*\s*|#\s*)?0*([1-9][0-9]?)\b", re.IGNORECASE)
