"""The note on paper: an accessible PDF (PDF/UA-1), set by Typst in this process."""

import json
import re
import shutil
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import typst

from cities import photograph_files
from llex.core.files.right_to_left.rewriting import with_cells
from llex.core.files.typefaces import typefaces
from priorities.results.published import ConsultationResult
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document, Stamp
from sessions_app.briefing.render.typst_data import Data, typst_chart_data, typst_data
from sessions_app.briefing.render.typst_logos import write_logos

_TEMPLATES: Final = Path(__file__).parent / "typst"
# What the templates of other subjects may import from.
_APP: Final = Path(__file__).parents[2]
# Hebrew, Arabic and what is written from right to left beside them.
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# Pixels to the inch of a picture: sharp in print.
_PIXELS: Final = 220


def render(document: Document, stamp: Stamp | None) -> bytes:
    """Return the PDF of *document*: the same bytes for the same note on every machine.

    Raise typst.TypstError where the result would not be accessible; no text of a note leads there.
    """
    with phrases.activate_language(document):
        sheet = typst_data(document, stamp)
    made = stamp.published_at if stamp else document.event.starts_at
    if not document.photographs() and not document.logos:
        return _accessible("note.typ", sheet, _TEMPLATES, made)
    # Typst reads pictures as files below its root.
    with TemporaryDirectory() as folder:
        root = Path(folder, "typst")
        shutil.copytree(_TEMPLATES, root)
        _write_photographs(sheet, root)
        write_logos(sheet["cover"], root)
        return _accessible("note.typ", sheet, root, made)


def accessible_pdf(template: Path, sheet: Data, *, made: datetime) -> bytes:
    """Return the PDF/UA of another *template* of this app and its data, dated *made*."""
    return _accessible(str(template.relative_to(_APP)), sheet, _APP, made)


def _accessible(template: str, sheet: Data, root: Path, made: datetime) -> bytes:
    how = {"format": "pdf", "pdf_standards": ["ua-1"], "timestamp": int(made.timestamp())}
    note = json.dumps(sheet, ensure_ascii=False)
    content = _compile(template, note, root, **how)
    return with_cells(content) if _RIGHT_TO_LEFT.search(note) else content


def _write_photographs(sheet: Data, root: Path) -> None:
    """Write the files of the photographs; of one that is gone only the text is printed."""
    Path(root, photograph_files.FOLDER).mkdir()
    for section in sheet["sections"]:
        for one in section.get("photographs", ()):
            if content := photograph_files.read(one["digest"], photograph_files.LARGE):
                Path(root, one["file"]).write_bytes(content)
            else:
                one["file"] = ""


def draw_chart(document: Document, consultation: ConsultationResult) -> bytes:
    """Return the chart of one of the note's consultations as a PNG; its colours are for paper."""
    with phrases.activate_language(document):
        sheet = typst_chart_data(document, consultation)
    note = json.dumps(sheet, ensure_ascii=False)
    return _compile("chart.typ", note, _TEMPLATES, format="png", ppi=_PIXELS)


def _compile(template: str, note: str, root: Path, **how: Any) -> bytes:
    # A compiler is cheap and belongs to one thread; fonts are shared, and Typst has its own cache.
    compiler = typst.Compiler(
        root / template, root=root, font_paths=typefaces(), ignore_system_fonts=True
    )
    content = compiler.compile(sys_inputs={"note": note}, **how)
    if not isinstance(content, bytes):  # pragma: no cover - what we set is always one file
        raise TypeError("Typst returned pages instead of a file.")
    return content
