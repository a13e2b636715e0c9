"""A PDF in, blocks out: its lines as `pdftotext -layout` would write them, its tables as rows.

Headings are told by the size of their letters, paragraphs by the space between lines; the rest is
the work of the reader of texts.
"""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import pdfplumber
from django.utils.translation import gettext as _
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from sessions_app.importing.errors import ImportRefused
from sessions_app.importing.reading.blocks import Reading, Style
from sessions_app.importing.reading.headings import ends_sentence
from sessions_app.importing.reading.pages import PageLine
from sessions_app.importing.reading.pdf_pages import gap_before, pieces_of, pitch_of
from sessions_app.importing.reading.printed_lines import Line, Table
from sessions_app.importing.reading.text_reader import LARGEST_TEXT, Printed, read_printed
from sessions_app.importing.words import cleanse

_MOST_PAGES: Final = 150
# From here on, letters are larger than those of the running text, and a gap ends a paragraph.
_LARGER: Final = 1.08
_APART: Final = 1.3
# How many places of the laid-out text an em has.
_PLACES: Final = 4
_LEVELS: Final[tuple[Style, ...]] = ("1", "2", "3", "4", "5", "6")
_LONGEST_HEADING: Final = 30
# A bullet or number right before an Arabic word: only a tab of unknown width parts them.
_GLUED: Final = re.compile(r"^(?P<before>[\s*]*(?:[•▪●◦‣·]|\d{1,2}[.)]))(?=[\u0590-\u08ff])")
# Letters as they are joined or ligatures, which stand for plain ones.
_FORMS: Final = re.compile("[\ufb00-\ufdff\ufe70-\ufeff]")


def read(data: bytes) -> Reading:
    """Read a PDF. Raise ImportRefused if it is broken, locked, or has pictures of pages only."""
    try:
        pages = _pages(data)
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise ImportRefused(
                _("The PDF is protected by a password. Save it without one and retry.")
            ) from error
        raise _broken() from error
    except Exception as error:
        # Parsers of files from strangers raise whatever they like.
        if isinstance(error, ImportRefused):
            raise
        raise _broken() from error
    if not any(pages):
        raise ImportRefused(
            _(
                "The PDF has no text, only pictures of pages. Run text recognition on it, or take"
                " the file that it was made of."
            )
        )
    return read_printed(list(_printed(pages)))


def _broken() -> ImportRefused:
    return ImportRefused(_("The PDF is broken: it cannot be opened. Save it again and retry."))


def _pages(data: bytes) -> list[list[Line | Table]]:
    with pdfplumber.open(io.BytesIO(data)) as document:
        if len(document.pages) > _MOST_PAGES:
            raise ImportRefused(_("The file is too large to be a note."))
        pages: list[list[Line | Table]] = []
        size = 0
        for page in document.pages:
            size += len(page.chars)
            if size > LARGEST_TEXT:
                raise ImportRefused(_("The file is too large to be a note."))
            pages.append(list(pieces_of(page)))
            page.close()
        return pages


def _printed(pages: Sequence[Sequence[Line | Table]]) -> Iterator[Printed]:
    """Yield the lines of all pages, headings marked, and the rows of their tables."""
    body = _body_size(pages)
    levels = _heading_sizes(pages, body)
    in_pages = [[piece for piece in page if isinstance(piece, Line)] for page in pages]
    pitch = pitch_of(in_pages, body) or body * _APART
    number = 0
    for count, page in enumerate(pages):
        lines = [piece for piece in page if isinstance(piece, Line)]
        margin = min((line.left for line in lines), default=0.0)
        before: Line | Table | None = None
        for piece in page:
            number += 1
            if isinstance(piece, Table):
                for row in piece.rows:
                    number += 1
                    yield Printed(PageLine("", number, count), row=tuple(map(_cell, row)))
            else:
                if before is None or _is_apart(piece, before, pitch, levels):
                    start = "\f" if before is None and count else ""
                    yield Printed(PageLine(start, number, count))
                    number += 1
                text = _text(piece, margin, body)
                level = levels.get(piece.size) if len(text.split()) <= _LONGEST_HEADING else None
                line = PageLine(text, number, count)
                yield Printed(line, level=level, is_small=piece.size * _LARGER < body)
            before = piece


def _body_size(pages: Sequence[Sequence[Line | Table]]) -> float:
    sizes: Counter[float] = Counter()
    for line in _all_lines(pages):
        for word in line.words:
            sizes[word.size] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _heading_sizes(pages: Sequence[Sequence[Line | Table]], body: float) -> dict[float, Style]:
    """Return the level of a heading by the size of its letters, the largest first."""
    lines = [piece for page in pages for piece in page if isinstance(piece, Line)]
    sizes = sorted({line.size for line in lines if line.size > body * _LARGER}, reverse=True)
    return {size: _LEVELS[min(at, len(_LEVELS) - 1)] for at, size in enumerate(sizes)}


def _all_lines(pages: Sequence[Sequence[Line | Table]]) -> Iterator[Line]:
    for page in pages:
        for piece in page:
            if isinstance(piece, Line):
                yield piece
            else:
                yield from (line for row in piece.rows for cell in row for line in cell)


def _is_apart(line: Line, before: Line | Table, pitch: float, levels: dict[float, Style]) -> bool:
    """Return whether a line does not belong to the paragraph or heading above it."""
    if isinstance(before, Table) or levels.get(line.size) != levels.get(before.size):
        return True
    if line.is_bold != before.is_bold and line.is_bold:
        return True
    # A lead in bold begins a point.
    begins_bold = line.words[0].is_bold and not before.words[-1].is_bold
    if begins_bold and ends_sentence(before.words[-1].text):
        return True
    usual = pitch * max(1.0, line.size / min(word.size for word in line.words))
    step = line.top - before.top
    return step > max(usual, line.size * _LARGER) * _APART


def _text(line: Line, margin: float, body: float) -> str:
    """Return a line as Markdown, wide gaps kept in their places."""
    place = body / _PLACES
    text = " " * max(0, round((line.left - margin) / place)) if line.left - margin > body else ""
    open_bold = False
    for at, word in enumerate(line.words):
        gap = gap_before(word, line.words[at - 1]) if at else 0
        if open_bold and not word.is_bold:
            text, open_bold = f"{text}**", False
        if gap == 2:  # noqa: PLR2004 - a column
            text = text.ljust(max(round((word.left - margin) / place), len(text) + 3))
        elif gap:
            text += " "
        if word.is_bold and not open_bold and not line.is_bold and any(map(str.isalnum, word.text)):
            text, open_bold = f"{text}**", True
        text += word.text
    text = f"{text}**" if open_bold else text
    if line.is_bold and text.strip():
        bare = text.lstrip()
        text = f"{text[: len(text) - len(bare)]}**{bare}**"
    return _GLUED.sub(r"\g<before> ", _printed_text(text))


def _cell(lines: Sequence[Line]) -> list[list[str]]:
    """Return the paragraphs of a cell, each as its lines."""
    if not lines:
        return []
    right = max(line.right for line in lines)
    pitch = min((two.top - one.top for one, two in pairwise(lines)), default=0)
    paragraphs: list[list[str]] = []
    for at, line in enumerate(lines):
        text = _plain(line)
        if at:
            before = lines[at - 1]
            room = right - before.right
            first = line.words[0]
            fits = first.right - first.left + line.size / 2 < room
            if line.top - before.top <= pitch * _APART and not fits:
                paragraphs[-1].append(text)
                continue
        paragraphs.append([text])
    return paragraphs


def _plain(line: Line) -> str:
    pieces = [
        (" " if at and gap_before(word, line.words[at - 1]) else "") + word.text
        for at, word in enumerate(line.words)
    ]
    return _printed_text("".join(pieces))


def _printed_text(text: str) -> str:
    """Return characters as they are read: ligatures and joined letters as plain ones."""
    return unicodedata.normalize("NFKC", cleanse(text)) if _FORMS.search(text) else cleanse(text)
