"""Words, lines and tables as they are printed on a page, by their places."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or a part of one that is set in another way. *left* is where reading begins."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    is_bold: bool

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Line:
    """Words beside one another, in the order of reading."""

    words: tuple[Word, ...]

    @cached_property
    def top(self) -> float:
        return min(word.top for word in self.words)

    @cached_property
    def bottom(self) -> float:
        return max(word.bottom for word in self.words)

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @cached_property
    def size(self) -> float:
        """Return the size of most of its letters."""
        sizes: Counter[float] = Counter()
        for word in self.words:
            sizes[word.size] += len(word.text)
        return sizes.most_common(1)[0][0]

    @property
    def is_bold(self) -> bool:
        return all(word.is_bold for word in self.words if word.text.strip("•▪◦·–—-*."))


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: rows of cells of lines; None is covered by a cell that reaches over it."""

    top: float
    rows: tuple[tuple[tuple[Line, ...], ...], ...]
