"""How a format without a layout writes headings, lists, links and tables."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cities.wording.published_row import PublishedPhotograph
from llex.core.text import Inline, RichText
from priorities.results.published import ConsultationResult


@dataclass(frozen=True, slots=True)
class Bars:
    """The drawing in a table: a column headed *head* that comes *after* so many others.

    Each of *bars* is the part of its full length, and the number of answers per score.
    """

    head: str
    after: int
    bars: Sequence[tuple[float, Sequence[int]]]


class Markup(ABC):
    """The markup of one format.

    Methods take and return what is written in the format; *words*, labels and rich texts are
    not written yet.
    """

    @abstractmethod
    def text(self, words: str, language: str = "") -> str:
        """Write *words* as they are; with a *language* that may not be the note's."""

    @abstractmethod
    def nodes(self, nodes: Iterable[Inline]) -> str:
        """Write what is inside a line."""

    @abstractmethod
    def rich(self, text: RichText) -> str:
        """Write paragraphs, lists and tables."""

    @abstractmethod
    def paragraph(self, written: str) -> str:
        """Set a single line as a block."""

    def photograph(self, photograph: PublishedPhotograph) -> str:
        """Set a photograph where the format has pictures; its words are set beside it."""
        return ""

    def chart(self, result: ConsultationResult) -> str:
        """Set the drawing of a result where the format has pictures."""
        return ""

    @abstractmethod
    def heading(self, level: int, written: str, number: int | None = None) -> str:
        """Set a heading of *level* 1 to 4."""

    @abstractmethod
    def strong(self, written: str) -> str:
        """Mark a line as important."""

    @abstractmethod
    def emphasis(self, written: str) -> str:
        """Mark a line as an aside."""

    @abstractmethod
    def link(self, written: str, address: str) -> str:
        """Make a link."""

    @abstractmethod
    def labelled(self, label: str, written: str) -> str:
        """Set *written* behind its label."""

    @abstractmethod
    def lines(self, *written: str) -> str:
        """Set lines as one block in which each keeps its line; empty ones are left out."""

    @abstractmethod
    def listing(self, written: Iterable[str], *, is_numbered: bool = False) -> str:
        """Set a list, a line each, the numbers from 1."""

    @abstractmethod
    def items(self, bodies: Iterable[Iterable[str]]) -> str:
        """Set a list; each item is a run of blocks, of which empty ones are left out."""

    @abstractmethod
    def quoted(self, blocks: Sequence[str]) -> str:
        """Set blocks as a quotation."""

    @abstractmethod
    def table(
        self,
        heads: Sequence[str],
        are_texts: Sequence[bool],
        rows: Sequence[Sequence[str]],
        bars: Bars | None = None,
    ) -> str:
        """Set a table; columns that are no texts hold figures."""
