"""The cover of a book: a picture, which its words are in as an alternative text, too."""

from io import BytesIO

from PIL import Image

from llex.core.languages.phrases import join_items
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document, Stamp
from sessions_app.briefing.render.pdf import draw_cover
from sessions_app.briefing.render.typst_data import typst_cover_data
from sessions_app.briefing.render.typst_pictures import cover_pictures


def book_cover(document: Document, stamp: Stamp | None) -> bytes:
    """Return the cover as a JPEG, in the active language."""
    sheet = typst_cover_data(document, stamp)
    drawn = draw_cover(sheet, cover_pictures(sheet["cover"]))
    written = BytesIO()
    with Image.open(BytesIO(drawn)) as image:
        image.convert("RGB").save(written, format="JPEG", quality=88, optimize=True)
    return written.getvalue()


def cover_text(document: Document) -> str:
    """Return the words on the cover, in the active language."""
    title = str(document.event.title) or phrases.publication()
    return join_items(
        filter(None, (title, str(document.series.title), phrases.day(document.event)))
    )
