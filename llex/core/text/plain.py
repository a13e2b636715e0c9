"""Conversion of nodes to plain text, for search, e-mail, alternative texts and comparisons."""

import re
from collections.abc import Iterable
from typing import Final

from llex.core.text.nodes import Block, Break, Inline, Paragraph, RichText, Run, Table
from llex.core.text.pasted import legible

# Separators of words and lines; no-break spaces stay.
# The end of a sentence: its mark, also inside a closing quotation mark or bracket, before a space.
_SENTENCE_END: Final = re.compile(r"(?<=[.!?؟。])(?:\s?[»”’\")\]]+)?(?=\s)")
# A dot after one of these ends no sentence: an initial, or a number.
_NO_END: Final = re.compile(
    r"(?:^|[\s(])(?:\w|\d+|[A-Z]\.[A-Z]|St|Dr|No|art|approx|env|núm|av)\.$", re.IGNORECASE
)
_BREAKS: Final = re.compile(r"[ \t\r\n]+")


def excerpt(source: str, length: int = 80) -> str:
    """Return the beginning of a text as it was typed, in one line."""
    return _BREAKS.sub(" ", legible(source)).strip()[:length]


def to_plain(text: RichText | None) -> str:
    """Return the text without markup; paragraphs are parted by a blank line."""
    return "\n\n".join(_block(block) for block in text.blocks) if text else ""


def first_sentence(text: RichText | None, length: int = 140) -> str:
    """Return the first sentence, cut between words where it is longer than *length*.

    The full stop is left out, as in a title.
    """
    line = _BREAKS.sub(" ", to_plain(text).partition("\n\n")[0]).strip()
    for end in _SENTENCE_END.finditer(line):
        if not _NO_END.search(line[: end.start()]):
            line = line[: end.end()]
            break
    if len(line) > length:
        return line[: length + 1].rpartition(" ")[0].rstrip(" ,;:،؛") + "…"
    return line[:-1] if line.endswith((".", "。")) and not line.endswith("..") else line


def inline_to_plain(nodes: Iterable[Inline]) -> str:
    """Return the characters of *nodes*, a break as a line end."""
    return "".join(_inline(node) for node in nodes)


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return inline_to_plain(block.children)
    if isinstance(block, Table):
        return "\n".join("\t".join(map(inline_to_plain, row)) for row in block.rows)
    return "\n".join("\n\n".join(_block(inner) for inner in item.blocks) for item in block.items)


def _inline(node: Inline) -> str:
    if isinstance(node, Run):
        return node.text
    if isinstance(node, Break):
        return "\n"
    return inline_to_plain(node.children)
