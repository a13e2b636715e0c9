"""The note as Markdown (CommonMark with tables).

The consultation is a table of numbers in which a column of blocks is the chart.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from llex.core.text import Inline, RichText, to_markdown
from llex.core.text.markdown import escape, inlines_to_markdown
from sessions_app.briefing.document import Document, Stamp
from sessions_app.briefing.render.linear.imprint import imprint_blocks
from sessions_app.briefing.render.linear.markup import Bars, Markup
from sessions_app.briefing.render.linear.note import blocks

# A full bar has so many characters; the last one is cut to eighths.
_BAR: Final = 10
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_COLUMNS: Final = "▁▂▃▄▅▆▇█"


def render(document: Document, stamp: Stamp | None) -> bytes:
    """Return *document* as UTF-8 Markdown; without a stamp it is marked as a draft."""
    markup = _MarkdownMarkup()
    written = blocks(document, stamp, markup) + imprint_blocks(document, stamp, markup)
    return ("\n\n".join(written) + "\n").encode()


class _MarkdownMarkup(Markup):
    """Blocks are parted by a blank line."""

    def text(self, words: str, language: str = "") -> str:
        return escape(words)

    def nodes(self, nodes: Iterable[Inline]) -> str:
        return inlines_to_markdown(nodes)

    def rich(self, text: RichText) -> str:
        return to_markdown(text, line_end="\\\n")

    def paragraph(self, written: str) -> str:
        return written

    def heading(self, level: int, written: str, number: int | None = None) -> str:
        marks = "#" * level
        return f"{marks} {number}\\. {written}" if number else f"{marks} {written}"

    def strong(self, written: str) -> str:
        return f"**{written}**"

    def emphasis(self, written: str) -> str:
        return f"*{written}*"

    def link(self, written: str, address: str) -> str:
        return f"[{written}](<{address}>)"

    def labelled(self, label: str, written: str) -> str:
        return f"**{escape(label)}** {written}"

    def lines(self, *written: str) -> str:
        return "\\\n".join(filter(None, written))

    def listing(self, written: Iterable[str], *, is_numbered: bool = False) -> str:
        return "\n".join(
            f"{number}. {line}" if is_numbered else f"- {line}"
            for number, line in enumerate(written, start=1)
        )

    def items(self, bodies: Iterable[Iterable[str]]) -> str:
        written = ("\n\n".join(filter(None, body)) for body in bodies)
        return "\n\n".join("- " + re.sub(r"\n(?=[^\n])", "\n  ", body) for body in written)

    def quoted(self, blocks: Sequence[str]) -> str:
        text = "\n\n".join(blocks)
        return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))

    def table(
        self,
        heads: Sequence[str],
        are_texts: Sequence[bool],
        rows: Sequence[Sequence[str]],
        bars: Bars | None = None,
    ) -> str:
        rules = [":--" if is_text else "--:" for is_text in are_texts]
        lines = [list(heads), rules, *map(list, rows)]
        if bars:
            drawn = (_chart(share, counts) for share, counts in bars.bars)
            for line, bar in zip(lines, (bars.head, ":--", *drawn), strict=True):
                line.insert(bars.after, bar)
        return "\n".join(map(_cells, lines))


def _cells(values: Iterable[str]) -> str:
    """Return a row of a table."""
    return "| " + " | ".join(value.replace("|", "\\|") for value in values) + " |"


def _chart(share: float, distribution: Sequence[int]) -> str:
    """Return a bar, and the answers per score as a row of small columns, the lowest score first."""
    most = max(distribution, default=0)
    spread = "".join(_COLUMNS[round(7 * count / most)] for count in distribution if most)
    return f"{_bar(share)} {spread}".strip()


def _bar(share: float) -> str:
    """Return a bar of blocks that fills *share* of its room."""
    eighths = round(share * _BAR * 8)
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).strip()
