"""The stamp of an edition, which its documents show."""

from llex.core.text import Phrase
from llex.core.time_zones.moments import in_zone
from sessions_app.briefing.document import Stamp
from sessions_app.models import Edition


def stamp(edition: Edition, *, current: int | None = None, language: str) -> Stamp:
    """Return what *edition* adds to its documents; *current* is the number of the current one."""
    return Stamp(
        number=edition.number,
        published_at=in_zone(edition.published_at, edition.session.time_zone),
        checksum=edition.checksum,
        change_note=Phrase(language, edition.change_note) if edition.change_note else None,
        superseded_by=current if current and current != edition.number else None,
    )
