"""Paragraphs, runs, lists and tables of a Word file, each in its language and direction."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_DIRECTION
from docx.shared import Mm
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from llex.core.languages import NO_LANGUAGE, direction, name_of, only_in
from llex.core.languages.bidi import direction_of
from llex.core.text import (
    Block,
    Break,
    Bullets,
    Emphasis,
    Inline,
    Link,
    Paragraph,
    Phrase,
    RichText,
    Run,
    Strong,
)
from llex.core.text import Table as TextTable
from llex.core.text.links import is_safe_address
from llex.core.text.parse import link_addresses, shows_address
from sessions_app.briefing.render.docx import xml
from sessions_app.briefing.render.docx.contents import WordHeadings
from sessions_app.briefing.render.docx.styles import (
    CELL,
    HEAD,
    MUTED,
    OUR_COLOURS,
    SMALL,
    TABLE,
    WordColours,
    new_file,
)

Container = WordDocument | _Cell
# The properties of a run that has a mark: empty ones are set, without a value.
_MARKS: Final[dict[str, dict[str, str]]] = {
    "bold": {"b": "", "bCs": ""},
    # Arabic letters are never slanted: their emphasis is bold.
    "italic": {"i": "", "iCs": "0", "bCs": ""},
    # In half points.
    "small": {"color": str(MUTED), "sz": "18"},
}


class Writer:
    """Writes one Word file in *language*; every other language is marked where it is used."""

    def __init__(self, language: str, colours: WordColours = OUR_COLOURS) -> None:
        self.language = language
        self.colours = colours
        self.file: WordDocument = new_file(language, colours)
        self.headings = WordHeadings()
        self._style_keys: dict[str, str] = {}

    def paragraph(
        self, style: str | None = None, where: Container | None = None, language: str = ""
    ) -> WordParagraph:
        """Begin a paragraph in *where*, which runs in the direction of its language."""
        is_rtl = direction(language or self.language) == "rtl"
        if isinstance(where, _Cell):
            return xml.add_paragraph(where, self._key(style or CELL), is_rtl=is_rtl)
        paragraph = (where or self.file).add_paragraph()
        if style:
            self._style(paragraph, style)
        if is_rtl:
            xml.turn(paragraph)
        return paragraph

    def heading(self, text: str, level: int) -> None:
        """Write a heading of a *level* from 1 to 3."""
        paragraph = self.line(text, f"Heading {level}")
        self.headings.add(paragraph, level, Phrase(self.language, text))

    def phrase_heading(self, phrase: Phrase, level: int, bookmark: str = "") -> None:
        """Write a heading in its language; links may lead to its *bookmark*."""
        paragraph = self.paragraph(f"Heading {level}")
        self.phrase(paragraph, phrase, notice=True)
        if bookmark:
            self.headings.mark(paragraph, bookmark)
        self.headings.add(paragraph, level, phrase)

    def line(
        self, text: str, style: str | None = None, where: Container | None = None
    ) -> WordParagraph:
        """Write a paragraph of one run."""
        paragraph = self.paragraph(style, where)
        self.run(paragraph, text)
        return paragraph

    def labelled(self, label: str, where: Container | None = None) -> WordParagraph:
        """Begin a line of small print with its label."""
        paragraph = self.paragraph(SMALL, where)
        self.run(paragraph, f"{label}  ", bold=True)
        return paragraph

    def turn(self, paragraph: WordParagraph) -> None:
        """Set the direction of an existing paragraph to the note's."""
        if direction(self.language) == "rtl":
            xml.turn(paragraph)

    def run(
        self, paragraph: WordParagraph, text: str, language: str = "", **marks: bool
    ) -> WordRun:
        """Add a run of characters; *marks* are ``bold``, ``italic`` and ``small``."""
        return self._run(paragraph, text, language or self.language, "", **marks)

    def symbols(self, paragraph: WordParagraph, text: str) -> WordRun:
        """Add a hashtag, an address or a code: it runs as its letters do, in no language."""
        is_rtl = direction_of(text) == "rtl"
        return self.run(paragraph, text, self.language if is_rtl else NO_LANGUAGE)

    def phrase(
        self,
        paragraph: WordParagraph,
        phrase: Phrase | None,
        *,
        notice: bool = False,
        **marks: bool,
    ) -> None:
        """Add a line in its language; with *notice* it names a language that is not the note's."""
        if not phrase:
            return
        self.run(paragraph, phrase.text, phrase.language, **marks)
        if notice and phrase.language != self.language:
            name = f" ({name_of(phrase.language)})"
            self.run(paragraph, name, phrase.language, small=True)

    def rich(
        self, text: RichText | None, where: Container | None = None, style: str | None = None
    ) -> None:
        """Write paragraphs and lists; a text in another language says so."""
        if not text:
            return
        if text.language != self.language:
            self.line(only_in(text.language), SMALL, where)
        self._blocks(text.blocks, text.language, where, style=style)

    def link(
        self, paragraph: WordParagraph, href: str, nodes: Iterable[Inline], language: str
    ) -> None:
        """Add a link to an address or, with ``#``, to a bookmark in this file."""
        with xml.hyperlink(paragraph, href):
            self.inlines(paragraph, nodes, language, style="Hyperlink")

    def address(self, paragraph: WordParagraph, address: str) -> None:
        """Add a line, the addresses in it as links."""
        self.inlines(paragraph, link_addresses(address), NO_LANGUAGE)

    def inlines(
        self, paragraph: WordParagraph, nodes: Iterable[Inline], language: str, **marks: Any
    ) -> None:
        """Add the nodes inside a paragraph."""
        for node in nodes:
            match node:
                case Run():
                    self._run(paragraph, node.text, language, **marks)
                case Break():
                    paragraph.add_run().add_break()
                case Emphasis():
                    self.inlines(paragraph, node.children, language, **marks | {"italic": True})
                case Strong():
                    self.inlines(paragraph, node.children, language, **marks | {"bold": True})
                case Link() if is_safe_address(node.href):
                    own = NO_LANGUAGE if shows_address(node) else language
                    self.link(paragraph, node.href, node.children, own)
                case Link():
                    self.inlines(paragraph, node.children, language, **marks)

    def table(self, heads: Sequence[str], widths: Sequence[float]) -> Table:
        """Begin a table whose first row is repeated on every page; *widths* are in millimetres."""
        table = self.file.add_table(rows=1, cols=len(heads), style=TABLE)
        table.autofit = False
        if direction(self.language) == "rtl":
            table.table_direction = WD_TABLE_DIRECTION.RTL
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for cell, head in zip(table.rows[0].cells, heads, strict=True):
            self.cell(cell, head, HEAD)
        xml.keep_whole(table.rows[0], is_head=True)
        return table

    def row(self, table: Table) -> tuple[_Cell, ...]:
        """Add a row that is not split over two pages."""
        row: _Row = table.add_row()  # type: ignore[no-untyped-call]
        xml.keep_whole(row)
        for cell, column in zip(row.cells, table.columns, strict=True):
            cell.width = column.width
        return row.cells

    def cell(self, cell: _Cell, text: str | Phrase, style: str = CELL) -> None:
        """Write a cell of a single line."""
        paragraph = self.first(cell)
        self._style(paragraph, style)
        if isinstance(text, Phrase):
            self.phrase(paragraph, text)
        else:
            self.run(paragraph, text)

    def first(self, cell: _Cell) -> WordParagraph:
        """Return the empty paragraph that every cell begins with, in the note's direction."""
        paragraph = cell.paragraphs[0]
        self._style(paragraph, CELL)
        self.turn(paragraph)
        return paragraph

    def close(self, cell: _Cell) -> None:
        """Drop the empty paragraph that a cell began with, or let it say that there is nothing."""
        first = self.first(cell)
        if len(cell.paragraphs) > 1:
            xml.remove(first)
        else:
            self.run(first, "–")

    def _style(self, paragraph: WordParagraph, name: str) -> None:
        xml.dress(paragraph, self._key(name))

    def _key(self, style: str) -> str:
        """Return the key of a style; python-docx would read the whole list of styles each time."""
        if style not in self._style_keys:
            self._style_keys[style] = self.file.styles[style].style_id
        return self._style_keys[style]

    def _blocks(
        self,
        blocks: Iterable[Block],
        language: str,
        where: Container | None,
        depth: int = 0,
        style: str | None = None,
    ) -> None:
        for block in blocks:
            if isinstance(block, Bullets):
                self._list(block, language, where, depth)
            elif isinstance(block, TextTable):
                self._text_table(block, language, where)
            else:
                paragraph = self.paragraph("List Continue" if depth else style, where, language)
                self.inlines(paragraph, block.children, language)

    def _text_table(self, block: TextTable, language: str, where: Container | None) -> None:
        """Write a table that a text holds, as wide as the text or the cell it is in."""
        container = self.file if where is None else where
        table = container.add_table(rows=len(block.rows), cols=len(block.rows[0]))
        table.style = TABLE
        if direction(language) == "rtl":
            table.table_direction = WD_TABLE_DIRECTION.RTL
        for number, (row, nodes) in enumerate(zip(table.rows, block.rows, strict=True)):
            is_head = block.has_head and number == 0
            for cell, inside in zip(row.cells, nodes, strict=True):
                paragraph = self.first(cell)
                self._style(paragraph, HEAD if is_head else CELL)
                self.inlines(paragraph, inside, language)
            xml.keep_whole(row, is_head=is_head)

    def _list(self, block: Bullets, language: str, where: Container | None, depth: int) -> None:
        kind = "List Bullet" if block.start is None else "List Number"
        # Word's own list styles reach three levels deep; deeper ones stay on the third.
        style = kind if depth == 0 else f"{kind} {min(depth + 1, 3)}"
        number = None if block.start is None else xml.add_numbering(self.file, style, block.start)
        for item in block.items:
            paragraph = self.paragraph(style, where, language)
            if number is not None:
                xml.count(paragraph, number)
            first, *rest = item.blocks or (None,)
            if isinstance(first, Paragraph):
                self.inlines(paragraph, first.children, language)
            elif first is not None:
                rest = [first, *rest]
            self._blocks(rest, language, where, depth + 1)

    def _run(
        self,
        paragraph: WordParagraph,
        text: str,
        language: str,
        style: str = "",
        **marks: bool,
    ) -> WordRun:
        """Add a run, in the style of characters *style*, and with *marks*."""
        properties = {"rStyle": self._key(style)} if style else {}
        for mark in filter(marks.get, marks):
            properties |= _MARKS[mark]
        if direction(language) == "rtl":
            properties["rtl"] = ""
        return xml.add_run(
            paragraph, text, properties, language if language != self.language else ""
        )
