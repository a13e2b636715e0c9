"""The pages of a PDF as lines of words and tables, by where things are printed."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final
from unicodedata import combining

from sessions_app.importing.reading.printed_lines import Line, Table, Word
from sessions_app.importing.reading.unruled_tables import with_tables

# In parts of the size of the letters: what is nearer is one word, what is farther a column.
_SPACE: Final = 0.12
_COLUMN: Final = 0.85
# Lines whose middles are this near are one.
_ONE_LINE: Final = 0.45
# How small a letter is that stands for a footnote.
_RAISED: Final = 0.75
_BOLD: Final = ("bold", "black", "heavy", "semibold", "demi")
_EDGE: Final = 1.0
_SOFT_HYPHENS: Final = ("\u00ad", "\u2010")
_LEFT_TO_RIGHT: Final = re.compile(r"[0-9٠-٩۰-۹A-Za-z]+(?:[.,:/@&%٫٬-][0-9٠-٩۰-۹A-Za-z]+)*")
# How often a distance between lines is seen before it is the usual one.
_USUAL: Final = 0.1
_DENSEST: Final = 0.9
# How large a drawn bullet is at most, how round, and how far before its line.
_BULLET: Final = 0.6
_ROUND: Final = 0.15
_BEFORE: Final = 2.5
# A mark has a glyph without a width of its own.
_NARROW: Final = 0.08


def pieces_of(page: Any) -> Iterator[Line | Table]:
    """Yield the lines and tables of a page (of pdfplumber), from top to bottom."""
    page = _join_marks(page)
    words, is_rtl = _words(page)
    found = [table for table in page.find_tables() if len(table.rows) and _width(table) > 1]
    pieces: list[Line | Table] = []
    for table in found:
        inside = [word for word in words if _is_in(word, _box(table.bbox, page, is_rtl))]
        if inside:
            words = [word for word in words if word not in set(inside)]
            pieces.append(_table(table, inside, page, is_rtl=is_rtl))
    pieces += with_tables(_with_bullets(_lines(words), page, is_rtl=is_rtl))
    yield from sorted(pieces, key=lambda piece: piece.top)


def _with_bullets(lines: Sequence[Line], page: Any, *, is_rtl: bool) -> list[Line]:
    """Return lines with the bullets that browsers draw before them, where others print a letter."""
    drawn: dict[int, Word] = {}
    for one in page.curves if lines else ():
        left, top, right, bottom = _box(
            (one["x0"], one["top"], one["x1"], one["bottom"]), page, is_rtl
        )
        size = max(right - left, bottom - top)
        if one["fill"] and abs((right - left) - (bottom - top)) < size * _ROUND:
            drawn[int((top + bottom) / 2)] = Word(
                "•", left, right, top, bottom, size, is_bold=False
            )
    return [
        Line((bullet, *line.words)) if (bullet := _bullet(line, drawn)) else line for line in lines
    ]


def _bullet(line: Line, drawn: Mapping[int, Word]) -> Word | None:
    """Return the small round drawing right before a line as a bullet."""
    first = line.words[0]
    for place in range(int(line.top), int(line.bottom) + 1) if drawn else ():
        round_one = drawn.get(place)
        if round_one and round_one.size < line.size * _BULLET:
            gap = first.left - round_one.right
            if 0 <= gap < line.size * _BEFORE:
                return replace(round_one, top=first.top, bottom=first.bottom, size=line.size)
    return None


def gap_before(word: Word, before: Word) -> int:
    """Return how far a word is from the one before it: 0 none, 1 a space, 2 a column."""
    gap = word.left - before.right
    is_mark = word.size < before.size * _RAISED and word.text.strip("[]()").isdigit()
    if gap > _COLUMN * max(word.size, before.size):
        return 2
    return int(gap > _SPACE * word.size or is_mark)


def _words(page: Any) -> tuple[list[Word], bool]:
    """Return the words of a page, and whether they are read from the right."""
    letters = "".join(char["text"] for char in page.chars)
    is_rtl = sum(map(_is_rtl, letters)) * 2 > sum(map(str.isalpha, letters))
    found = page.extract_words(
        extra_attrs=["fontname", "size"],
        char_dir="rtl" if is_rtl else "ltr",
        line_dir="ttb",
        x_tolerance_ratio=_SPACE,
        keep_blank_chars=False,
    )
    return [_word(one, page, is_rtl=is_rtl) for one in found], is_rtl


def _is_rtl(letter: str) -> bool:
    return "\u0590" <= letter <= "\u08ff" or "\ufb1d" <= letter <= "\ufeff"


def _word(found: dict[str, Any], page: Any, *, is_rtl: bool) -> Word:
    left, right = found["x0"], found["x1"]
    text = found["text"]
    if is_rtl:
        left, right = page.width - right, page.width - left
        # Figures and Latin words are read from the left, within lines that are not.
        text = _LEFT_TO_RIGHT.sub(lambda run: run.group()[::-1], text)
    if text.endswith(_SOFT_HYPHENS):
        text = f"{text[:-1]}-"
    name = found["fontname"].casefold()
    return Word(
        text,
        left,
        right,
        found["top"],
        found["bottom"],
        round(found["size"], 1),
        any(mark in name for mark in _BOLD),
    )


def _lines(words: Sequence[Word]) -> list[Line]:
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (one.middle, one.left)):
        near = [
            line
            for line in lines[-3:]
            if abs(line[0].middle - word.middle) < _ONE_LINE * max(line[0].size, word.size)
        ]
        if near:
            near[-1].append(word)
        else:
            lines.append([word])
    return [Line(tuple(sorted(line, key=lambda one: one.left))) for line in lines]


def _width(table: Any) -> int:
    return max(len(row.cells) for row in table.rows)


def _box(box: Sequence[float], page: Any, is_rtl: bool) -> tuple[float, float, float, float]:
    left, top, right, bottom = box
    return (
        (page.width - right, top, page.width - left, bottom)
        if is_rtl
        else (left, top, right, bottom)
    )


def _is_in(word: Word, box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    middle = (word.left + word.right) / 2
    return left - _EDGE <= middle <= right + _EDGE and top - _EDGE <= word.middle <= bottom + _EDGE


def _table(table: Any, words: list[Word], page: Any, *, is_rtl: bool) -> Table:
    rows = []
    left = list(words)
    for row in table.rows:
        cells = []
        for box in reversed(row.cells) if is_rtl else row.cells:
            inside = [word for word in left if box and _is_in(word, _box(box, page, is_rtl))]
            left = [word for word in left if word not in set(inside)]
            cells.append(tuple(_lines(inside)))
        rows.append(tuple(cells))
    # What is printed over the edges of cells stays with the last one.
    if left and rows:
        rows[-1] = (*rows[-1][:-1], (*rows[-1][-1], *_lines(left)))
    return Table(table.bbox[1], tuple(rows))


def pitch_of(pages: Iterable[Sequence[Line]], size: float) -> float:
    """Return the distance from one line of a paragraph to the next: the least that is usual."""
    steps: Counter[int] = Counter()
    for lines in pages:
        for one, two in pairwise(lines):
            if one.size == two.size == size and two.top - one.top > size * _DENSEST:
                steps[round(two.top - one.top)] += 1
    usual = [step for step, times in steps.items() if times > max(1, steps.total() * _USUAL)]
    return float(min(usual, default=0))


def _join_marks(page: Any) -> Any:
    """Return a page whose marks above letters belong to the letters that they are printed over."""
    marks = [char for char in page.chars if _is_mark(char)]
    if not marks:
        return page
    letters = [char for char in page.chars if not _is_mark(char)]
    for mark in marks:
        middle = (mark["x0"] + mark["x1"]) / 2
        near = [
            char
            for char in letters
            if char["top"] < mark["bottom"]
            and mark["top"] < char["bottom"]
            and char["text"].strip()
        ]
        if near:
            base = min(near, key=lambda char: abs((char["x0"] + char["x1"]) / 2 - middle))
            base["text"] += "".join(filter(combining, mark["text"]))
    lost = set(map(id, marks))
    return page.filter(lambda item: id(item) not in lost)


def _is_mark(char: dict[str, Any]) -> bool:
    narrow = char["x1"] - char["x0"] < char["size"] * _NARROW
    return any(map(combining, char["text"])) and narrow
