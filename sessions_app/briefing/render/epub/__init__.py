"""The note as an EPUB 3: a chapter per section, for readers of books on phones and tablets."""

from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document, Stamp
from sessions_app.briefing.render.epub.chapters import chapters
from sessions_app.briefing.render.epub.cover import book_cover
from sessions_app.briefing.render.epub.package import package
from sessions_app.briefing.render.epub.xhtml import XhtmlMarkup
from sessions_app.briefing.render.linear.imprint import imprint_blocks
from sessions_app.briefing.render.linear.note import blocks


def render(document: Document, stamp: Stamp | None) -> bytes:
    """Return *document* as EPUB, the same bytes each time; without a stamp it is a draft."""
    markup = XhtmlMarkup(document.language)
    written = blocks(document, stamp, markup) + imprint_blocks(document, stamp, markup)
    with phrases.activate_language(document):
        cover = book_cover(document, stamp)
        return package(document, stamp, chapters(written, markup.headings), markup.pictures, cover)
