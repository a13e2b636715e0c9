"""Tables that only spaces lay out, as `pdftotext -layout` writes them: lines in, rows out.

Columns are where lines that follow one another have gaps, at the same place. A row ends at a blank
line, or where its first column begins anew.
"""

import re
from collections.abc import Sequence
from typing import Final

from sessions_app.importing.reading.line_wrapping import starts_lower
from sessions_app.importing.reading.pages import PageLine

_GAP: Final = re.compile(r"(?<=\S) {2,}(?=\S)")
_INDENT: Final = re.compile(r" {8,}(?=\S)")
_FEWEST_LINES: Final = 3
_FEWEST_GAPPED: Final = 3
# A column begins where so many of the lines with a gap have a text that begins.
_SHARE: Final = 0.25
# What fills a column leaves but one space before the next.
_NEARLY_ALL: Final = 0.8
_MOST_COLUMNS: Final = 8
_NARROWEST: Final = 6
# So many blank lines end a table: one parts its rows.
_MOST_BLANK: Final = 2

# A row: the first line's number, and the lines of each cell.
SpacedRow = tuple[int, list[list[str]]]


def spaced_tables(lines: Sequence[PageLine]) -> dict[int, tuple[int, list[SpacedRow]]]:
    """Find the tables in *lines*: by the position of the first line, that behind and the rows."""
    found: dict[int, tuple[int, list[SpacedRow]]] = {}
    for start, end in _runs(lines):
        columns = _columns(lines[start:end])
        if len(columns) < 2:  # noqa: PLR2004 - one column is text
            continue
        rows = _rows(lines[start:end], columns)
        if len(rows) > 1:
            found[start] = (end, rows)
    return found


def _is_gapped(text: str) -> bool:
    return bool(_GAP.search(text) or _INDENT.match(text)) and "\t" not in text and "|" not in text


def _runs(lines: Sequence[PageLine]) -> list[tuple[int, int]]:
    """Return where lines with gaps follow one another, few blank or ungapped lines between."""
    runs: list[tuple[int, int]] = []
    start, end, gapped, blank = -1, -1, 0, 0
    for at, line in enumerate([*lines, None]):
        text = line.text if line else ""
        if line and _is_gapped(text.rstrip()):
            start, end, gapped, blank = (at if start < 0 else start), at + 1, gapped + 1, 0
            continue
        blank = blank + 1 if not text.strip() else blank
        # The last lines of a cell may fill the first column alone.
        if not blank and start >= 0 and 0 < len(text.strip()) <= _first_gap(lines[start]):
            end = at + 1
            continue
        if line and start >= 0 and not text.strip() and blank <= _MOST_BLANK:
            continue
        if start >= 0 and gapped >= _FEWEST_GAPPED:
            runs.append((start, end))
        start, end, gapped, blank = -1, -1, 0, 0
    return runs


def _first_gap(line: PageLine) -> int:
    """Return where the first column of a line ends at the latest."""
    match = _GAP.search(line.text.rstrip())
    return match.end() - 1 if match else 0


def _columns(lines: Sequence[PageLine]) -> list[int]:
    """Return where columns begin: where no line has a letter just before, and enough begin."""
    texts = [line.text.rstrip() for line in lines if line.text.strip()]
    gapped = [text for text in texts if _is_gapped(text)]
    starts: dict[int, int] = {}
    for text in gapped:
        for match in _GAP.finditer(text):
            starts[match.end()] = starts.get(match.end(), 0) + 1
        if indent := _INDENT.match(text):
            starts[indent.end()] = starts.get(indent.end(), 0) + 1
    columns = [0]
    for at in sorted(starts):
        free = all(len(text) <= at or text[at - 1] == " " for text in gapped)
        wide = sum(len(text) <= at or text[at - 2] == " " for text in gapped)
        if (
            free
            and wide >= len(gapped) * _NEARLY_ALL
            and starts[at] >= len(gapped) * _SHARE
            and at - columns[-1] >= _NARROWEST
        ):
            columns.append(at)
    return columns if len(columns) <= _MOST_COLUMNS else [0]


def _rows(lines: Sequence[PageLine], columns: list[int]) -> list[SpacedRow]:
    """Cut lines into rows and cells."""
    has_blanks = any(line.is_blank for line in lines)
    rows: list[SpacedRow] = []
    is_new = True
    for line in lines:
        if line.is_blank:
            is_new = True
            continue
        text = line.text.rstrip()
        cells = [
            text[start:end].strip()
            for start, end in zip(columns, [*columns[1:], len(text)], strict=True)
        ]
        # Where nothing blank parts the rows, each full line begins one that goes on in no column.
        goes_on = all(starts_lower(cell) for cell in cells if cell)
        is_full = all(cells) and not any(map(starts_lower, cells))
        begins = (is_new and cells[0] and not goes_on) or (not has_blanks and is_full)
        if not rows or begins:
            rows.append((line.number, [[] for _column in columns]))
        is_new = False
        for texts, cell in zip(rows[-1][1], cells, strict=True):
            if cell:
                texts.append(cell)
    return rows


def paragraphs_of(lines: list[str], width: int) -> list[list[str]]:
    """Part the lines of a cell of that *width* where one ends though the next word would fit."""
    parts: list[list[str]] = []
    for line in lines:
        if parts and len(parts[-1][-1]) + 1 + len(line.split(maxsplit=1)[0]) > width:
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts


def widths_of(rows: list[SpacedRow]) -> list[int]:
    """Return how wide each column is: as its longest line."""
    columns = zip(*(cells for _number, cells in rows), strict=True)
    return [max((len(line) for cell in column for line in cell), default=0) for column in columns]
