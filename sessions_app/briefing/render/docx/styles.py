"""The look of a Word file: its styles, its page, its language."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any, Final

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from sessions_app.briefing.document import Colours, Series
from sessions_app.briefing.render.docx.xml import language_element

MUTED: Final = RGBColor(0x56, 0x60, 0x68)
INK: Final = RGBColor(0x1B, 0x22, 0x26)

SMALL: Final = "Note Small"
KICKER: Final = "Note Kicker"
CELL: Final = "Note Cell"
HEAD: Final = "Note Head"
TABLE: Final = "Note Table"
# Word's own styles of a table of contents, by level.
CONTENTS: Final = ("toc 1", "toc 2")

# Fonts that Word has on every desk; the second is for Arabic and other complex scripts.
_SERIF: Final = ("Cambria", "Arial")
_SANS: Final = ("Calibri", "Arial")


@dataclass(frozen=True, slots=True)
class WordColours:
    """The colour of headings, links and charts, and that of marks beside them."""

    accent: RGBColor
    warm: RGBColor


OUR_COLOURS: Final = WordColours(RGBColor(0x0B, 0x4F, 0x6C), RGBColor(0xB4, 0x53, 0x1A))


def colours_of(series: Series) -> WordColours:
    """Return the colours of a series, and our own where it has none."""
    own = series.colours or Colours()
    return WordColours(
        RGBColor.from_string(own.main[1:]) if own.main else OUR_COLOURS.accent,
        RGBColor.from_string(own.second[1:]) if own.second else OUR_COLOURS.warm,
    )


def new_file(language: str, colours: WordColours = OUR_COLOURS) -> WordDocument:
    """Return an empty file with our page, styles and language."""
    return docx.Document(BytesIO(_empty(language, colours)))


@lru_cache(maxsize=64)
def _empty(language: str, colours: WordColours) -> bytes:
    """Return the file that a note in *language* begins as; making it takes longer than reading."""
    file = docx.Document()
    _drop_table_styles(file)
    _prepare(file, language, colours)
    target = BytesIO()
    file.save(target)
    return target.getvalue()


def _drop_table_styles(file: WordDocument) -> None:
    """Remove the hundred looks of tables that python-docx brings and no note uses."""
    for style in list(file.styles):
        if style.type == WD_STYLE_TYPE.TABLE and not style.element.get(qn("w:default")):
            style.delete()


def _prepare(file: WordDocument, language: str, colours: WordColours) -> None:
    accent, warm = colours.accent, colours.warm
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    _speak(file, language)
    _set(file, "Normal", _SANS, 10.5, INK, after=6)
    _set(file, "Title", _SERIF, 28, INK, bold=True, after=4)
    _set(file, "Subtitle", _SERIF, 14, MUTED, italic=True, after=8)
    _set(file, "Heading 1", _SERIF, 18, accent, bold=True, before=22, after=6)
    _set(file, "Heading 2", _SERIF, 13, INK, bold=True, before=14, after=4)
    _set(file, "Heading 3", _SANS, 11, accent, bold=True, before=10, after=3)
    _set(file, "Quote", _SERIF, 14, accent, before=10, after=2)
    for name, size, colour in (
        (SMALL, 9, MUTED),
        (KICKER, 10, warm),
        (CELL, 9.5, INK),
        (HEAD, 9.5, accent),
    ):
        file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = file.styles["Normal"]
        _set(
            file,
            name,
            _SANS,
            size,
            colour,
            before=8 if name == KICKER else 0,
            bold=name in (KICKER, HEAD),
            after=3,
        )
    for level, name in enumerate(CONTENTS):
        file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        _set(file, name, _SANS, 10.5 - level, INK, after=2)
        file.styles[name].paragraph_format.left_indent = Mm(5 * level)
    link = file.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = accent, True
    _table_style(file)


def _speak(file: WordDocument, language: str) -> None:
    defaults = file.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(language_element(language))


def _set(
    file: WordDocument,
    name: str,
    fonts: tuple[str, str],
    size: float,
    colour: RGBColor,
    **how: Any,
) -> None:
    style = file.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is not a paragraph style")
    font, spacing = style.font, style.paragraph_format
    font.size, font.color.rgb = Pt(size), colour
    font.bold = font.cs_bold = how.get("bold", False)
    # Arabic letters are never slanted.
    font.italic, font.cs_italic = how.get("italic", False), False
    spacing.space_before, spacing.space_after = Pt(how.get("before", 0)), Pt(how.get("after", 6))
    properties = style.element.get_or_add_rPr()
    _fonts(properties, *fonts)
    _size_of_complex_scripts(properties, size)
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)


def _fonts(properties: Any, latin: str, complex_script: str) -> None:
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for kind, name in (("ascii", latin), ("hAnsi", latin), ("cs", complex_script)):
        fonts.set(qn(f"w:{kind}"), name)


def _size_of_complex_scripts(properties: Any, size: float) -> None:
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    element = OxmlElement("w:szCs")
    element.set(qn("w:val"), str(round(size * 2)))
    properties.find(qn("w:sz")).addnext(element)


def _table_style(file: WordDocument) -> None:
    """Define a table of hairlines with some air in its cells."""
    style = file.styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    properties = OxmlElement("w:tblPr")
    borders, margins = OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
    for side in ("bottom", "insideH"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "C3CDD3")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    for side, width in (("top", "70"), ("bottom", "50")):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), width)
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.extend((borders, margins))
    style.element.append(properties)
