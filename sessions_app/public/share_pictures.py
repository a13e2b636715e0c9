"""The pictures that other sites show beside links to sessions, series and notes."""

from django.http import Http404
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.languages.translation_marks import first_text
from llex.core.sharing.pictures import SharePicture
from llex.core.sharing.registry import register_pictures
from llex.core.time_zones import moments
from sessions_app.briefing import edition_cache, phrases
from sessions_app.briefing.document import Document, from_data
from sessions_app.models import LearningSession
from sessions_app.public import listing


def session_picture(session: LearningSession) -> SharePicture:
    """Return the picture of a session in the active language."""
    language = get_language() or languages.DEFAULT
    order = languages.fallbacks(language, session.main_language)
    title = first_text(session, "title", order)
    series = first_text(session.series, "title", order)
    return SharePicture(
        language=language,
        kicker=series[1] if series else _("Session"),
        title=title[1] if title else session.slug,
        detail=moments.days_text(session.starts_at, session.ends_at, session.time_zone),
    )


def note_picture(document: Document) -> SharePicture:
    """Return the picture of a note in its own language, which is active."""
    return SharePicture(
        language=document.language,
        kicker=phrases.publication(),
        title=document.event.title.text,
        detail=phrases.day(document.event),
    )


def register() -> None:
    """Add the pictures of sessions and notes."""
    register_pictures("sessions", _find_session)
    register_pictures("notes", _find_note)


def _find_session(slug: str) -> SharePicture | None:
    session = listing.visible().filter(slug=slug).first()
    return session_picture(session) if session else None


def _find_note(slug: str) -> SharePicture | None:
    """Return the picture of the current edition."""
    try:
        number = edition_cache.current(slug).number
        row = edition_cache.edition_document(slug, number, get_language() or languages.DEFAULT)
    except Http404:
        return None
    with override(row.language):
        return note_picture(from_data(row.content))
