"""Calendars of sessions as files: one session, a series, all of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from llex.core import languages
from llex.core.db.former_slugs import redirects_former_slugs
from llex.core.languages.translation_marks import first_text
from sessions_app.calendars import files
from sessions_app.calendars.http import answer_feed, answer_file
from sessions_app.models import LearningSession
from sessions_app.public import listing


@redirects_former_slugs(LearningSession.slug_now)
@require_safe
def session_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the session as an entry for a calendar."""
    session = get_object_or_404(listing.visible(), slug=slug)
    return answer_file(request, files.session_file(session), f"{session.slug}.ics")


@require_safe
def series_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Send the feed of a series, which calendars ask for again and again."""
    series = get_object_or_404(listing.series_with_sessions(), slug=slug)
    found = first_text(series, "title", languages.fallbacks(get_language() or languages.DEFAULT))
    name = found[1] if found else series.slug
    sessions = LearningSession.objects.in_calendars().filter(series=series)
    return answer_feed(request, name, f"{series.slug}.ics", sessions)


@require_safe
def all_sessions_calendar(request: HttpRequest) -> HttpResponse:
    """Send the feed of all sessions that the public sees."""
    name = gettext("Live Learning Experiences")
    return answer_feed(request, name, "sessions.ics", LearningSession.objects.in_calendars())
