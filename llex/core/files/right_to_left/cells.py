"""Cells of a line of text from right to left: one for each character, side by side.

What the readers of PDF files make of it was found by trying them: docs/decisions/0046.
"""

import unicodedata
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import Final, NamedTuple

from llex.core.files.right_to_left.content import Cluster, Letters
from llex.core.files.right_to_left.fonts import STEERING, Cell, EmbeddedFont, Ink
from llex.core.files.right_to_left.lines import Line

# Characters that begin within a tenth of the size from one another are taken for a bold one.
_NEAR: Final = 0.08
# Where they end farther than this from the next one, they may be taken for two words.
_KERNED: Final = 0.03
_SPACE: Final = " "
_SPACE_WIDTH: Final = 0.25
# Beside a space or a sign it tells readers that they are of a text from right to left.
_MARK: Final = "\u200f"
# The same of a text from left to right.
_LEFT_TO_RIGHT_MARK: Final = "\u200e"
# Signs before and after numbers, at which readers see a text from left to right begin.
_SIGNS_OF_NUMBERS: Final = frozenset({"ES", "ET"})


class PlacedCell(NamedTuple):
    """A cell, and where it begins, in units of its font from where its line begins."""

    x: float
    cell: Cell

    @property
    def end(self) -> float:
        """Return where it ends."""
        return self.x + self.cell.advance


Part = list[PlacedCell | Letters]


def parts_of(line: Line) -> list[Part]:
    """Return the cells and letters of *line* from left to right, in parts in the order of reading.

    Signs of a number at an edge are a part of their own: they are read with what is beside them.
    """
    cells = _cells(line)
    first = _signs_at_edge(cells)
    last = len(cells) - _signs_at_edge(cells[::-1])
    parts = (cells[last:], cells[first:last], cells[:first])
    return [part for part in parts if part]


def _cells(line: Line) -> Part:
    font = line.font
    cells: Part = []
    for piece in line.pieces:
        if isinstance(piece, Letters):
            cells.append(piece)
            continue
        parts = _divided(_seen(piece.text) or _SPACE, piece, font)
        if cells and unicodedata.combining(parts[0].cell.character):
            cells[-1:] = _opened(cells[-1], font)
            last = cells[-1]
            if (
                isinstance(last, PlacedCell)
                and unicodedata.category(last.cell.character)[0] in "PS"
            ):
                # The mark ends its word: it is to stay with it, not with the sign that follows.
                cells[-1:] = _halves(*last)
        cells += parts
    cells[:1] = _opened(cells[0], font)
    cells[-1:] = _opened(cells[-1], font)
    return _closed(_with_end(_with_beginning(cells, line), line), font)


def _opened(piece: PlacedCell | Letters, font: EmbeddedFont) -> list[PlacedCell]:
    """Return letters as a cell for each."""
    if isinstance(piece, PlacedCell):
        return [piece]
    cells = []
    x = piece.x
    for code in piece.codes:
        cells.append(PlacedCell(x, font.cell_of(code, font.meanings[code])))
        x += font.advances[code]
    return cells


def _divided(text: str, cluster: Cluster, font: EmbeddedFont) -> list[PlacedCell]:
    """Return the cells of the characters of a cluster: all of it is drawn in the first one."""
    advances = font.advances
    wide = [one for one in cluster.glyphs if advances[one.code]] or cluster.glyphs
    begins = min(one.x for one in wide)
    width = max(one.x + advances[one.code] for one in wide) - begins
    inks = tuple(Ink(one.code, round(one.x - begins), round(one.y)) for one in cluster.glyphs)
    edges = [round(width * number / len(text)) for number in range(len(text) + 1)]
    return [
        PlacedCell(begins + left, Cell(character, right - left, () if number else inks))
        for number, (character, (left, right)) in enumerate(
            zip(reversed(text), pairwise(edges), strict=True)
        )
    ]


def _halves(x: float, cell: Cell, mark: str = _MARK) -> tuple[PlacedCell, PlacedCell]:
    """Divide a cell into itself and a *mark* on its right."""
    half = cell.advance // 2
    beside = Cell(mark, cell.advance - half, ())
    return PlacedCell(x, Cell(cell.character, half, cell.inks)), PlacedCell(x + half, beside)


def _with_beginning(cells: Part, line: Line) -> Part:
    """Set the line apart from what comes before it, which is on its right."""
    ((x, cell),) = _opened(cells[-1], line.font)
    if line.is_within:
        return [*cells[:-1], *_halves(x, cell, _LEFT_TO_RIGHT_MARK)]
    if _is_letter(cell.character):
        if not line.parted_before:
            return cells
        return [*cells, *_halves(x + cell.advance, _space(line.font))]
    if len(cells) > 1 and cell.character.isspace():
        # A space at the end of a line takes no place: it hangs over.
        x = max(x, cells[-2].end)
    return [*cells[:-1], *_halves(x, cell)]


def _with_end(cells: Part, line: Line) -> Part:
    """Set the line apart from what comes after it, which is on its left."""
    ((x, cell),) = _opened(cells[0], line.font)
    others = cells[1:]
    if _is_letter(cell.character):
        if not line.parted_after:
            return cells
        cell, others = _space(line.font), cells
        x -= cell.advance
    elif others and cell.character.isspace():
        x = min(x, others[0].x - cell.advance)
    half = cell.advance // 2
    inks = tuple(Ink(ink.code, ink.x - half, ink.y) for ink in cell.inks)
    kept = Cell(cell.character, cell.advance - half, inks)
    return [PlacedCell(x, Cell(_MARK, half, ())), PlacedCell(x + half, kept), *others]


def _closed(cells: Part, font: EmbeddedFont) -> Part:
    """Return *cells* each as wide as it is far to the next one, where they are kerned."""
    near, kerned = font.units * _NEAR, font.units * _KERNED
    out: Part = []
    for piece, following in pairwise(cells):
        if abs(following.x - piece.end) <= kerned:
            out.append(piece)
            continue
        (*before, (x, cell)) = _opened(piece, font)
        width = following.x - x
        advance = round(width) if width > near else cell.advance
        out += [*before, PlacedCell(x, Cell(cell.character, advance, cell.inks))]
    return [*out, cells[-1]]


def _space(font: EmbeddedFont) -> Cell:
    return Cell(_SPACE, round(font.units * _SPACE_WIDTH), ())


def _signs_at_edge(cells: Part) -> int:
    """Return how many of the first *cells* are signs of a number, with the mark before them."""
    begins = int(isinstance(cells[0], PlacedCell) and cells[0].cell.character == _MARK)
    signs = takewhile(_is_sign, cells[begins:])
    count = sum(1 for _sign in signs)
    return count + begins if 0 < count < len(cells) - begins else 0


def _is_sign(piece: PlacedCell | Letters) -> bool:
    return (
        isinstance(piece, PlacedCell)
        and unicodedata.bidirectional(piece.cell.character) in _SIGNS_OF_NUMBERS
    )


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


@lru_cache(maxsize=4096)
def _seen(text: str) -> str:
    return STEERING.sub("", text)
