"""The stamp of an edition, which its documents show."""

from llex.core import languages
from llex.core.languages.translation_marks import first_text
from llex.core.text import Phrase
from llex.core.time_zones.moments import in_zone
from sessions_app.briefing.document import Document, Stamp
from sessions_app.models import Edition


def stamp(edition: Edition, document: Document, *, current: int | None = None) -> Stamp:
    """Return what *edition* adds to *document*; *current* is the number of the current one."""
    return stamp_in(edition, document.language, document.languages[0], current=current)


def stamp_in(edition: Edition, language: str, main: str, *, current: int | None = None) -> Stamp:
    """Return the stamp of *edition* for readers of *language*; *main* is that of the note."""
    note = first_text(edition, "change_note", languages.fallbacks(language, first=main))
    return Stamp(
        number=edition.number,
        published_at=in_zone(edition.published_at, edition.session.time_zone),
        checksum=edition.checksum,
        change_note=Phrase(*note) if note else None,
        superseded_by=current if current and current != edition.number else None,
        redacted_at=edition.redacted_at and in_zone(edition.redacted_at, edition.session.time_zone),
        original_checksum=edition.original_checksum,
    )
