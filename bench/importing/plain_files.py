"""Notes as Markdown, plain text, and text as it is taken from the pages of a PDF."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from bench.importing.corpus import Block, Cell, Note

_MARKDOWN: Final = {"h1": "# ", "h2": "## ", "h3": "### ", "li": "- "}
_EMPHASIS = re.compile(r"\*+")
# How many lines a page has, and how many characters a line.
_PAGE: Final = 38
_LINE: Final = 76
_LONGEST_HEAD: Final = 8


def markdown(note: Note, blocks: list[Block]) -> bytes:
    """Return a note as Markdown."""
    pieces = []
    for block, number in _numbered(blocks):
        if block.kind == "table":
            pieces.append(_markdown_table(block.grid))
        elif block.kind == "bold":
            pieces.append(f"**{block.text}**")
        else:
            mark = f"{number}. " if number else _MARKDOWN.get(block.kind, "")
            pieces.append(mark + block.text)
    return "\n\n".join(pieces).encode()


def text(note: Note, blocks: list[Block]) -> bytes:
    """Return a note as plain text, each paragraph on one line."""
    return "\n\n".join(_lines(blocks)).encode()


def pages(note: Note, blocks: list[Block]) -> bytes:
    """Return a note as lines of a page: words parted at line ends, running heads, page numbers."""
    lines: list[str] = []
    for piece in _lines(blocks):
        lines += [*_wrapped(piece), ""]
    printed = []
    sheets = [lines[start : start + _PAGE] for start in range(0, len(lines), _PAGE)]
    for number, sheet in enumerate(sheets, 1):
        printed.append("\n".join([note.title.upper(), "", *sheet, "", str(number)]))
    return "\f".join(printed).encode()


def _wrapped(piece: str) -> list[str]:
    """Return a paragraph as lines; where a long word would not fit, a part of it is left behind."""
    if "\n" in piece or len(piece) <= _LINE:
        return piece.split("\n")
    lines = [""]
    for word in piece.split():
        room = _LINE - len(lines[-1]) - 1
        if len(word) <= room:
            lines[-1] = f"{lines[-1]} {word}".strip()
        elif word.isalpha() and len(word) > _LONGEST_HEAD and room > _LONGEST_HEAD // 2:
            lines[-1] += f" {word[:4]}-"
            lines.append(word[4:])
        else:
            lines.append(word)
    return lines


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    for block, number in _numbered(blocks):
        bare = _EMPHASIS.sub("", block.text)
        if block.kind == "spaces":
            yield block.text
        elif block.kind == "table":
            yield "\n".join("\t".join(_in_one(cell) for cell in row) for row in block.grid)
        else:
            yield f"{number}. {bare}" if number else ("• " if block.kind == "li" else "") + bare


def _numbered(blocks: Iterable[Block]) -> Iterator[tuple[Block, int]]:
    """Yield each block with its number in a numbered list, else 0."""
    number = 0
    for block in blocks:
        number = number + 1 if block.kind == "number" else 0
        yield block, number


def _in_one(cell: Cell) -> str:
    return _EMPHASIS.sub("", " ".join(cell.paragraphs))


def _markdown_table(grid: tuple[tuple[Cell, ...], ...]) -> str:
    width = max(sum(cell.columns for cell in row) for row in grid)
    rows = []
    for row in grid:
        cells = ["<br>".join(cell.paragraphs) for cell in row]
        rows.append("| " + " | ".join(cells + [""] * (width - len(cells))) + " |")
    rows.insert(1, "|" + "---|" * width)
    return "\n".join(rows)
