"""Lines of text from right to left, joined of the runs that Typst wrote."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from llex.core.files.right_to_left.content import Cluster, Letters, Piece, PlacedGlyph, TextRun
from llex.core.files.right_to_left.fonts import EmbeddedFont

# Runs are side by side where they are not farther apart, in points.
_BESIDE: Final = 0.05
# Typst parts a run where a glyph is higher or lower, by at most this share of the size.
_RAISED: Final = 1.0


@dataclass
class Line:
    """Runs that Typst parted only because a glyph in them is raised, as one.

    *is_between* tells that it is only the space between two others; *is_within*, that it is in a
    text from left to right, which goes on at its right. What is *parted* before or after is beside
    the line on the page, without touching it.
    """

    run: TextRun
    is_between: bool = False
    is_within: bool = False
    parted_before: bool = False
    parted_after: bool = False

    def __post_init__(self) -> None:
        self.pieces = list(self.run.pieces)
        self.spans = [self.run.span]
        self.from_right = self.run.runs_from_right()
        self.last = self.run

    @property
    def font(self) -> EmbeddedFont:
        """The font of the line."""
        return self.run.font

    def continues(self, run: TextRun) -> bool:
        """Return whether *run* was parted from the end of this line as it is raised or lowered."""
        mine = self.run
        return (
            0 < abs(self.last.base - run.base) < _RAISED * run.size
            and (mine.name, mine.size, mine.paint) == (run.name, run.size, run.paint)
            and abs(self.last.right - run.left) < _BESIDE
        )

    def join(self, run: TextRun) -> None:
        """Add a run that continues the line."""
        scale = self.font.units / run.size
        x, y = (run.left - self.run.left) * scale, (self.run.base - run.base) * -scale
        pieces = [one for piece in run.pieces for one in self._moved(piece, x, y)]
        # A mark and its letter are one cluster, also where they came apart.
        match self.pieces[-1], pieces[0]:
            case Cluster() as last, Cluster() as first if (
                last.text == first.text and not self._has_width(last)
            ):
                pieces[0] = Cluster(last.text, (*last.glyphs, *first.glyphs))
                self.pieces.pop()
        self.pieces += pieces
        self.spans.append(run.span)
        self.from_right = self.from_right or run.runs_from_right()
        self.last = run

    def _moved(self, piece: Piece, x: float, y: float) -> Iterator[Piece]:
        if isinstance(piece, Cluster):
            glyphs = (PlacedGlyph(one.code, one.x + x, one.y + y) for one in piece.glyphs)
            yield Cluster(piece.text, tuple(glyphs))
        elif not y:
            yield Letters(piece.x + x, piece.codes, piece.end + x)
        else:
            begins = piece.x + x
            for code in piece.codes:
                yield Cluster(self.font.meanings[code], (PlacedGlyph(code, begins, y),))
                begins += self.font.advances[code]

    def _has_width(self, cluster: Cluster) -> bool:
        return any(self.font.advances[glyph.code] for glyph in cluster.glyphs)


def lines_of(runs: list[TextRun]) -> list[Line]:
    """Return the lines from right to left among the *runs* of a page, which are in their order."""
    found: list[Line] = []
    before: TextRun | None = None
    for run, after in zip_longest(runs, runs[1:]):
        if found and found[-1].continues(run):
            found[-1].join(run)
        else:
            is_between = _is_between(before, run, after)
            found.append(Line(run, is_between, parted_before=_parts(before, run)))
        found[-1].parted_after = _parts(after, run)
        found[-1].is_within = after is not None and _touches(run, after)
        before = run
    return [line for line in found if line.is_between or line.from_right]


def _is_between(before: TextRun | None, run: TextRun, after: TextRun | None) -> bool:
    """Return whether *run* is only the space between two others, from right to left."""
    if not run.is_blank():
        return False
    return (before is not None and _touches(run, before)) or (
        after is not None and _touches(after, run)
    )


def _touches(one: TextRun, other: TextRun) -> bool:
    """Return whether *other* begins where *one* ends, on about the same line."""
    return abs(one.right - other.left) < _BESIDE and abs(one.base - other.base) < min(
        one.size, other.size
    )


def _parts(other: TextRun | None, run: TextRun) -> bool:
    """Return whether *other* is beside *run* without touching it."""
    if other is None or abs(other.base - run.base) > max(other.size, run.size):
        return False
    return not _touches(run, other) and not _touches(other, run)
