"""Recognition of lists and tables pasted from word processors.

The text is stored as typed; only parsing interprets these signs.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import Final

# Signs that are nothing but bullets. Those in the private area are what Word takes from the fonts
# Symbol and Wingdings.
_PRIVATE: Final = "\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc\uf076\uf0e0"
_BULLETS: Final = f"•◦‣⁃∙●○■□▪▫◆◇➢➤►▶✓✔❖{_PRIVATE}"
# Letters and dashes are bullets only where a tab, or the spaces in its place, follow.
_LETTERS: Final = "·o§–—"
_ITEM: Final = re.compile(
    rf"[ \t\xa0]*(?:(?P<bullet>[{_BULLETS}])"
    rf"|(?P<letter>[{_LETTERS}])(?:\t|[ \xa0]{{3,}}))[ \t\xa0]*(?=\S)"
)
_NUMBERED: Final = re.compile(r"\s*\(?(\d{1,9}|[A-Za-z]|[ivxIVX]{1,5})[.)]\t")
_FIGURE: Final = re.compile(r"[^\w]*\d[\d.,\s]*\W*\w{0,3}\W*")
_YEAR: Final = re.compile(r"(19|20)\d\d")
_INDENT: Final = "  "


@dataclass(frozen=True, slots=True)
class Cells:
    """The texts of a table's cells, as many in each row. A head names the columns."""

    rows: tuple[tuple[str, ...], ...]
    has_head: bool


@dataclass(slots=True)
class _List:
    """The bullets of the list that is being read, the outermost first."""

    signs: list[str] = field(default_factory=list)

    def depth(self, sign: str) -> int:
        """Return how deep an item with *sign* is: a new sign begins a list in the last item."""
        if sign in self.signs:
            del self.signs[self.signs.index(sign) + 1 :]
        else:
            self.signs.append(sign)
        return len(self.signs) - 1


def legible(source: str) -> str:
    """Return *source* with bullets for signs that only Word's fonts draw, to show it as typed."""
    return source.translate(dict.fromkeys(map(ord, _PRIVATE), "•"))


def parts(source: str) -> Iterator[str | Cells]:
    """Cut a text into Markdown and tables. Lists in it are written as Markdown's."""
    lines = source.split("\n")
    text: list[str] = []
    at = 0
    while at < len(lines):
        rows = _rows(lines, at)
        at += max(len(rows), 1)
        if not _is_table(rows):
            text += lines[at - max(len(rows), 1) : at]
            continue
        if text:
            yield with_markdown_lists("\n".join(text))
            text = []
        yield _table(rows)
    if text:
        yield with_markdown_lists("\n".join(text))


def with_markdown_lists(source: str) -> str:
    """Return *source* with each pasted item of a list written as an item of Markdown's."""
    written: list[str] = []
    current = _List()
    for line in source.split("\n"):
        item = _ITEM.match(line)
        if item is None:
            if current.signs and line.strip():
                # Markdown would take the line for a part of the item before it.
                written.append("")
            if line.strip() or not current.signs:
                current = _List()
            written.append(line)
            continue
        depth = current.depth(item["bullet"] or item["letter"])
        written.append(f"{_INDENT * depth}- {line[item.end() :]}")
    return "\n".join(written)


def _rows(lines: Sequence[str], at: int) -> list[list[str]]:
    """Return the cells of the lines from *at* on that are parted by tabs."""
    return list(takewhile(bool, map(_cells, islice(lines, at, None))))


def _cells(line: str) -> list[str]:
    """Return the cells of a line, none where its tabs are those of a list."""
    if "\t" not in line.rstrip() or _ITEM.match(line) or _NUMBERED.match(line):
        return []
    return [cell.strip() for cell in line.split("\t")]


def _is_table(rows: Sequence[Sequence[str]]) -> bool:
    # Lines that only begin with a tab are indented.
    return len(rows) > 1 and any(sum(map(bool, row)) > 1 for row in rows)


def _table(rows: Sequence[Sequence[str]]) -> Cells:
    width = max(max(at for at, cell in enumerate(row, 1) if cell or at == 1) for row in rows)
    squared = tuple((*row, *[""] * width)[:width] for row in rows)
    return Cells(squared, _has_head(squared))


def _has_head(rows: Sequence[Sequence[str]]) -> bool:
    """Return whether the first row names the columns: it is complete, and has no figures."""
    first, *rest = rows
    if not all(first[1:]) or any(map(_is_figure, first)):
        return False
    return len(rest) > 1 or any(_is_figure(cell) for row in rest for cell in row)


def _is_figure(cell: str) -> bool:
    return bool(_FIGURE.fullmatch(cell)) and not _YEAR.fullmatch(cell)
