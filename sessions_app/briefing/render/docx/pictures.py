"""Pictures of a Word file: cover, logos, photographs."""

from io import BytesIO
from typing import Final

from docx.shared import Mm
from docx.text.paragraph import Paragraph
from PIL import Image, ImageOps

from llex.core.files.pictures import LARGE
from sessions_app.briefing.document import Document
from sessions_app.briefing.logos import shown_size
from sessions_app.briefing.render.docx import xml
from sessions_app.briefing.render.docx.body import Writer
from sessions_app.models.series import LOGOS
from sessions_app.models.series_look import COVERS

# The usual height of a logo, in millimetres.
_LOGO_HEIGHT: Final = 11
# Width and height of a cover picture, in millimetres.
_COVER: Final = (166, 92)


def add_picture(
    writer: Writer,
    content: bytes,
    width: float,
    alternative: str,
    *,
    paragraph: Paragraph | None = None,
) -> None:
    """Set a picture, *width* in millimetres, with the text for those who do not see it."""
    run = (paragraph or writer.paragraph()).add_run()
    xml.describe(run.add_picture(BytesIO(content), width=Mm(width)), alternative)


def write_logos(writer: Writer, document: Document) -> None:
    """Set the logos beside each other; of one that is gone, its text."""
    if not document.logos:
        return
    line = writer.paragraph()
    for position, logo in enumerate(document.logos):
        if position:
            writer.run(line, "    ")
        content = LOGOS.read(logo.digest, LARGE)
        if content is None:
            writer.phrase(line, logo.alternative)
            continue
        width, _height = shown_size(logo.width, logo.height, _LOGO_HEIGHT)
        add_picture(writer, content, width, logo.alternative.text, paragraph=line)


def write_cover_picture(writer: Writer, document: Document) -> None:
    """Set the picture of the series over the title; nothing of one that is gone."""
    cover = document.series.cover
    content = COVERS.read(cover.digest, LARGE) if cover else None
    if cover is None or content is None:
        return
    width, height = _COVER
    with Image.open(BytesIO(content)) as image:
        cut = ImageOps.fit(image, (LARGE, round(LARGE * height / width)))
    written = BytesIO()
    cut.save(written, format="JPEG", quality=85)
    alternative = cover.alternative.text if cover.alternative else ""
    add_picture(writer, written.getvalue(), width, alternative)
