"""Notes as Word and OpenDocument files, with the styles and merged cells that people use."""

import io
import re
import zipfile
from typing import Any, Final

import docx
from odf import style, table
from odf import text as odf_text
from odf.opendocument import OpenDocumentText

from bench.importing.corpus import Block, Cell, Note

_RUNS = re.compile(r"(\*\*.+?\*\*|\*.+?\*|\[\^1\])")
_STYLES: Final = {
    "h1": "Title",
    "h2": "Heading 1",
    "h3": "Heading 2",
    "li": "List Bullet",
    "number": "List Number",
}
_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FOOTNOTES: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="{w}">'
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {text}'
    "</w:t></w:r></w:p></w:footnote></w:footnotes>"
)
_RELATION: Final = (
    '<Relationship Id="rIdNotes" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/footnotes"/></Relationships>'
)
_TYPE: Final = (
    '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.footnotes+xml"/></Types>'
)
_FOOTNOTE_MARK: Final = f'<w:r xmlns:w="{_W}"><w:footnoteReference w:id="1"/></w:r>'


def word(note: Note, blocks: list[Block]) -> bytes:
    """Return a note as a Word file."""
    document = docx.Document()
    for block in blocks:
        if block.kind == "table":
            _word_table(document, block.grid)
        else:
            paragraph = document.add_paragraph(style=_STYLES.get(block.kind, "Normal"))
            _word_runs(paragraph, f"**{block.text}**" if block.kind == "bold" else block.text)
    stream = io.BytesIO()
    document.save(stream)
    return _with_footnote(stream.getvalue(), note) if note.footnote else stream.getvalue()


def _word_runs(paragraph: Any, text: str) -> None:
    for piece in filter(None, _RUNS.split(text)):
        if piece == "[^1]":
            paragraph.add_run()._r.addnext(docx.oxml.parse_xml(_FOOTNOTE_MARK))  # noqa: SLF001
            continue
        run = paragraph.add_run(piece.strip("*"))
        run.bold = piece.startswith("**") or None
        run.italic = (piece.startswith("*") and not run.bold) or None


def _word_table(document: Any, grid: tuple[tuple[Cell, ...], ...]) -> None:
    width = max(sum(cell.columns for cell in row) for row in grid)
    made = document.add_table(len(grid), width)
    made.style = "Table Grid"
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(grid):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            corner = made.cell(y, x)
            if cell.rows > 1 or cell.columns > 1:
                corner = corner.merge(made.cell(y + cell.rows - 1, x + cell.columns - 1))
            taken |= {
                (y + down, x + right) for down in range(cell.rows) for right in range(cell.columns)
            }
            for number, text in enumerate(cell.paragraphs):
                paragraph = corner.paragraphs[0] if number == 0 else corner.add_paragraph()
                _word_runs(paragraph, text)


def _with_footnote(data: bytes, note: Note) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/_rels/document.xml.rels":
                content = content.replace(b"</Relationships>", _RELATION.encode())
            elif name == "[Content_Types].xml":
                content = content.replace(b"</Types>", _TYPE.encode())
            new.writestr(name, content)
        new.writestr("word/footnotes.xml", _FOOTNOTES.format(w=_W, text=" ".join(note.footnote)))
    return stream.getvalue()


def open_document(note: Note, blocks: list[Block]) -> bytes:
    """Return a note as an OpenDocument text."""
    document = OpenDocumentText()
    bold = style.Style(name="Strong", family="text")
    bold.addElement(style.TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    listed: Any = None
    for number, block in enumerate(blocks):
        if block.kind in ("li", "number"):
            if number == 0 or blocks[number - 1].kind != block.kind:
                listed = odf_text.List(stylename=_list_style(document, block.kind))
                document.text.addElement(listed)
            item = odf_text.ListItem()
            item.addElement(_odf_paragraph(block.text))
            listed.addElement(item)
        elif block.kind == "table":
            document.text.addElement(_odf_table(block.grid))
        elif block.kind in ("h1", "h2", "h3"):
            heading = odf_text.H(outlinelevel=int(block.kind[1]), text=block.text)
            document.text.addElement(heading)
        else:
            text = f"**{block.text}**" if block.kind == "bold" else block.text
            document.text.addElement(_odf_paragraph(text))
    stream = io.BytesIO()
    document.write(stream)
    return stream.getvalue()


def _list_style(document: Any, kind: str) -> str:
    name = f"List_{kind}"
    if not any(
        one.getAttribute("name") == name for one in document.getElementsByType(odf_text.ListStyle)
    ):
        made = odf_text.ListStyle(name=name)
        level = (
            odf_text.ListLevelStyleBullet(level=1, bulletchar="•")
            if kind == "li"
            else odf_text.ListLevelStyleNumber(level=1, numformat="1", numsuffix=".")
        )
        made.addElement(level)
        document.automaticstyles.addElement(made)
    return name


def _odf_paragraph(text: str) -> Any:
    paragraph = odf_text.P()
    for piece in filter(None, _RUNS.split(text)):
        if piece.startswith("*"):
            paragraph.addElement(odf_text.Span(stylename="Strong", text=piece.strip("*")))
        else:
            paragraph.addText(piece)
    return paragraph


def _odf_table(grid: tuple[tuple[Cell, ...], ...]) -> Any:
    width = max(sum(cell.columns for cell in row) for row in grid)
    made = table.Table(name="Cities")
    made.addElement(table.TableColumn(numbercolumnsrepeated=width))
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(grid):
        line = table.TableRow()
        cells = list(row)
        for x in range(width):
            if (y, x) in taken:
                line.addElement(table.CoveredTableCell())
            elif cells:
                line.addElement(_odf_cell(cells.pop(0), y, x, taken))
        made.addElement(line)
    return made


def _odf_cell(cell: Cell, y: int, x: int, taken: set[tuple[int, int]]) -> Any:
    made = table.TableCell(numberrowsspanned=cell.rows, numbercolumnsspanned=cell.columns)
    taken |= {(y + down, x + right) for down in range(cell.rows) for right in range(cell.columns)}
    for text in cell.paragraphs:
        made.addElement(_odf_paragraph(text))
    return made
