"""The feeds of sessions that were announced and of notes that were published."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cities.public.feeds import MeasureFeed
from llex.core import languages
from llex.core.feeds.atom import MOST_ENTRIES, FeedEntry, LocalizedFeed
from llex.core.languages.translation_marks import first_text
from llex.core.text.normalization import clean_line
from sessions_app.models import LearningSession
from sessions_app.public import listing
from sessions_app.public.listing import PublishedNote
from sessions_app.public.summaries import session_summary


class SessionFeed(LocalizedFeed):
    """Sessions in the order in which they were announced."""

    def title(self, obj: Any) -> str:
        return _("Sessions announced")

    def subtitle(self, obj: Any) -> str:
        return _("Every session, what it was about, and the note that came out of it.")

    def page_path(self, obj: Any) -> str:
        return reverse("sessions_app:session_list")

    def key(self, obj: Any) -> str:
        return "sessions"

    def entries(self, obj: Any) -> Sequence[FeedEntry]:
        sessions = listing.listed().order_by("-announced_at", "-pk")[:MOST_ENTRIES]
        return [_session_entry(session) for session in sessions]


class NoteFeed(LocalizedFeed):
    """Notes in the order in which their current editions were published."""

    def title(self, obj: Any) -> str:
        return _("Notes published")

    def subtitle(self, obj: Any) -> str:
        return _("Each Briefing & Learning Note; a new edition comes to the top again.")

    def page_path(self, obj: Any) -> str:
        return reverse("sessions_app:session_list")

    def key(self, obj: Any) -> str:
        return "notes"

    def entries(self, obj: Any) -> Sequence[FeedEntry]:
        return [_note_entry(note) for note in listing.recent_notes(MOST_ENTRIES)]


class FeedLink(NamedTuple):
    """The path of a feed and its title in the active language."""

    path: str
    title: str


def site_feeds() -> list[FeedLink]:
    """Return the feeds of the whole site."""
    return [
        FeedLink(reverse("sessions_app:notes_feed"), NoteFeed().title(None)),
        FeedLink(reverse("sessions_app:sessions_feed"), SessionFeed().title(None)),
        FeedLink(reverse("cities:measures_feed"), MeasureFeed().title(None)),
    ]


def _session_entry(session: LearningSession) -> FeedEntry:
    order = languages.fallbacks(get_language() or languages.DEFAULT, session.main_language)
    title = first_text(session, "title", order) or (session.main_language, session.slug)
    series = first_text(session.series, "title", order)
    announced = session.announced_at or session.changed_at
    return FeedEntry(
        key=f"sessions/{session.pk}",
        title=title[1],
        address=session.get_absolute_url(),
        published=announced,
        updated=max(announced, session.changed_at),
        summary=session_summary(session),
        categories=(series[1],) if series else (),
    )


def _note_entry(note: PublishedNote) -> FeedEntry:
    edition, code = note.edition, note.document.language
    number = _("Edition %(number)s") % {"number": edition.number}
    change = first_text(edition, "change_note", languages.fallbacks(code))
    return FeedEntry(
        key=f"notes/{edition.session_id}",
        title=note.document.title,
        address=reverse("sessions_app:briefing", args=[edition.session.slug]),
        published=note.first_published_at,
        updated=edition.redacted_at or edition.published_at,
        summary=" ".join(
            filter(
                None, (f"{number}.", clean_line(change[1]) if change else "", note.document.summary)
            )
        ),
        language="" if code == get_language() else code,
    )
