"""The page of the files of a note."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from llex.core import languages
from llex.core.db.former_slugs import redirects_former_slugs
from llex.core.http.finished_pages import finished
from sessions_app.briefing import edition_cache
from sessions_app.models import LearningSession
from sessions_app.public.note_files import note_files


@redirects_former_slugs(LearningSession.slug_now)
@require_safe
@finished()
def files(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """Offer the files of an edition in all languages, of the current one without a *number*."""
    current = edition_cache.current(slug).number
    language = get_language() or languages.DEFAULT
    found = note_files(slug, current if number is None else number, current, language)
    context = {"page": "sessions", "found": found, "session_slug": slug}
    return render(request, "sessions_app/briefing/files.html", context)
