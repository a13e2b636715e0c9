"""Lines in, blocks out: collects what belongs to one paragraph, item, heading or row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final
from urllib.parse import unquote

from django.utils.translation import gettext as _

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import tags
from sessions_app.importing.reading.blocks import (
    Block,
    Cell,
    Dropped,
    Heading,
    Item,
    Reading,
    Row,
    Style,
)
from sessions_app.importing.reading.headings import paragraph_or_heading
from sessions_app.importing.reading.line_wrapping import continues, cut_word, width_of
from sessions_app.importing.reading.pages import PageLine
from sessions_app.importing.reading.spaced_tables import SpacedRow, paragraphs_of, widths_of
from sessions_app.importing.words import count

_RULE: Final = re.compile(r"[\s|:+=*_~\-–—]{2,}")
_UNDERLINE: Final = re.compile(r"\s*(={3,}|-{3,})\s*")
_HASHES: Final = re.compile(r"\s{0,3}(?P<level>#{1,6})\s+(?P<text>.*?)(\s+#+)?\s*")
_BULLET: Final = re.compile(r"\s*[-*+•▪●◦‣·–\uf0b7\uf0a7]\s+(?P<text>\S.*)")
_NUMBER: Final = re.compile(r"\s*(?P<mark>[1-9][0-9]{0,2}[.)]|[a-z]\))\s+(?P<text>\S.*)")
_QUOTED: Final = re.compile(r"^\s{0,3}>\s?")
_PICTURE: Final = re.compile(r"!(?=\[[^\]]{0,500}\]\()")
_BAR: Final = re.compile(r"(?<!\\)\|")
_HARD_BREAK: Final = re.compile(r"(\s{2,}|\\)$")
_HYPHENATED: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]+-[^\W\d_]+")
_LEVELS: Final[tuple[Style, ...]] = ("1", "2", "3", "4", "5", "6")
# In texts, what underlines a heading is as long; what has gaps is the head of a table.
_NEARLY_ALL: Final = 0.8
_WIDE: Final = re.compile(r"\S {2,}\S")
_FEWEST_UNDERLINED: Final = 2
_FEWEST_CELLS: Final = 3
# Lines of a cell that stand above its row are this short, in words.
_LONGEST_IN_CELL: Final = 12
_LONGEST_WORD: Final = 200


@dataclass(frozen=True, slots=True)
class Built:
    """A block and how it was marked: the number before an item, the line that a row was."""

    block: Block
    raw: str = ""


class Builder:
    """Collects the lines of a paragraph or an item until it is complete."""

    def __init__(self, reading: Reading, lines: list[PageLine], *, markdown: bool) -> None:
        self.reading = reading
        self.markdown = markdown
        self.built: list[Built] = []
        self.pending: list[PageLine] = []
        # The mark before the pending item: a number with its dot, or nothing before a bullet.
        self.mark: str | None = None
        self.indent = 0
        # A text that underlines several lines does so with its headings.
        underlined = sum(bool(_UNDERLINE.fullmatch(line.text.rstrip("\n"))) for line in lines)
        self.underlines = underlined >= _FEWEST_UNDERLINED
        # The level of the pending heading, where the file says that it is one.
        self.level: Style | None = None
        runs = groupby((line for line in lines), key=lambda line: line.is_blank)
        self.width = width_of(
            [[line.text.strip() for line in run] for blank, run in runs if not blank]
        )
        self.known = {word.casefold() for line in lines for word in _HYPHENATED.findall(line.text)}

    def add(self, line: PageLine) -> None:
        """Take in the next line."""
        text = line.text if not self.markdown else _QUOTED.sub("", line.text)
        line = PageLine(text.rstrip("\n"), line.number, line.page)
        if self.level:
            self.flush()
        if line.is_blank:
            self.flush()
        elif self._underlined(line.text):
            pass
        elif _RULE.fullmatch(line.text):
            self.flush()
        elif match := _HASHES.fullmatch(line.text):
            self.flush()
            self._heading(match["text"], line.number, len(match["level"]))
        elif (match := _BULLET.fullmatch(line.text)) and not self._is_row(match["text"]):
            self._item(line, match["text"], "")
        elif (match := _NUMBER.fullmatch(line.text)) and not self._is_row(match["text"]):
            self._item(line, match["text"], match["mark"])
        elif self._is_row(line.text) or ("\t" in line.text.strip() and not self.pending):
            self._row(line)
        else:
            self._text(line)

    def add_table(self, rows: list[SpacedRow]) -> None:
        """Take in a table that spaces laid out."""
        self.flush()
        widths = widths_of(rows)
        for number, texts in rows:
            cells = [
                tuple(
                    prose
                    for lines in paragraphs_of(cell, width)
                    for prose in self._paragraphs(self._joined(lines), number)
                )
                for cell, width in zip(texts, widths, strict=True)
            ]
            self.built.append(Built(Row(tuple(cells), number)))

    def add_row(self, row: Sequence[list[list[str]]], where: int) -> None:
        """Take in the row of a table, as the lines of each paragraph of each cell."""
        self.flush()
        cells = [
            tuple(
                prose
                for lines in paragraphs
                for prose in self._paragraphs(self._joined(lines), where)
            )
            for paragraphs in row
        ]
        if any(cells):
            self.built.append(Built(Row(tuple(cells), where)))

    def add_heading(self, line: PageLine, level: Style) -> None:
        """Take in a line of a heading; it goes on with one of the same level above it."""
        if self.pending and self.level != level:
            self.flush()
        self.level = level
        self.pending.append(line)

    def flush(self) -> None:
        """End what is pending."""
        if not self.pending:
            return
        where, mark, level = self.pending[0].number, self.mark, self.level
        text = self._joined([line.text for line in self.pending])
        self.pending, self.mark, self.level = [], None, None
        if level:
            for prose in self._paragraphs(text, where):
                self.built.append(Built(Heading(prose.without_bold(), where, level)))
            return
        for index, prose in enumerate(self._paragraphs(text, where)):
            if mark is not None and not index:
                self.built.append(Built(Item(prose, where, _number(mark)), mark))
            else:
                self.built.append(Built(paragraph_or_heading(prose, where)))

    def _underlined(self, text: str) -> bool:
        match = _UNDERLINE.fullmatch(text)
        if not match or len(self.pending) != 1 or self.mark is not None:
            return False
        title = self.pending[0].text.strip()
        if not self.markdown and not self.underlines:
            return False
        if not self.markdown and (len(match[1]) < len(title) * _NEARLY_ALL or _WIDE.search(title)):
            return False
        line = self.pending.pop()
        self._heading(line.text.strip(), line.number, 1 if "=" in match[1] else 2)
        return True

    def _heading(self, text: str, where: int, level: int) -> None:
        for prose in self._paragraphs(text, where):
            self.built.append(Built(Heading(prose, where, _LEVELS[level - 1])))

    def _item(self, line: PageLine, text: str, mark: str) -> None:
        self.flush()
        self.indent = _indent(line.text)
        self.pending = [PageLine(text, line.number, line.page)]
        self.mark = mark

    def _is_row(self, text: str) -> bool:
        stripped = text.strip()
        bars = len(_BAR.findall(stripped))
        tabs = len([cell for cell in stripped.split("\t") if cell.strip()])
        return tabs >= _FEWEST_CELLS or (stripped.startswith("|") and bars > 1) or bars > 1

    def _row(self, line: PageLine) -> None:
        above = self._cell_above()
        self.flush()
        text = line.text.strip("\n ")
        if "\t" in text:
            cells = text.split("\t")
        else:
            cells = _BAR.split(text.strip().removeprefix("|").removesuffix("|"))
        read = [tuple(self._paragraphs(cell, line.number)) for cell in cells]
        read[0] = (*above, *read[0])
        self.built.append(Built(Row(tuple(read), line.number), " ".join(line.text.split())))

    def _cell_above(self) -> Cell:
        """Return the first lines of the first cell of the row above."""
        in_table = bool(self.built) and isinstance(self.built[-1].block, Row)
        texts = [line.text.strip() for line in self.pending]
        short = all(len(text.split()) <= _LONGEST_IN_CELL for text in texts)
        if not in_table or not short or self.mark is not None:
            return ()
        self.pending = []
        return tuple(prose for text in texts for prose in self._paragraphs(text, 0))

    def _text(self, line: PageLine) -> None:
        if self.pending and self.mark is not None and _indent(line.text) < self.indent:
            # An item goes on under its mark, not left of it.
            self.flush()
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
        pieces = [lines[0].strip()]
        # What a word that is cut can be seen from: the end of the text so far.
        end = pieces[0]
        for line in lines[1:]:
            following = line.strip()
            cut = cut_word(end, following, self.known)
            if cut:
                self.reading.mended.append(cut)
                pieces[-1] = pieces[-1][:-1]
                end = end[:-1] + following
            elif end.endswith("-") and following[:1].isalnum() and not end.endswith(" -"):
                end += following
            else:
                pieces[-1] = pieces[-1].removesuffix("\\") + " "
                end = following
            pieces.append(following)
            end = end[-_LONGEST_WORD:]
        return "".join(pieces)

    def _paragraphs(self, text: str, where: int) -> Iterator[FormattedText]:
        for source in tags.resolved(text):
            bare = match["text"] if (match := _BULLET.fullmatch(source)) else source
            if prose := _marked(bare, where, self.reading):
                yield prose


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _number(mark: str) -> int | None:
    """Return the number that a mark such as “2.” or “b)” stands for, None for a bullet."""
    bare = mark.rstrip(".)")
    if not bare:
        return None
    return int(bare) if bare.isdigit() else ord(bare) - ord("a") + 1


def _marked(source: str, where: int, reading: Reading) -> FormattedText:
    """Read a paragraph of Markdown.

    An address that cannot be a link (relative, or of another scheme) is dropped and noted in
    *reading*; anything else that a mark would swallow makes the whole paragraph plain text.
    """
    source = _PICTURE.sub("", source)
    prose = FormattedText.marked(source)
    kept = count([str(prose), *map(unquote, prose.addresses)])
    missing = count([source]) - kept
    if not missing:
        return prose
    if "](" not in source:
        return FormattedText.plain(source)
    words = " ".join(missing.elements())
    reading.dropped.append(Dropped(_("address that leads to no site"), words, where))
    return prose
