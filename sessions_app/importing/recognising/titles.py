"""Series, tagline and title of the session among the lines of the title page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.translation import gettext as _

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Block, Dropped, Heading, Paragraph
from sessions_app.importing.reading.headings import ends_sentence
from sessions_app.importing.reading.line_wrapping import starts_lower
from sessions_app.importing.recognising.dates import dates_in
from sessions_app.importing.recognising.imported_note import ImportedNote, RecognisedFact
from sessions_app.importing.recognising.similarity import likeness
from sessions_app.importing.vocabulary import (
    content_words,
    is_publication,
    mentions,
    phrases,
    spelled,
)
from sessions_app.importing.words import fold

_APART = re.compile(r"\s*:\s+|\s*:$|\s+[|–—-]\s+")
# From here on, a line is the series that we know.
_ALIKE = 0.6
# So many words of its own make a line that names the series a title.
_FEWEST = 2
_BETWEEN_TAGLINES = " · "


@dataclass(frozen=True, slots=True)
class TitleLine:
    """A line of the title page, and its block."""

    text: FormattedText
    block: Block
    # With the day of the session in it: it may say where and how that was held.
    is_dated: bool = False

    def __str__(self) -> str:
        return str(self.text)


def read_titles(note: ImportedNote, lines: list[TitleLine], known: Sequence[str]) -> None:
    """Find series, tagline and title among *lines*; leave out the others of the title page.

    Whole sentences stay in the introduction.
    """
    lines = _rejoined([line for line in lines if not _is_number(note, line)])
    before, title, after = _parted(note, lines, known)
    if note.title and title:
        after.insert(0, title)
    elif title:
        note.title = note.line(title.text, "introduction", title.block.where)
    for line in (*_series(note, before, known), *after):
        _leave(note, line)
    note.number = note.number or number_in(note.title)


def _leave(note: ImportedNote, line: TitleLine) -> None:
    text, where = str(line), line.block.where
    names_kind = line.is_dated and bool(mentions(text, "publication"))
    if line.text.addresses or (text.endswith((".", "!", "?", "…")) and not names_kind):
        paragraph = Paragraph(line.text, where)
        note.texts["introduction"].append(note.keep("introduction", paragraph))
    elif line.is_dated:
        note.dropped.append(Dropped(_("where and how the session was held"), text, where))
    else:
        note.dropped.append(Dropped(_("line of the title page"), text, where))


def _rejoined(lines: list[TitleLine]) -> list[TitleLine]:
    """Return lines with a title that goes on in the next one, of the first level too, made one."""
    made: list[TitleLine] = []
    for line in lines:
        above = made[-1] if made else None
        if above and _are_alike(above, line) and _goes_on(above, line):
            made[-1] = TitleLine(above.text + line.text, above.block, above.is_dated)
        else:
            made.append(line)
    return made


def _are_alike(above: TitleLine, line: TitleLine) -> bool:
    one, other = above.block, line.block
    return isinstance(one, Heading) and isinstance(other, Heading) and one.style == other.style


def _goes_on(above: TitleLine, line: TitleLine) -> bool:
    if str(above).rstrip().endswith(":"):
        return True
    if not _is_chief(above):
        return False
    if ends_sentence(str(above)) or mentions(str(above), "series"):
        return False
    little = phrases("function_words")
    opens = fold(str(above)).split()[-1:] + fold(str(line)).split()[:1]
    return (
        starts_lower(str(line)) or str(line).endswith("?") or any(word in little for word in opens)
    )


def number_in(title: str) -> int | None:
    """Return the number of a session that its title names."""
    match = _number().search(title)
    return int(match[1]) if match else None


def _is_number(note: ImportedNote, line: TitleLine) -> bool:
    said = str(line).rstrip(" :.")
    match = _number().fullmatch(said) or _issue().fullmatch(said)
    if not match or said.isdigit() or note.number is not None:
        return False
    note.number = int(match[1])
    note.facts.append(RecognisedFact("number", str(line), line.block.where, about="session"))
    return True


def _parted(
    note: ImportedNote, lines: list[TitleLine], known: Sequence[str]
) -> tuple[list[TitleLine], TitleLine | None, list[TitleLine]]:
    """Return the title, and the lines before and after it."""
    for index, line in enumerate(lines):
        taken = _without_publication(note, line, known)
        if taken is not None:
            return _published(lines, index, taken, known)
    if len(lines) < 2:  # noqa: PLR2004 - a single line has none beside it
        return [], lines[0] if lines else None, []
    if (at := _series_at(lines, known)) is not None:
        others = [*lines[:at], *lines[at + 1 :]]
        others.sort(key=lambda line: line.is_dated)
        title = next((line for line in others if isinstance(line.block, Heading)), others[0])
        return [lines[at]], title, [line for line in others if line is not title]
    undated = next((i for i, line in enumerate(lines) if not line.is_dated), 0)
    at = next((i for i, line in enumerate(lines) if _is_chief(line)), undated)
    return lines[:at], lines[at], lines[at + 1 :]


def _without_publication(
    note: ImportedNote, line: TitleLine, known: Sequence[str]
) -> tuple[TitleLine | None, TitleLine | None] | None:
    """Return what is before and after the words that say what kind of publication this is.

    None where no piece of the line says only that.
    """
    text = str(line)
    for start, end in _pieces(text):
        numbered = _issue().search(text[start:end])
        said = text[start : start + numbered.start()] if numbered else text[start:end]
        bare = _without_dates(said)
        if not (is_publication(bare) or _only_names_series(bare, known)):
            continue
        where = line.block.where
        note.facts.append(RecognisedFact("publication", said, where))
        if numbered:
            note.number = note.number or int(numbered["number"])
            note.facts.append(RecognisedFact("number", numbered.group(), where, about="session"))
        sides = (line.text.cut(0, start).strip(), line.text.cut(end).strip())
        left, right = (
            TitleLine(side, line.block, any(dates_in(str(side)))) if side else None
            for side in sides
        )
        return left, right
    return None


def _without_dates(text: str) -> str:
    for found in reversed(list(dates_in(text))):
        text = f"{text[: found.start]} {text[found.end :]}"
    return text


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    edges = [0, *(at for match in _APART.finditer(text) for at in match.span()), len(text)]
    yield from zip(edges[::2], edges[1::2], strict=True)


def _only_names_series(said: str, known: Sequence[str]) -> bool:
    """Return whether a line is the kind of publication with the series that it is of."""
    if not mentions(said, "publication"):
        return False
    parts = [word for phrase in phrases("around_date") for word in phrase.split()]
    for name in ("publication", "publication_nouns", "publication_words", "series"):
        parts += [word for phrase in phrases(name) for word in phrase.split()]
    parts += [word for title in known for word in fold(title).split()]
    return not set(content_words(said)) - set(parts)


def _published(
    lines: list[TitleLine],
    index: int,
    sides: tuple[TitleLine | None, TitleLine | None],
    known: Sequence[str],
) -> tuple[list[TitleLine], TitleLine | None, list[TitleLine]]:
    """Find the title beside the line that says what kind of publication this is."""
    left, right = sides
    before, after = lines[:index], lines[index + 1 :]
    of_line = [side for side in (right, left) if side]
    rest = [*of_line, *after, *reversed(before)]
    chosen = [
        line
        for line in rest
        if not (_only_series(line, known) if line is right else _is_series(line, known))
    ] or rest
    chosen = [line for line in chosen if not line.is_dated] or chosen
    # A heading of the first level is the title, wherever the type is said.
    title = next((line for line in chosen if _is_chief(line) and line not in of_line), None)
    if title is None or right in chosen:
        title = next(iter(chosen), title)
    earlier = [*before, *([left] if left else [])]
    later = [*([right] if right else []), *after]
    if title in later and title not in (right, *after[:1]):
        # The series may also be named between the type and the title.
        at = later.index(title)
        earlier, later = [*earlier, *later[:at]], later[at:]
    series = [line for line in later if line is not title and _is_series(line, known)]
    before = [line for line in (*earlier, *series) if line is not title]
    return before, title, [line for line in later if line is not title and line not in series]


def _only_series(line: TitleLine, known: Sequence[str]) -> bool:
    """Return whether a line behind the type of a publication is its series, and no title."""
    words = set(content_words(str(line)))
    named = {word for phrase in phrases("series") for word in phrase.split()}
    others = [words - named - set(fold(title).split()) for title in known]
    return _is_series(line, known) and (not all(others) or len(words - named) < _FEWEST)


def _is_series(line: TitleLine, known: Sequence[str]) -> bool:
    return _series_at([line], known) is not None


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
def _issue() -> re.Pattern[str]:
    """Return a pattern of the number behind the kind of a publication: “no. 7”, “n.º 2”, “4”."""
    words = "|".join(map(re.escape, spelled("issue")))
    sign = rf"(?:#|\bn\.?\s?[°º.o]+|\b(?:{words})\b\.?\s*[:°º]?)"
    return re.compile(
        rf"\s*[,،]?\s*{sign}?\s*(?<!\d)0*(?P<number>(?!0)\d{{1,3}})\s*$", re.IGNORECASE
    )


@cache
def _number() -> re.Pattern[str]:
    words = "|".join(map(re.escape, spelled("session")))
    return re.compile(rf"\b(?:{words})\s*(?:n[°º.o]*\s*|#\s*)?0*([1-9][0-9]?)\b", re.IGNORECASE)
