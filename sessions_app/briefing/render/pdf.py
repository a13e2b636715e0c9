"""The note on paper: an accessible PDF (PDF/UA-1), set by Typst in this process."""

import json
from pathlib import Path
from typing import Final

import typst

from sessions_app.briefing import wording
from sessions_app.briefing.document import Document, Stamp
from sessions_app.briefing.render.fonts import typefaces
from sessions_app.briefing.render.paper import lay_out

_TEMPLATES: Final = Path(__file__).parent / "typst"


def render(document: Document, stamp: Stamp | None) -> bytes:
    """Return the PDF of *document*: the same bytes for the same note on every machine.

    Raise typst.TypstError where the result would not be accessible; no text of a note leads there.
    """
    with wording.speaking(document):
        sheet = lay_out(document, stamp)
    # A compiler is cheap and belongs to one thread; fonts are shared, and Typst has its own cache.
    compiler = typst.Compiler(
        _TEMPLATES / "note.typ", root=_TEMPLATES, font_paths=typefaces(), ignore_system_fonts=True
    )
    made = stamp.published_at if stamp else document.event.starts_at
    content = compiler.compile(
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"note": json.dumps(sheet, ensure_ascii=False)},
        timestamp=int(made.timestamp()),
    )
    if not isinstance(content, bytes):  # pragma: no cover - a PDF is always one file
        raise TypeError("Typst returned pages instead of a file.")
    return content
