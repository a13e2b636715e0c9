"""The note as one HTML file without scripts and without requests to the network."""

from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document, Stamp

STYLESHEETS: Final = ("core/base.css", "sessions_app/note.css")


def render(document: Document, stamp: Stamp | None) -> bytes:
    """Return the note as a UTF-8 HTML file with its styles inside."""
    context = {"document": document, "stamp": stamp, "styles": _styles()}
    with phrases.activate_language(document):
        return render_to_string("sessions_app/briefing/file.html", context).encode()


@cache
def _styles() -> SafeString:
    """Return our own stylesheets, which are no user's text and hold no end of an element."""
    folder = Path(settings.BASE_DIR, "static", "css")
    sheets = [Path(folder, name).read_text(encoding="utf-8") for name in STYLESHEETS]
    return SafeString("\n".join(sheets))
