"""The note as plain text, for a mail or a terminal.

Headings are underlined, lists hang, and a table is a list of its rows: columns of characters hold
in one typeface only, and not in Arabic.
"""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Final

from llex.core.languages import direction
from llex.core.languages.phrases import labelled
from llex.core.text import Block, Bullets, Emphasis, Inline, Link, Paragraph, RichText, Run, Strong
from llex.core.text import Table as TextTable
from llex.core.text.plain import inline_to_plain
from llex.core.text.wrapping import columns, wrap
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document, Stamp
from sessions_app.briefing.render.linear.imprint import imprint_blocks
from sessions_app.briefing.render.linear.markup import Bars, Markup
from sessions_app.briefing.render.linear.note import blocks

_RULES: Final = {1: "=", 2: "=", 3: "-"}
_BETWEEN: Final = " · "


def render(document: Document, stamp: Stamp | None) -> bytes:
    """Return *document* as UTF-8 text; without a stamp it is marked as a draft."""
    markup = _PlainMarkup(document.language)
    written = blocks(document, stamp, markup) + imprint_blocks(document, stamp, markup)
    return ("\n\n".join(written) + "\n").encode()


class _PlainMarkup(Markup):
    """Lines of text, which *blocks* of it wrap; those inside of a line are wrapped with it."""

    def __init__(self, language: str) -> None:
        self.direction = direction(language)

    def text(self, words: str, language: str = "") -> str:
        return words

    def nodes(self, nodes: Iterable[Inline]) -> str:
        return "".join(map(_inline, nodes))

    def rich(self, text: RichText) -> str:
        return "\n\n".join(self._block(block, direction(text.language)) for block in text.blocks)

    def paragraph(self, written: str) -> str:
        return wrap(written, self.direction) if written else ""

    def heading(self, level: int, written: str, number: int | None = None) -> str:
        title = f"{phrases.number(number)}. {written}" if number else written
        lines = wrap(title, self.direction)
        if level not in _RULES:
            return lines
        rule = _RULES[level] * max(map(columns, lines.split("\n")))
        return f"{lines}\n{rule}" if level > 1 else f"{rule}\n{lines}\n{rule}"

    def strong(self, written: str) -> str:
        return written

    def emphasis(self, written: str) -> str:
        return written

    def link(self, written: str, address: str) -> str:
        return f"{written} <{address}>"

    def labelled(self, label: str, written: str) -> str:
        return wrap(labelled(label, written), self.direction)

    def lines(self, *written: str) -> str:
        return "\n".join(wrap(line, self.direction) for line in written if line)

    def listing(self, written: Iterable[str], *, is_numbered: bool = False) -> str:
        marked = (
            (f"{number}. " if is_numbered else "- ", line)
            for number, line in enumerate(written, start=1)
        )
        return "\n".join(
            wrap(line, self.direction, first=mark, rest=" " * len(mark)) for mark, line in marked
        )

    def items(self, bodies: Iterable[Iterable[str]]) -> str:
        written = ("\n\n".join(filter(None, body)) for body in bodies)
        return "\n\n".join(_hanging("- ", body) for body in written)

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
        return self.listing(_row(heads, row, are_texts) for row in rows)

    def _block(self, block: Block, runs: str) -> str:
        if isinstance(block, Paragraph):
            return wrap(self.nodes(block.children), runs)
        if isinstance(block, TextTable):
            return self._text_table(block, runs)
        return self._list(block, runs)

    def _list(self, block: Bullets, runs: str) -> str:
        bodies = (
            "\n\n".join(self._block(one, runs) for one in item.blocks) for item in block.items
        )
        return "\n".join(
            _hanging("- " if block.start is None else f"{block.start + place}. ", body)
            for place, body in enumerate(bodies)
        )

    def _text_table(self, table: TextTable, runs: str) -> str:
        rows = [[self.nodes(cell).replace("\n", " ") for cell in row] for row in table.rows]
        heads = rows.pop(0) if table.has_head and len(rows) > 1 else []
        return "\n".join(wrap(_row(heads, row), runs, first="- ", rest="  ") for row in rows)


def _row(heads: Sequence[str], cells: Sequence[str], are_texts: Sequence[bool] = ()) -> str:
    """Return a row in a line: what each cell that is not empty holds, behind the column's head.

    A figure is not parted from its head.
    """
    pairs = zip_longest(heads, cells, are_texts, fillvalue="")
    found = (
        (labelled(head, cell) if head else cell, is_text) for head, cell, is_text in pairs if cell
    )
    return _BETWEEN.join(
        pair.replace(" ", "\u00a0") if is_text is False else pair for pair, is_text in found
    )


def _hanging(mark: str, body: str) -> str:
    lines = body.split("\n")
    inner = (" " * len(mark) + line if line else "" for line in lines[1:])
    return "\n".join((mark + lines[0], *inner))


def _inline(node: Inline) -> str:
    """Return what is inside a line; the address of a link is behind its words."""
    match node:
        case Run():
            return node.text
        case Link():
            words = inline_to_plain(node.children)
            address = node.href.removeprefix("mailto:")
            return words if words == address else f"{words} <{node.href}>"
        case Emphasis() | Strong():
            return "".join(map(_inline, node.children))
        case _:
            return "\n"
