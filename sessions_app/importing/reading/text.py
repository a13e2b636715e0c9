"""Text and Markdown in, blocks out; with what extraction from a PDF leaves behind."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from sessions_app.importing.prose import Prose
from sessions_app.importing.reading import tags
from sessions_app.importing.reading.blocks import Block, Heading, Item, Reading, Row
from sessions_app.importing.reading.links import marked
from sessions_app.importing.reading.looks import is_short_line, paragraph_or_heading
from sessions_app.importing.reading.pages import Line, furniture, lines_of
from sessions_app.importing.reading.wrapping import continues, cut_word, width_of
from sessions_app.importing.words import cleanse, count

_RULE: Final = re.compile(r"[\s|:+=*_~\-–—]{2,}")
_UNDERLINE: Final = re.compile(r"\s*(={3,}|-{3,})\s*")
_HASHES: Final = re.compile(r"\s{0,3}(?P<level>#{1,6})\s+(?P<text>.*?)(\s+#+)?\s*")
_BULLET: Final = re.compile(r"\s*[-*+•▪●◦‣·–\uf0b7\uf0a7]\s+(?P<text>\S.*)")
_NUMBER: Final = re.compile(r"\s*(?P<number>[1-9][0-9]{0,2})[.)]\s+(?P<text>\S.*)")
_QUOTED: Final = re.compile(r"^\s{0,3}>\s?")
_BAR: Final = re.compile(r"(?<!\\)\|")
_HARD_BREAK: Final = re.compile(r"(\s{2,}|\\)$")
_HYPHENATED: Final = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_FEWEST_CELLS: Final = 3


def read(text: str, *, markdown: bool) -> Reading:
    """Read *text*. In Markdown a line end is a space; else it may end a paragraph."""
    text = cleanse(text)
    reading = Reading("line", count([tags.removed(text)]))
    lines = lines_of(text)
    reading.dropped += furniture(lines)
    dropped = {dropped.where for dropped in reading.dropped}
    lines = [
        Line("" if line.number in dropped else line.text.replace("\f", ""), line.number, line.page)
        for line in lines
    ]
    builder = _Builder(reading, lines, markdown=markdown)
    for line in lines:
        builder.add(line)
    builder.flush()
    reading.blocks = list(_settled(builder.blocks, builder.raw))
    for block in reading.blocks:
        if isinstance(block, Item) and block.number is not None:
            # A list's numbers are marks, not words: whoever prints the list counts anew.
            reading.words -= count([str(block.number)])
    return reading


class _Builder:
    """Collects the lines of a paragraph or an item until it is complete."""

    def __init__(self, reading: Reading, lines: list[Line], *, markdown: bool) -> None:
        self.reading = reading
        self.markdown = markdown
        self.blocks: list[Block] = []
        self.raw: dict[int, str] = {}
        self.pending: list[Line] = []
        self.marker: Item | None = None
        runs = groupby((line for line in lines), key=lambda line: line.is_blank)
        self.width = width_of(
            [[line.text.strip() for line in run] for blank, run in runs if not blank]
        )
        self.known = {word.casefold() for line in lines for word in _HYPHENATED.findall(line.text)}

    def add(self, line: Line) -> None:
        text = line.text if not self.markdown else _QUOTED.sub("", line.text)
        line = Line(text.rstrip("\n"), line.number, line.page)
        if line.is_blank:
            self.flush()
        elif self.markdown and self._underlined(line.text):
            pass
        elif _RULE.fullmatch(line.text):
            self.flush()
        elif match := _HASHES.fullmatch(line.text):
            self.flush()
            self._heading(match["text"], line.number, len(match["level"]))
        elif (match := _BULLET.fullmatch(line.text)) and not self._is_row(match["text"]):
            self._item(line, match["text"], None)
        elif (match := _NUMBER.fullmatch(line.text)) and not self._is_row(match["text"]):
            self._item(line, match["text"], int(match["number"]))
        elif self._is_row(line.text) or ("\t" in line.text.strip() and not self.pending):
            self.flush()
            self._row(line)
        else:
            self._text(line)

    def flush(self) -> None:
        """End what is pending."""
        if not self.pending:
            return
        where, marker = self.pending[0].number, self.marker
        text = self._joined([line.text for line in self.pending])
        self.pending, self.marker = [], None
        for index, prose in enumerate(self._paragraphs(text, where)):
            if marker and not index:
                self.blocks.append(Item(prose, where, marker.number))
            else:
                self.blocks.append(paragraph_or_heading(prose, where))

    def _underlined(self, text: str) -> bool:
        match = _UNDERLINE.fullmatch(text)
        if not match or len(self.pending) != 1 or self.marker:
            return False
        line = self.pending.pop()
        self._heading(line.text.strip(), line.number, 1 if "=" in match[1] else 2)
        return True

    def _heading(self, text: str, where: int, level: int) -> None:
        for prose in self._paragraphs(text, where):
            self.blocks.append(Heading(prose, where, str(level)))  # type: ignore[arg-type]

    def _item(self, line: Line, text: str, number: int | None) -> None:
        self.flush()
        self.pending = [Line(text, line.number, line.page)]
        self.marker = Item(Prose(), line.number, number)

    def _is_row(self, text: str) -> bool:
        stripped = text.strip()
        bars = len(_BAR.findall(stripped))
        tabs = len([cell for cell in stripped.split("\t") if cell.strip()])
        return tabs >= _FEWEST_CELLS or (stripped.startswith("|") and bars > 1) or bars > 1

    def _row(self, line: Line) -> None:
        text = line.text.strip("\n ")
        if "\t" in text:
            cells = text.split("\t")
        else:
            cells = _BAR.split(text.strip().removeprefix("|").removesuffix("|"))
        self.raw[line.number] = " ".join(line.text.split())
        self.blocks.append(
            Row(tuple(tuple(self._paragraphs(cell, line.number)) for cell in cells), line.number)
        )

    def _text(self, line: Line) -> None:
        if self.pending:
            last = self.pending[-1].text
            if self.markdown:
                goes_on = not _HARD_BREAK.search(last)
            else:
                goes_on = continues(
                    last.strip(), line.text.strip(), self.width, inside=len(self.pending) > 1
                )
            if not goes_on:
                self.flush()
        self.pending.append(line)

    def _joined(self, lines: list[str]) -> str:
        text = lines[0].strip()
        for line in lines[1:]:
            following = line.strip()
            cut = cut_word(text, following, self.known)
            if cut:
                self.reading.mended.append(cut)
                text = text[:-1] + following
            elif text.endswith("-") and following[:1].isalnum() and not text.endswith(" -"):
                text += following
            else:
                text = f"{text.removesuffix(chr(92))} {following}"
        return text

    def _paragraphs(self, text: str, where: int) -> Iterator[Prose]:
        for source in tags.resolved(text):
            bare = match["text"] if (match := _BULLET.fullmatch(source)) else source
            if prose := marked(bare, where, self.reading):
                yield prose


def _settled(blocks: list[Block], raw: dict[int, str]) -> Iterator[Block]:
    """Decide what only the neighbours tell: lone rows are lines, lone numbers are headings."""
    for index, block in enumerate(blocks):
        before = blocks[index - 1] if index else None
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        alone = not isinstance(before, Row) and not isinstance(after, Row)
        if isinstance(block, Row) and len(block.cells) < _FEWEST_CELLS and alone:
            yield paragraph_or_heading(Prose.marked(raw[block.where]), block.where)
            continue
        if isinstance(block, Item) and block.number is not None:
            beside = [
                near
                for near in (before, after)
                if isinstance(near, Item) and near.number is not None
            ]
            if not beside and is_short_line(str(block.text)):
                numbered = Prose.plain(f"{block.number}.") + block.text
                yield Heading(numbered, block.where, "numbered")
                continue
        yield block
