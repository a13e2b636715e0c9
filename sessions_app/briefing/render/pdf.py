"""The note on paper: an accessible PDF (PDF/UA-1), set by Typst in this process."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import typst

from llex.core.files.right_to_left.rewriting import with_cells
from llex.core.files.typefaces import typefaces
from priorities.results.published import ConsultationResult
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document, Stamp
from sessions_app.briefing.render.typst_data import Data, typst_chart_data, typst_data
from sessions_app.briefing.render.typst_pictures import cover_pictures, with_pictures

_TEMPLATES: Final = Path(__file__).parent / "typst"
# What the templates of other subjects may import from.
_APP: Final = Path(__file__).parents[2]
# Hebrew, Arabic and what is written from right to left beside them.
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# Pixels to the inch of a picture: sharp in print.
_PIXELS: Final = 220
# Those of a cover that is looked at on a screen.
_COVER_PIXELS: Final = 150


def render(document: Document, stamp: Stamp | None) -> bytes:
    """Return the PDF of *document*: the same bytes for the same note on every machine.

    Raise typst.TypstError where the result would not be accessible; no text of a note leads there.
    """
    with phrases.activate_language(document):
        sheet = typst_data(document, stamp)
    made = stamp.published_at if stamp else document.event.starts_at
    return note_pdf("note.typ", sheet, _pictures(sheet), made=made)


def note_pdf(template: str, sheet: Data, pictures: list[Data], *, made: datetime) -> bytes:
    """Return the PDF/UA of a *template* of notes, with the files of *pictures* in the sheet."""
    with with_pictures(_TEMPLATES, pictures) as root:
        return _accessible(template, sheet, root, made)


def draw_cover(sheet: Data, pictures: list[Data]) -> bytes:
    """Return the cover of a book as a PNG."""
    with with_pictures(_TEMPLATES, pictures) as root:
        data = json.dumps(sheet, ensure_ascii=False)
        return _compile("book-cover.typ", data, root, format="png", ppi=_COVER_PIXELS)


def accessible_pdf(template: Path, sheet: Data, *, made: datetime) -> bytes:
    """Return the PDF/UA of another *template* of this app and its data, dated *made*."""
    return _accessible(str(template.relative_to(_APP)), sheet, _APP, made)


def _accessible(template: str, sheet: Data, root: Path, made: datetime) -> bytes:
    how = {"format": "pdf", "pdf_standards": ["ua-1"], "timestamp": int(made.timestamp())}
    note = json.dumps(sheet, ensure_ascii=False)
    content = _compile(template, note, root, **how)
    return with_cells(content) if _RIGHT_TO_LEFT.search(note) else content


def _pictures(sheet: Data) -> list[Data]:
    """Return the entries of all pictures in the sheet of a note."""
    photographs = (one for section in sheet["sections"] for one in section.get("photographs", ()))
    return [*cover_pictures(sheet["cover"]), *photographs]


def draw_chart(document: Document, consultation: ConsultationResult) -> bytes:
    """Return the chart of one of the note's consultations as a PNG; its colours are for paper."""
    with phrases.activate_language(document):
        sheet = typst_chart_data(document, consultation)
    note = json.dumps(sheet, ensure_ascii=False)
    return _compile("chart.typ", note, _TEMPLATES, format="png", ppi=_PIXELS)


def draw_map(sheet: Data) -> bytes:
    """Return the map of a note as a PNG."""
    data = json.dumps(sheet, ensure_ascii=False)
    return _compile("map-picture.typ", data, _TEMPLATES, format="png", ppi=_PIXELS)


def _compile(template: str, note: str, root: Path, **how: Any) -> bytes:
    # A compiler is cheap and belongs to one thread; fonts are shared, and Typst has its own cache.
    compiler = typst.Compiler(
        root / template, root=root, font_paths=typefaces(), ignore_system_fonts=True
    )
    content = compiler.compile(sys_inputs={"note": note}, **how)
    if not isinstance(content, bytes):  # pragma: no cover - what we set is always one file
        raise TypeError("Typst returned pages instead of a file.")
    return content
