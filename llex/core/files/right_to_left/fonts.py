"""The fonts inside a PDF: what their glyphs mean, and cells added to them.

A cell is a glyph of its own for one character: it shows glyphs of the font, or nothing.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final, NamedTuple

import pikepdf
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

_MEANING: Final = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_MEANINGS: Final = re.compile(rb"(?:\d+ beginbfchar\n.*?endbfchar\n)+", re.DOTALL)
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
# They steer the text and are not seen, and should not be in what is copied from the page.
STEERING: Final = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_ARGUMENTS_ARE_OFFSETS: Final = 0x0002
# The largest number that a table of a font can state.
_MOST: Final = 0xFFFF
# The largest number of entries that a section of a character map may have.
_SECTION: Final = 100


class Ink(NamedTuple):
    """A glyph shown in a cell, with its offset in units of the font."""

    code: int
    x: int
    y: int


class Cell(NamedTuple):
    """A character, its width in units of the font, and the glyphs that are shown for it."""

    character: str
    advance: int
    inks: tuple[Ink, ...]


def runs_from_right(text: str) -> bool:
    """Return whether any letter of *text* runs from right to left."""
    return any(unicodedata.bidirectional(one) in _RIGHT_TO_LEFT for one in text)


@dataclass
class EmbeddedFont:
    """A TrueType font inside a PDF, whose codes are the numbers of its glyphs."""

    data: pikepdf.Object
    meanings: dict[int, str]
    # Those that are added, in the order of their codes.
    cells: list[Cell] = field(default_factory=list)

    @classmethod
    def of(cls, data: pikepdf.Object) -> "EmbeddedFont | None":
        """Return a font to write into, or None for one that is of another kind."""
        descendants = data.get("/DescendantFonts")
        if data.get("/Encoding") != "/Identity-H" or not descendants or "/ToUnicode" not in data:
            return None
        inner = descendants[0]
        if inner.get("/CIDToGIDMap") != "/Identity" or "/FontFile2" not in inner.FontDescriptor:
            return None
        found = _MEANING.findall(data.ToUnicode.read_bytes())
        return cls(data, {int(code, 16): _text(text) for code, text in found})

    def __post_init__(self) -> None:
        self._inner = self.data.DescendantFonts[0]
        file = self._inner.FontDescriptor.FontFile2.read_bytes()
        # What is not looked at is kept as it is: reading every outline would take long.
        self.file = TTFont(BytesIO(file), recalcBBoxes=False, recalcTimestamp=False, lazy=True)
        self.units = self.file["head"].unitsPerEm
        self._metrics = self.file["hmtx"].metrics
        self._names = self.file.getGlyphOrder()
        self._plain: dict[tuple[int, str], Cell] = {}
        self._shown: dict[Cell, str] = {}
        # The codes that mean one character to be seen, and those of letters from right to left.
        self.plain = frozenset(
            code
            for code, text in self.meanings.items()
            if len(text) == 1 and not STEERING.match(text)
        )
        self.from_right = frozenset(
            code for code, text in self.meanings.items() if runs_from_right(text)
        )
        self.digits = [f"{code:04X}" for code in range(len(self._names))]
        # The width of each glyph, in units of the font.
        self.advances = [int(self._metrics[name][0]) for name in self._names]

    def cell_of(self, code: int, character: str) -> Cell:
        """Return the cell of a glyph as it is, which means *character* where it is shown."""
        key = (code, character)
        if key not in self._plain:
            cell = Cell(character, self.advances[code], (Ink(code, 0, 0),))
            self._plain[key] = cell
            if self.meanings.get(code) == character:
                self._shown[cell] = self.digits[code]
        return self._plain[key]

    def code_of(self, cell: Cell) -> str:
        """Return the code that shows *cell*, and means its character alone, in digits."""
        shown = self._shown.get(cell)
        if shown is None:
            code = len(self._names) + len(self.cells)
            self.cells.append(cell)
            shown = self._shown[cell] = f"{code:04X}"
        return shown

    def write(self, pdf: pikepdf.Pdf) -> None:
        """Put the cells into the font, where there are any."""
        if not self.cells:
            return
        self._draw()
        out = BytesIO()
        self.file.save(out, reorderTables=None)
        content = out.getvalue()
        descriptor = self._inner.FontDescriptor
        descriptor.FontFile2 = pdf.make_stream(content, Length1=len(content))
        # It would have to list the cells, and no reader needs it.
        if "/CIDSet" in descriptor:
            del descriptor["/CIDSet"]
        widths = [cell.advance * 1000 / self.units for cell in self.cells]
        self._inner.W.append(len(self._names))
        self._inner.W.append(pikepdf.Array([round(width, 3) for width in widths]))
        self._write_meanings(pdf)

    def _draw(self) -> None:
        table = self.file["glyf"]
        shown = 1
        names = [f"cell{number}" for number in range(len(self.cells))]
        self.file.setGlyphOrder([*self._names, *names])
        table.glyphOrder = self.file.getGlyphOrder()
        for name, cell in zip(names, self.cells, strict=True):
            glyph = self._composite(table, cell)
            table.glyphs[name] = glyph
            self._metrics[name] = (cell.advance, getattr(glyph, "xMin", 0))
            shown = max(shown, len(cell.inks))
        limits = self.file["maxp"]
        limits.maxComponentElements = max(limits.maxComponentElements, shown)
        limits.maxComponentDepth += 1
        points = max(limits.maxPoints, limits.maxCompositePoints) * shown
        contours = max(limits.maxContours, limits.maxCompositeContours) * shown
        limits.maxCompositePoints = min(points, _MOST)
        limits.maxCompositeContours = min(contours, _MOST)

    def _composite(self, table: Any, cell: Cell) -> Glyph:
        glyph = Glyph()
        shown = [(ink, table[self._names[ink.code]]) for ink in cell.inks]
        boxes = [(ink, one) for ink, one in shown if one.numberOfContours]
        if not boxes:
            return glyph
        glyph.numberOfContours = -1
        glyph.components = [self._component(ink) for ink, _one in boxes]
        glyph.xMin = min(one.xMin + ink.x for ink, one in boxes)
        glyph.yMin = min(one.yMin + ink.y for ink, one in boxes)
        glyph.xMax = max(one.xMax + ink.x for ink, one in boxes)
        glyph.yMax = max(one.yMax + ink.y for ink, one in boxes)
        return glyph

    def _component(self, ink: Ink) -> GlyphComponent:
        component = GlyphComponent()
        component.glyphName = self._names[ink.code]
        component.x, component.y = ink.x, ink.y
        component.flags = _ARGUMENTS_ARE_OFFSETS
        return component

    def _write_meanings(self, pdf: pikepdf.Pdf) -> None:
        added = enumerate((cell.character for cell in self.cells), len(self._names))
        meanings = self.meanings | dict(added)
        lines = [
            b"<%04X> <%s>" % (code, text.encode("utf-16-be").hex().upper().encode())
            for code, text in sorted(meanings.items())
        ]
        sections = b"".join(
            b"%d beginbfchar\n%s\nendbfchar\n" % (len(part), b"\n".join(part))
            for part in (
                lines[place : place + _SECTION] for place in range(0, len(lines), _SECTION)
            )
        )
        old = self.data.ToUnicode.read_bytes()
        self.data.ToUnicode = pdf.make_stream(_MEANINGS.sub(lambda _found: sections, old, count=1))


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")
