"""A session in one line, for feeds, search engines and other sites."""

from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.languages.phrases import join_items
from llex.core.languages.translation_marks import first_text
from llex.core.text import parse, to_plain
from llex.core.text.normalization import clean_line
from llex.core.time_zones import moments
from sessions_app.models import LearningSession


def announcement(session: LearningSession, length: int) -> str:
    """Return the beginning of what was announced, in the active language if it is there."""
    order = languages.fallbacks(get_language() or languages.DEFAULT, session.main_language)
    found = first_text(session, "announcement", order)
    text = clean_line(to_plain(parse(found[1], found[0]))) if found else ""
    return Truncator(text).chars(length)


def session_summary(session: LearningSession, length: int = 400) -> str:
    """Return when a session is, whether it is cancelled, and what was announced."""
    starts_at, ends_at, zone = session.starts_at, session.ends_at, session.time_zone
    when = join_items(
        [
            moments.days_text(starts_at, ends_at, zone),
            moments.hours_text(starts_at, ends_at, zone),
        ]
    )
    cancelled = _("This session is cancelled.") if session.is_cancelled else ""
    parts = (cancelled, f"{when}.", announcement(session, length))
    return " ".join(filter(None, parts))
